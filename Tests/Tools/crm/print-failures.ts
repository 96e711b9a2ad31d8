// Prints what the CRM's modules know of the answers of each channel, as JSON.

import { FAILURES } from '../../../Documentation/crm/answers';

process.stdout.write(JSON.stringify(FAILURES));
