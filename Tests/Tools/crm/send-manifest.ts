// Sends what a manifest has ready: send-manifest.js SETTINGS, a JSON text. Prints the outcome of each line as JSON.

import { folderSource, openManifest } from '../../../Documentation/crm/manifest';
import { send, SendError, stopsTenant, type Values } from '../../../Documentation/crm/send';
import { FileClaims } from './file-claims';

interface Settings {
  readonly output: string;
  readonly claims: string;
  readonly port: string;
  readonly values: Values;
  readonly timeLimit: number;
  readonly now: string;
  /** Dies after this many claims, before the request. */
  readonly diesAfter?: number;
  /** Leads to leave alone. */
  readonly only?: readonly string[];
  /** The instances of leads that have another one than `values`. */
  readonly instances?: Readonly<Record<string, string>>;
  /** Makes requests by this method instead of the manifest's. */
  readonly method?: string;
}

function valuesOf(lead: string, { values, instances }: Settings): Values {
  const instance = instances?.[lead];
  return instance === undefined ? values : { ...values, fill: { ...values.fill, instance_id: instance } };
}

async function main(settings: Settings): Promise<void> {
  let claimed = 0;
  const claims = new FileClaims(settings.claims, () => {
    claimed += 1;
    if (claimed === settings.diesAfter) process.kill(process.pid, 'SIGKILL');
  });
  const route = (address: URL): URL => {
    const url = new URL(`http://127.0.0.1:${settings.port}${address.pathname}`);
    url.search = address.search;
    return url;
  };
  const manifest = await openManifest(folderSource(settings.output));
  try {
    for await (const line of manifest.lines()) {
      if (settings.only && !settings.only.includes(line.lead)) continue;
      const { method } = settings;
      const asked = method ? { ...line, requests: line.requests.map((request) => ({ ...request, method })) } : line;
      const options = { timeLimit: settings.timeLimit, route, now: () => new Date(settings.now) };
      try {
        const outcome = await send(asked, valuesOf(line.lead, settings), claims, options);
        const stops = outcome.kind === 'skipped' ? null : stopsTenant(outcome);
        process.stdout.write(`${JSON.stringify({ lead: line.lead, ...outcome, stops })}\n`);
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        process.stdout.write(`${JSON.stringify({ lead: line.lead, kind: 'error', reason: error.message })}\n`);
      }
    }
  } finally {
    await manifest.close();
  }
}

void main(JSON.parse(process.argv[2] ?? '') as Settings);
