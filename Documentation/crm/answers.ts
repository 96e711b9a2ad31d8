// What the answers of each channel mean that are no success, as `welcome channels --json` has it under `failures`.
//
// A channel that is not here has no answer that is known to mean "nothing was sent": see `judge` in send.ts.

/** One kind of answer: a status, or a member of the JSON answer; `answer` is HTML, or none at all. */
export interface Failure {
  readonly status?: readonly number[];
  /** A member, by names and indexes with dots between them; it is there and not null where nothing else is said. */
  readonly json?: string;
  readonly equals?: string | false;
  readonly begins?: string;
  readonly in?: readonly number[];
  readonly answer?: 'html' | 'none';
  /** `retry`, `permanent` and `config`: nothing was sent. `ambiguous`: nobody knows. */
  readonly class: 'retry' | 'permanent' | 'ambiguous' | 'config';
  readonly reason?: 'token' | 'instance' | 'number' | 'parameters' | 'other';
}

/** The first that matches holds. */
export const FAILURES: Readonly<Record<string, readonly Failure[]>> = {
  chatflow: [
    { json: 'message', equals: 'This number is not found on WhatsApp', class: 'permanent', reason: 'number' },
    { json: 'message', equals: 'Please add token', class: 'config', reason: 'token' },
    { json: 'msg', equals: 'Please add token', class: 'config', reason: 'token' },
    {
      json: 'message', equals: 'Either your instance_id is invalid or your instance is not longer connected',
      class: 'config', reason: 'instance',
    },
    { json: 'message', begins: 'Parameter [', class: 'config', reason: 'parameters' },
    { answer: 'html', class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  'chatflow-flow': [
    { json: 'message', equals: 'Flow ID not found', class: 'config', reason: 'instance' },
    { status: [404], class: 'config', reason: 'instance' },
    { json: 'message', equals: 'This number is not found on WhatsApp', class: 'permanent', reason: 'number' },
    { json: 'message', equals: 'Please add token', class: 'config', reason: 'token' },
    { json: 'msg', equals: 'Please add token', class: 'config', reason: 'token' },
    {
      json: 'message', equals: 'Either your instance_id is invalid or your instance is not longer connected',
      class: 'config', reason: 'instance',
    },
    { json: 'message', begins: 'Parameter [', class: 'config', reason: 'parameters' },
    { answer: 'html', class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  'chatflow-media': [
    { json: 'message', equals: 'This number is not found on WhatsApp', class: 'permanent', reason: 'number' },
    { json: 'message', equals: 'Please add token', class: 'config', reason: 'token' },
    { json: 'msg', equals: 'Please add token', class: 'config', reason: 'token' },
    {
      json: 'message', equals: 'Either your instance_id is invalid or your instance is not longer connected',
      class: 'config', reason: 'instance',
    },
    { json: 'message', begins: 'Parameter [', class: 'config', reason: 'parameters' },
    { answer: 'html', class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
    { json: 'message', equals: 'Invalid URL found', class: 'permanent', reason: 'other' },
  ],
  links: [
    { json: 'message', equals: 'This number is not found on WhatsApp', class: 'permanent', reason: 'number' },
    { json: 'message', equals: 'Please add token', class: 'config', reason: 'token' },
    { json: 'msg', equals: 'Please add token', class: 'config', reason: 'token' },
    {
      json: 'message', equals: 'Either your instance_id is invalid or your instance is not longer connected',
      class: 'config', reason: 'instance',
    },
    { json: 'message', begins: 'Parameter [', class: 'config', reason: 'parameters' },
    { answer: 'html', class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  'whatsapp-cloud': [
    {
      json: 'error.code', in: [2, 4, 80007, 130429, 131000, 131016, 131056, 133004, 131057],
      class: 'retry', reason: 'other',
    },
    { json: 'error.code', in: [131026, 131030, 131062], class: 'permanent', reason: 'number' },
    { json: 'error.code', in: [131047], class: 'permanent', reason: 'other' },
    { json: 'error.code', in: [131008, 131009, 131051, 131052, 131053], class: 'permanent', reason: 'other' },
    { json: 'error.code', in: [131048, 131049, 131050, 130472], class: 'permanent', reason: 'other' },
    {
      json: 'error.code', in: [132000, 132001, 132005, 132007, 132012, 132015, 132016],
      class: 'config', reason: 'other',
    },
    { json: 'error.code', in: [190, 368, 131031], class: 'config', reason: 'token' },
    { status: [500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  twilio: [
    { json: 'code', in: [20003, 20404], class: 'config', reason: 'token' },
    { json: 'code', in: [63016], class: 'permanent', reason: 'other' },
    { json: 'code', in: [63021, 63030, 21617, 21623], class: 'permanent', reason: 'other' },
    { json: 'code', in: [63005, 63013, 63032, 21211, 21610], class: 'permanent', reason: 'number' },
    { json: 'code', in: [63019], class: 'permanent', reason: 'other' },
    { json: 'code', in: [63018, 20429], class: 'retry', reason: 'other' },
    { status: [500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  messagebird: [
    { status: [401, 403], class: 'config', reason: 'token' },
    { status: [400, 404, 409, 422], class: 'permanent', reason: 'other' },
    { status: [429], class: 'retry', reason: 'other' },
    { status: [408, 500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  bird: [
    { status: [401, 403], class: 'config', reason: 'token' },
    { status: [402], class: 'config', reason: 'token' },
    { status: [400, 404, 412, 413, 421, 422], class: 'permanent', reason: 'other' },
    { status: [409], class: 'ambiguous' },
    { status: [429], class: 'retry', reason: 'other' },
    { status: [408, 500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  '360dialog': [
    {
      json: 'error.code', in: [2, 4, 80007, 130429, 131000, 131016, 131056, 133004, 131057],
      class: 'retry', reason: 'other',
    },
    { json: 'error.code', in: [131026, 131030, 131062], class: 'permanent', reason: 'number' },
    { json: 'error.code', in: [131047], class: 'permanent', reason: 'other' },
    { json: 'error.code', in: [131008, 131009, 131051, 131052, 131053], class: 'permanent', reason: 'other' },
    { json: 'error.code', in: [131048, 131049, 131050, 130472], class: 'permanent', reason: 'other' },
    {
      json: 'error.code', in: [132000, 132001, 132005, 132007, 132012, 132015, 132016],
      class: 'config', reason: 'other',
    },
    { json: 'error.code', in: [190, 368, 131031], class: 'config', reason: 'token' },
    { status: [500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
    { status: [401, 403], class: 'config', reason: 'token' },
  ],
  wazzup: [
    { json: 'error', equals: 'repeatedCrmMessageId', class: 'ambiguous' },
    { json: 'error', equals: 'REPEATED_CRM_MESSAGE_ID', class: 'ambiguous' },
    { json: 'error', equals: 'BAD_CONTACT', class: 'permanent', reason: 'number' },
    { json: 'error', begins: 'CHANNEL_', class: 'config', reason: 'instance' },
    { json: 'error', equals: 'WRONG_TRANSPORT', class: 'config', reason: 'instance' },
    { status: [401, 403], class: 'config', reason: 'token' },
    { status: [400, 404, 422], class: 'permanent', reason: 'other' },
    { status: [429], class: 'retry', reason: 'other' },
    { status: [408, 500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  telegram: [
    { json: 'error_code', in: [429], class: 'retry', reason: 'other' },
    { json: 'error_code', in: [403], class: 'permanent', reason: 'number' },
    { json: 'error_code', in: [400], class: 'permanent', reason: 'other' },
    { json: 'error_code', in: [401, 404], class: 'config', reason: 'token' },
    { status: [500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  evolution: [
    { json: 'response.message.0.exists', equals: false, class: 'permanent', reason: 'number' },
    { status: [401, 403], class: 'config', reason: 'token' },
    { status: [404], class: 'config', reason: 'instance' },
    { status: [400, 422], class: 'permanent', reason: 'other' },
    { status: [408, 500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  waha: [
    { status: [422], class: 'config', reason: 'instance' },
    { status: [401, 403], class: 'config', reason: 'token' },
    { status: [404], class: 'config', reason: 'instance' },
    { status: [400, 422], class: 'permanent', reason: 'other' },
    { status: [408, 500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  wppconnect: [
    { status: [400], class: 'ambiguous' },
    { status: [401, 403], class: 'config', reason: 'token' },
    { status: [404], class: 'config', reason: 'instance' },
    { status: [400, 422], class: 'permanent', reason: 'other' },
    { status: [408, 500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  'green-api': [
    { status: [401, 403, 404], class: 'config', reason: 'token' },
    { status: [466], class: 'config', reason: 'other' },
    { status: [400], class: 'permanent', reason: 'other' },
    { status: [429], class: 'retry', reason: 'other' },
    { status: [408, 499, 500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  baileys: [
    { answer: 'none', class: 'ambiguous' },
  ],
  sms: [
    { answer: 'none', class: 'ambiguous' },
  ],
  smsc: [
    { json: 'error_code', in: [1, 5], class: 'config', reason: 'parameters' },
    { json: 'error_code', in: [2], class: 'config', reason: 'token' },
    { json: 'error_code', in: [3], class: 'config', reason: 'token' },
    { json: 'error_code', in: [4], class: 'retry', reason: 'other' },
    { json: 'error_code', in: [6], class: 'permanent', reason: 'other' },
    { json: 'error_code', in: [7, 8], class: 'permanent', reason: 'number' },
    { json: 'error_code', in: [9], class: 'ambiguous' },
    { status: [500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'html', class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  mobizon: [
    { json: 'data.recipient', class: 'permanent', reason: 'number' },
    { json: 'code', in: [1, 2, 99], class: 'permanent', reason: 'other' },
    { json: 'code', in: [4, 5, 6, 11, 12], class: 'config', reason: 'parameters' },
    { json: 'code', in: [8, 9, 13, 14], class: 'config', reason: 'token' },
    { json: 'code', in: [30], class: 'retry', reason: 'other' },
    { json: 'code', in: [3, 10, 15, 98, 100, 999], class: 'ambiguous' },
    { status: [500, 502, 503, 504], class: 'ambiguous' },
    { answer: 'html', class: 'ambiguous' },
    { answer: 'none', class: 'ambiguous' },
  ],
  email: [
    { status: [421, 450, 451, 452], class: 'retry', reason: 'other' },
    { status: [550, 551, 552, 553, 554], class: 'permanent', reason: 'other' },
    { status: [530, 535], class: 'config', reason: 'other' },
    { answer: 'none', class: 'ambiguous' },
  ],
};
