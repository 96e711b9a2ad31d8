// A stand-in for every provider: providers.js PORT-FILE [ANSWER].
//
// Writes its port to the file and then a line to standard output; answers every request with what its provider calls
// success, or with ANSWER, a JSON object with `status` and the text `body`. When standard input ends, it writes every request that reached it to standard output, a JSON object a line.

import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const ANSWERS: readonly (readonly [RegExp, number, object])[] = [
  [/^\/bot/, 200, { ok: true, result: {} }],
  [/^\/v3\/message$/, 201, { messageId: 'm1', chatId: '77011234567' }],
  [/^\/v\d/, 200, { messages: [{ id: 'wamid.1' }], id: '1' }],
  [/^\/2010-04-01\//, 201, { sid: 'SM1' }],
  [/^\/api\/v1\//, 200, { success: true }],
  [/^\/api\/[^/]+\/send-/, 201, { status: 'success' }],
  [/^\/messages$/, 200, { messages: [{ id: 'wamid.1' }] }],
  [/^\/waInstance/, 200, { idMessage: '3EB0' }],
  [/^\/sys\/send\.php$/, 200, { id: 1, cnt: 2 }],
  [/^\/service\/Message\//, 200, { code: 0, data: { campaignId: '1', messageId: '2', status: 1 }, message: '' }],
  [/^/, 201, { id: '1', key: { id: '3EB0' } }],
];

interface Answer {
  readonly status: number;
  readonly body: string;
}

const given = process.argv[3] === undefined ? undefined : JSON.parse(process.argv[3]) as Answer;
const seen: object[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '', 'http://provider');
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    seen.push({
      method: request.method, target: request.url, path: url.pathname, query: [...url.searchParams],
      headers: request.headers, body,
    });
    const [, usual, value] = ANSWERS.find(([path]) => path.test(url.pathname)) ?? [/^/, 500, {}];
    const { status, body: text } = given ?? { status: usual, body: JSON.stringify(value) };
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.from(text).length });
    response.end(text);
  });
}

const server = createServer(answer);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  writeFileSync(process.argv[2] ?? '', String(address.port));
  process.stdout.write('listening\n');
});

void (async () => {
  for await (const _ of process.stdin) continue;
  process.stdout.write(seen.map((request) => `${JSON.stringify(request)}\n`).join(''));
  setTimeout(() => process.exit(0), 0);
})();
