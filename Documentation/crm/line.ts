// What the manifest holds, version 1, and the check that a text is that. `welcome schema manifest` prints the whole.

import { expiryDate, readCode } from './code';

/** What the CRM may do with a page. */
export type State = 'ready' | 'unsendable' | 'sent' | 'retained' | 'expired' | 'revoked';

export interface ManifestLine {
  readonly v: 1;
  readonly tenant: string;
  readonly lead: string;
  readonly slot: string;
  readonly state: State;
  readonly url: string;
  readonly code: string;
  /** The last day, UTC, on which the link works; `null` without end. */
  readonly expires_on: string | null;
  readonly theme: string;
  readonly locale: string;
  readonly page: {
    readonly file: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly changed_in: string;
  } | null;
  readonly recipient: {
    readonly kind: string;
    readonly e164: string | null;
    readonly jid: string | null;
    /** What the channel writes to where that is no phone. */
    readonly address?: string;
    readonly notes: readonly string[];
  } | null;
  readonly message: {
    readonly text: string;
    readonly characters: number;
    readonly utf16: number;
    readonly sms_parts: number;
  } | null;
  readonly requests: readonly Request[];
  readonly problems: readonly { readonly code: string; readonly column: string | null; readonly lead?: string }[];
}

/** One request, whole but for what only the CRM has. */
export interface Request {
  readonly channel: string;
  /** What it sends: `text`, `cta` or `template`, or a medium that the page has too. */
  readonly variant: string;
  /** `GET` and `POST` are HTTP; `SMTP` and `CALL` are for the CRM's own mail program or connector. */
  readonly method: string;
  readonly url: string;
  readonly query: readonly Pair[];
  readonly headers: readonly Pair[];
  readonly body: unknown;
  readonly body_encoding: 'json' | 'form' | 'rfc5322' | null;
  readonly secrets: readonly Blank[];
  readonly fill: readonly Blank[];
  readonly needs: readonly string[];
  readonly limits: readonly Limit[];
  /** What an accepted message answers; `null` where only the gateway's own pages say. */
  readonly ok: Success | null;
  readonly retry: string;
  readonly dedup_key: string;
}

/** What the channel limits, and how much of it is used. */
export interface Limit {
  readonly of: string;
  readonly counted_as: string;
  readonly max: number;
  readonly actual: number;
}

/** Everything given must hold: a status, and a member of the JSON answer that equals a value, or is there at all. */
export interface Success {
  readonly status?: readonly number[];
  readonly json?: string;
  readonly equals?: true | string;
}

export type Pair = readonly [name: string, value: string];

/** A value that the CRM puts in, and where it goes. */
export interface Blank {
  readonly name: string;
  readonly where: 'query' | 'bearer' | 'basic' | 'header' | 'path' | 'body';
  /** The name it goes under; in a body the names on the way to it, with dots between them. */
  readonly key: string;
  /** What stands before the value in a header. */
  readonly prefix?: string;
  /** An address that the lead opens, by which the CRM learns the value. */
  readonly from?: string;
}

export interface Pointer {
  readonly v: 1;
  readonly build: string;
  readonly counts: Readonly<Record<State, number>>;
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly kind: 'full' | 'delta';
  readonly file: string;
  readonly build: string;
  readonly lines: number;
  readonly sha256: string;
}

/** The manifest is not what it should be. The text names files and lines, never what stands in them. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

const STATES: readonly string[] = ['ready', 'unsendable', 'sent', 'retained', 'expired', 'revoked'];
const FILE_NAME = /^manifest-[0-9A-Za-z-]+\.ndjson$/;
const SHA256 = /^[0-9a-f]{64}$/;
const DEDUP_KEY = /^[0-9a-f]{32}$/;

/** Reads `manifest.json`. */
export function parsePointer(text: string): Pointer {
  const pointer = object(text, 'manifest.json');
  const files: unknown = pointer['files'];
  const isPointer = typeof pointer['build'] === 'string' && Array.isArray(files) && files.length > 0
    && files.every((file: ManifestFile | null, index) => file !== null && typeof file === 'object'
      && file.kind === (index === 0 ? 'full' : 'delta')
      && typeof file.file === 'string' && FILE_NAME.test(file.file) && typeof file.build === 'string'
      && Number.isSafeInteger(file.lines) && file.lines >= 0
      && typeof file.sha256 === 'string' && SHA256.test(file.sha256));
  if (!isPointer) throw new ManifestError('manifest.json: not a pointer of version 1');
  return pointer as unknown as Pointer;
}

/** Reads one line; `place` is what an error calls it. */
export function parseLine(text: string, place: string): ManifestLine {
  const line = object(text, place);
  const { state, url, code, requests } = line;
  const parts = typeof code === 'string' ? readCode(code) : undefined;
  const isLine = ['tenant', 'lead', 'slot', 'theme', 'locale'].every((name) => typeof line[name] === 'string')
    && typeof state === 'string' && STATES.includes(state)
    && parts !== undefined && typeof url === 'string' && url.endsWith(`/${String(code)}`)
    && line['expires_on'] === expiryDate(parts.day)
    && Array.isArray(requests) && requests.every(isRequest) && (state === 'ready') === (requests.length > 0);
  if (!isLine) throw new ManifestError(`${place}: not a line of version 1`);
  return line as unknown as ManifestLine;
}

function isRequest(request: Request | null): boolean {
  return request !== null && typeof request === 'object'
    && typeof request.variant === 'string' && typeof request.method === 'string' && typeof request.url === 'string'
    && (!['GET', 'POST'].includes(request.method) || /^(https:\/\/|\{)/.test(request.url))
    && [null, 'json', 'form', 'rfc5322'].includes(request.body_encoding)
    && (request.body_encoding !== 'form' || (Array.isArray(request.body) && request.body.every(isPair)))
    && [request.query, request.headers, request.secrets, request.fill].every(Array.isArray)
    && [...request.query, ...request.headers].every(isPair)
    && [...request.secrets, ...request.fill].every(
      (blank) => [blank.name, blank.where, blank.key].every((part) => typeof part === 'string'))
    && (request.ok === null || (typeof request.ok === 'object' && (request.ok.status ?? request.ok.json) !== undefined))
    && typeof request.dedup_key === 'string' && DEDUP_KEY.test(request.dedup_key);
}

function isPair(pair: unknown): boolean {
  return Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
}

function object(text: string, place: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message may quote the text.
    throw new ManifestError(`${place}: not JSON`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ManifestError(`${place}: not an object`);
  }
  const found = value as Record<string, unknown>;
  if (found['v'] !== 1) throw new ManifestError(`${place}: another version than 1`);
  return found;
}
