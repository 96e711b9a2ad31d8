// Recomputes codes: check-codes.js FILE, of JSON lines {master, keyId, tenant, lead, slot, serial, day, code}.
//
// Prints how many agree, and how many altered codes, identities and keys are refused.

import { readFileSync } from 'node:fs';

import { deriveTenantKey, expiryDate, isCodeOf, makeCode, readCode } from '../../../Documentation/crm/code';

interface Entry {
  readonly master: string;
  readonly keyId: number;
  readonly tenant: string;
  readonly lead: string;
  readonly slot: string;
  readonly serial: number;
  readonly day: number;
  readonly code: string;
}

function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

const counts = { agree: 0, accepted: 0, refused: 0 };
const entries = readFileSync(process.argv[2] ?? '').toString('utf8').split('\n').filter((line) => line !== '');
for (const text of entries) {
  const entry = JSON.parse(text) as Entry;
  const key = deriveTenantKey(Buffer.from(entry.master, 'hex'), entry.keyId, entry.tenant);
  const parts = readCode(entry.code);
  const code = makeCode(key, entry.keyId, entry, entry.serial, entry.day);
  if (code === entry.code && parts?.keyId === entry.keyId && parts.day === entry.day) counts.agree += 1;

  const keys = new Map([[entry.keyId, key]]);
  const altered = (entry.code.startsWith('0') ? '1' : '0') + entry.code.slice(1);
  const other = (entry.lead.startsWith('?') ? '!' : '?') + Array.from(entry.lead).slice(1).join('');
  if (isCodeOf(entry.code, entry, keys, entry.serial)) counts.accepted += 1;
  const isRefused = !isCodeOf(altered, entry, keys, entry.serial)
    && !isCodeOf(entry.code, { ...entry, lead: other }, keys, entry.serial)
    && !isCodeOf(entry.code, entry, keys, entry.serial === 0 ? 1 : 0)
    && !isCodeOf(entry.code, entry, new Map([[(entry.keyId + 1) % 32, key]]), entry.serial);
  if (isRefused) counts.refused += 1;
}

const key = Buffer.alloc(32);
const good = { tenant: 't', lead: 'l', slot: 's' };
const wrongCodes = [
  '', '3h1616s4pe1nj96z0ma', '3h1616s4pe1nj96z0mam0', '3H1616S4PE1NJ96Z0MAM', '3h1616s4pe1nj96z0mal',
  '3h1616s4pe1nj96z0ma\n',
];
const wrongIds = ['', 'a\0b', 'x'.repeat(513), 'ә'.repeat(257), '\ud800', 'a\udc00b'];
const refusals = {
  codes: wrongCodes.map((code) => readCode(code) === undefined && !isCodeOf(code, good, new Map([[0, key]]))),
  ids: wrongIds
    .flatMap((id) => [{ ...good, tenant: id }, { ...good, lead: id }, { ...good, slot: id }])
    .map((identity) => throws(() => makeCode(key, 0, identity, 0, 0))),
  numbers: [
    () => makeCode(key, 32, good, 0, 0),
    () => makeCode(key, 0, good, -1, 0),
    () => makeCode(key, 0, good, 2 ** 32, 0),
    () => makeCode(key, 0, good, 0, 32768),
    () => makeCode(key, 0, good, 0, 1.5),
    () => makeCode(key, 0, { ...good, lead: 7 as unknown as string }, 0, 0),
    () => makeCode(Buffer.alloc(31), 0, good, 0, 0),
    () => deriveTenantKey(Buffer.alloc(33), 0, 't'),
  ].map(throws),
};
const days = [0, 20820, 32766, 32767].map(expiryDate);
process.stdout.write(JSON.stringify({ ...counts, total: entries.length, refusals, days }));
