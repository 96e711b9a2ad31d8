// A stand-in for ChatFlow's gateway: chatflow.js PORT-FILE.
//
// Writes its port to the file and then a line to standard output. The instance_id of a request chooses the answer.
// When standard input ends, it writes every request that reached it to standard output, a JSON object a line.

import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (value: unknown): Answer => ({ status: 200, type: 'application/json', body: JSON.stringify(value) });
const html = (status: number, body: string): Answer => ({ status, type: 'text/html; charset=utf-8', body });
const refusal = (message: string): Answer => json({ success: false, message });

const SENT = json({ success: true, message: 'Message sent successfully!', response: { key: { id: '3EB0A9' } } });
const CABINET = html(200, '<!doctype html><html><head><title>Cabinet</title></head><body></body></html>');

/** What the gateway says, by the instance_id that asks for it; the query's pairs are what it may echo. */
const ANSWERS: Record<string, (query: ReadonlyMap<string, string>) => Answer> = {
  'sent': () => SENT,
  'bare-true': () => json(true),
  'bare-false': () => json(false),
  'null': () => json(null),
  'required': () => refusal('Parameter [token, instance_id, msg, jid] are required!'),
  'instance': () => refusal('Either your instance_id is invalid or your instance is not longer connected'),
  'number': () => refusal('This number is not found on WhatsApp'),
  'token-missing': () => json({ msg: 'Please add token' }),
  'token-echoed': (query) => refusal(`Invalid token found: ${query.get('token') ?? ''}`),
  'plan': () => refusal('Your plan has expired'),
  'thrown': () => json({ success: false, msg: 'something went wrong', err: {} }),
  'no-success': () => json({ message: 'Message sent successfully!' }),
  'text-success': () => json({ success: 'true' }),
  'flow': () => ({ ...refusal('Flow ID not found'), status: 404 }),
  'cabinet': () => CABINET,
  'bad-gateway': () => html(502, '<html><body><h1>502 Bad Gateway</h1></body></html>'),
  'empty': () => html(200, ''),
  'cut-json': () => ({ ...SENT, body: SENT.body.slice(0, 20) }),
  'long': () => json({ success: true, message: 'x'.repeat(1 << 21) }),
};

const seen: object[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  const target = request.url ?? '';
  const url = new URL(target, 'http://gateway');
  const pairs = [...url.searchParams];
  seen.push({ method: request.method, target, path: url.pathname, query: pairs, headers: request.headers });
  const query = new Map(pairs);
  const instance = query.get('instance_id') ?? '';
  const way = instance.replace(/^media-/, '');
  const write = ({ status, type, body }: Answer): void => {
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.from(body).length });
    response.end(body);
  };
  if (request.method !== 'GET') {
    const body = `<pre>Cannot ${request.method ?? ''} ${url.pathname}</pre>`;
    return write(html(404, `<!DOCTYPE html><html><body>${body}</body></html>`));
  }
  // Routes for media exist on few accounts: on those whose instance says so.
  const isMedia = way !== instance && /^\/api\/v1\/send-(audio|image|doc)$/.test(url.pathname);
  if (url.pathname !== '/api/v1/send-text' && !isMedia) return write(CABINET);
  switch (way) {
    case 'silent':
      return;
    case 'stalled':
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{"success":');
      return;
    case 'cut-before':
      request.socket.destroy();
      return;
    case 'cut-after':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1000 });
      response.write('{"success":true,');
      setTimeout(() => request.socket.destroy(), 20);
      return;
    case 'redirect':
      response.writeHead(302, { 'Location': target.replace('instance_id=redirect', 'instance_id=sent') });
      response.end();
      return;
    case 'late':
      setTimeout(() => write(SENT), 20);
      return;
    default:
      return write((ANSWERS[way] ?? (() => SENT))(query));
  }
}

const server = createServer(answer);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  writeFileSync(process.argv[2] ?? '', String(typeof address === 'object' ? address?.port : ''));
  process.stdout.write('ready\n');
});

void (async () => {
  for await (const _ of process.stdin) continue;
  process.stdout.write(seen.map((request) => `${JSON.stringify(request)}\n`).join(''));
  setTimeout(() => process.exit(0), 0);
})();
