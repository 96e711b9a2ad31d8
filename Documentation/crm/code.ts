// Link codes: takes one apart, and recomputes it with a tenant's key.
//
// Sending needs none of this. A key is for a CRM that was given its tenant's own, to tell by itself whether a link
// belongs to a lead.

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a link belongs to. Ids are strings: a number loses digits above 2^53. */
export interface Identity {
  readonly tenant: string;
  readonly lead: string;
  readonly slot: string;
}

/** What stands in a code: 80 bits of signature, the key's id, and the last day in whole days since 1970-01-01 UTC. */
export interface CodeParts {
  readonly tag: Buffer;
  readonly keyId: number;
  readonly day: number;
}

/** The day of a link without end. */
export const NEVER = 32767;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CODE = /^[0-9a-hjkmnp-tv-z]{20}$/;
const TAG_CHARACTERS = 16;
const TAG_BYTES = 10;
const KEY_BYTES = 32;
const MAX_FIELD_BYTES = 512;

/** Takes a code apart; `undefined` for another length, upper case, or a letter outside the alphabet. */
export function readCode(code: string): CodeParts | undefined {
  if (typeof code !== 'string' || !CODE.test(code)) return undefined;
  const values = Array.from(code, (character) => ALPHABET.indexOf(character));
  const bits = (from: number, to: number): bigint =>
    values.slice(from, to).reduce((sum, value) => (sum << 5n) | BigInt(value), 0n);
  const tag = Buffer.from(bits(0, TAG_CHARACTERS).toString(16).padStart(2 * TAG_BYTES, '0'), 'hex');
  return { tag, keyId: Number(bits(16, 17)), day: Number(bits(17, 20)) };
}

/** The last day of a link, UTC, as `2027-01-02`; `null` for a link without end. */
export function expiryDate(day: number): string | null {
  return day === NEVER ? null : new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Derives a tenant's key. The builder's side only: a CRM is given the result and never sees a master key.
 *
 * HKDF-SHA256, empty salt, info `welcome-link/v1/key` 0x00 key id F(tenant), 32 bytes.
 */
export function deriveTenantKey(master: Uint8Array, keyId: number, tenant: string): Buffer {
  if (master.length !== KEY_BYTES) throw new RangeError('a master key has 32 bytes');
  const info = Buffer.concat([Buffer.from('welcome-link/v1/key\0'), integer(keyId, 1, 31), field(tenant)]);
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), info, KEY_BYTES));
}

/**
 * Computes the code of a link.
 *
 * The first 10 bytes of HMAC-SHA256 over `welcome-link/v1/tag` 0x00 key id, day (2 bytes), serial (4), F(tenant),
 * F(lead), F(slot); numbers are big-endian.
 */
export function makeCode(
  tenantKey: Uint8Array, keyId: number, identity: Identity, serial: number, day: number,
): string {
  if (tenantKey.length !== KEY_BYTES) throw new RangeError('a tenant key has 32 bytes');
  const message = Buffer.concat([
    Buffer.from('welcome-link/v1/tag\0'),
    integer(keyId, 1, 31),
    integer(day, 2, NEVER),
    integer(serial, 4, 0xffff_ffff),
    field(identity.tenant),
    field(identity.lead),
    field(identity.slot),
  ]);
  const tag = createHmac('sha256', tenantKey).update(message).digest().subarray(0, TAG_BYTES);
  return characters(BigInt(`0x${tag.toString('hex')}`), TAG_CHARACTERS) + characters(BigInt((keyId << 15) | day), 4);
}

/**
 * Tells whether `code` is the link of a lead, in constant time. It does not judge the day: see `readCode`.
 *
 * `tenantKeys` holds this tenant's keys by id; a code of a key that is not among them is refused. The first link of a
 * lead has serial 0, a reissued one 1, and so on.
 */
export function isCodeOf(
  code: string, identity: Identity, tenantKeys: ReadonlyMap<number, Uint8Array>, serial = 0,
): boolean {
  const parts = readCode(code);
  const key = parts && tenantKeys.get(parts.keyId);
  if (!parts || !key) return false;
  const expected = makeCode(key, parts.keyId, identity, serial, parts.day);
  return timingSafeEqual(Buffer.from(code), Buffer.from(expected));
}

/** F(text): its length in two bytes, then its UTF-8 bytes, neither normalised nor trimmed. */
function field(text: string): Buffer {
  if (typeof text !== 'string') throw new TypeError('ids are strings');
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < 1 || bytes.length > MAX_FIELD_BYTES) throw new RangeError('an id has 1 to 512 bytes');
  if (bytes.includes(0)) throw new RangeError('an id holds no NUL');
  // Half of a surrogate pair has no UTF-8 form: Buffer puts U+FFFD in its place.
  if (bytes.toString('utf8') !== text) throw new RangeError('an id is whole Unicode text');
  return Buffer.concat([integer(bytes.length, 2, MAX_FIELD_BYTES), bytes]);
}

function integer(value: number, byteCount: number, highest: number): Buffer {
  if (!Number.isInteger(value) || value < 0 || value > highest) {
    throw new RangeError(`not a whole number up to ${highest}`);
  }
  const bytes = Buffer.alloc(byteCount);
  bytes.writeUIntBE(value, 0, byteCount);
  return bytes;
}

function characters(bits: bigint, count: number): string {
  let text = '';
  for (let index = count - 1; index >= 0; index -= 1) {
    text += ALPHABET.charAt(Number((bits >> BigInt(5 * index)) & 31n));
  }
  return text;
}
