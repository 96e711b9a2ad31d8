// Sends the requests of one line, each at most once. Nothing here repeats, follows a redirect or writes a log, and
// nothing it returns or throws holds a secret or a word of an answer, for ChatFlow's answers echo a refused token.

import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

import type { Blank, ManifestLine, Pair, Request } from './line';

/** Unique rows, by which no request is made twice. */
export interface ClaimStore {
  /** Makes the row of `key`, durably, before anything is sent; `false` when there is one already. */
  claim(key: string): Promise<boolean>;
  /** Notes what became of a claimed request. A row that is never settled is as good as `unsure`. */
  settle(key: string, outcome: Outcome): Promise<void>;
}

/** What became of a request. */
export type Outcome =
  | { readonly kind: 'sent' }
  /** Nothing went out. `mayRepeat` where that is certain: then a person may release the claim. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly mayRepeat: boolean }
  /** The message may be out: never repeated, for a person to look at. */
  | { readonly kind: 'unsure'; readonly reason: UnsureReason };

export type RefusalReason = 'unreachable' | 'token' | 'instance' | 'number' | 'parameters' | 'other';
export type UnsureReason = 'timeout' | 'connection' | 'not_json' | 'too_long' | 'gateway_error' | 'no_success';

/** No request was made, and no claim is left behind. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly reason: 'not_ready' | 'expired' | 'claimed';
}

/** What only the CRM has, by the names that `secrets` and `fill` of a request ask for. */
export interface Values {
  readonly secrets: Readonly<Record<string, string>>;
  readonly fill: Readonly<Record<string, string>>;
}

export interface SendOptions {
  /** How long an answer is waited for, in milliseconds. ChatFlow was seen to take more than 30 s; 90 s unless told. */
  readonly timeLimit?: number;
  /** Where a request goes instead of the manifest's address: a proxy, or a stand-in in tests. */
  readonly route?: (address: URL) => URL;
  readonly now?: () => Date;
}

/** The line cannot be sent as it stands, or a value is missing. Nothing was claimed or sent. */
export class SendError extends Error {
  override readonly name = 'SendError';
}

/**
 * Sends a line: claims each request, makes it, settles it; stops at the first that was not sent.
 *
 * Everything that can be wrong with the line or the values is found before the claim.
 */
export async function send(
  line: ManifestLine, values: Values, store: ClaimStore, options: SendOptions = {},
): Promise<Outcome | Skipped> {
  if (line.state !== 'ready' || line.requests.length === 0) return { kind: 'skipped', reason: 'not_ready' };
  const today = (options.now?.() ?? new Date()).toISOString().slice(0, 10);
  if (line.expires_on !== null && line.expires_on < today) return { kind: 'skipped', reason: 'expired' };
  const calls = line.requests.map((request) => makeCall(request, values, options));
  for (const call of calls) {
    if (!(await store.claim(call.key))) return { kind: 'skipped', reason: 'claimed' };
    const outcome = await perform(call, options.timeLimit ?? 90_000);
    await store.settle(call.key, outcome);
    if (outcome.kind !== 'sent') return outcome;
  }
  return { kind: 'sent' };
}

/** Whether the tenant's other leads have to wait for a person: all but a number that WhatsApp does not know. */
export function stopsTenant(outcome: Outcome): boolean {
  return outcome.kind === 'unsure' || (outcome.kind === 'refused' && outcome.reason !== 'number');
}

// MARK: The request

interface Call {
  readonly key: string;
  readonly method: string;
  readonly address: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly successKey: string;
}

const JID = /^[1-9][0-9]{6,14}@s\.whatsapp\.net$/;

function makeCall(request: Request, values: Values, options: SendOptions): Call {
  if (request.body !== null) throw new SendError('a request with a body is of a later version');
  const headers = Object.fromEntries(request.headers);
  const query: Pair[] = [];
  const put = (blank: Blank, given: Readonly<Record<string, string>>): void => {
    const value = given[blank.name];
    if (!value) throw new SendError(`a value for ${blank.name} is missing`);
    if (blank.name === 'jid' && !JID.test(value)) throw new SendError('jid is not a number at s.whatsapp.net');
    if (blank.where === 'query') query.push([blank.key, value]);
    else if (blank.where === 'bearer') headers['Authorization'] = `Bearer ${value}`;
    else if (blank.where === 'basic') headers['Authorization'] = `Basic ${Buffer.from(value).toString('base64')}`;
    else if (blank.where === 'header') headers[blank.key] = value;
    else throw new SendError(`no place for ${blank.name}`);
  };
  request.secrets.forEach((blank) => put(blank, values.secrets));
  request.fill.forEach((blank) => put(blank, values.fill));
  query.push(...request.query);
  return {
    key: request.dedup_key,
    method: request.method,
    address: address(request.url, query, options),
    headers,
    successKey: request.ok.json,
  };
}

function address(base: string, query: readonly Pair[], options: SendOptions): URL {
  try {
    const url = new URL(base);
    url.search = query.map((pair) => pair.map((part) => encodeURIComponent(part)).join('=')).join('&');
    return options.route ? options.route(url) : url;
  } catch {
    // The thrown text may hold the whole address.
    throw new SendError('the address or a value cannot be written as a URL');
  }
}

// MARK: The answer

const MAX_ANSWER_BYTES = 1 << 20;
/** Errors of a connection that was never made. */
const UNREACHABLE = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH'];

/** Makes the request on a connection of its own: a kept one may be closed under it, which leaves one in doubt. */
function perform(call: Call, timeLimit: number): Promise<Outcome> {
  return new Promise((resolve) => {
    let isConnected = false;
    const start = call.address.protocol === 'http:' ? httpRequest : httpsRequest;
    const request = start(call.address, { method: call.method, headers: call.headers, agent: false });
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
      request.destroy();
    };
    const timer = setTimeout(() => end({ kind: 'unsure', reason: 'timeout' }), timeLimit);
    request.on('socket', (socket) => {
      socket.on('connect', () => {
        isConnected = true;
      });
    });
    request.on('error', (error: unknown) => {
      const isUnreachable = !isConnected && UNREACHABLE.includes(String((error as { code?: unknown }).code));
      end(isUnreachable ? refused('unreachable') : { kind: 'unsure', reason: 'connection' });
    });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) end({ kind: 'unsure', reason: 'too_long' });
      });
      response.on('end', () => end(judge(Buffer.concat(chunks).toString('utf8'), call.successKey)));
      response.on('error', () => end({ kind: 'unsure', reason: 'connection' }));
      response.on('close', () => end({ kind: 'unsure', reason: 'connection' }));
    });
    request.end();
  });
}

/** ChatFlow's own sentences, all said before it sends. The status is 200 whatever it says. */
const SENTENCES: readonly (readonly [RegExp, RefusalReason])[] = [
  [/^Please add token$/, 'token'],
  [/^Either your instance_id is invalid or your instance is not longer connected$/, 'instance'],
  [/^This number is not found on WhatsApp$/, 'number'],
  [/^Parameter \[.*\] are required!$/, 'parameters'],
];

/** Judges an answer. Only known words are certain; one that cannot be told from an accident is `unsure`. */
export function judge(answer: string, successKey = 'success'): Outcome {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return { kind: 'unsure', reason: 'not_json' };
  }
  // Some gateways answer with a bare `true`.
  if (value === true) return { kind: 'sent' };
  if (value === null || typeof value !== 'object') return { kind: 'unsure', reason: 'no_success' };
  const members = value as Readonly<Record<string, unknown>>;
  if (members[successKey] === true) return { kind: 'sent' };
  const said = [members['message'], members['msg']].find((text): text is string => typeof text === 'string');
  const known = SENTENCES.find(([sentence]) => said !== undefined && sentence.test(said));
  if (known) return refused(known[1]);
  if (members[successKey] !== false) return { kind: 'unsure', reason: 'no_success' };
  // An error thrown inside the gateway, perhaps after it had sent, comes under `msg`; a refusal under `message`.
  if (typeof members['message'] !== 'string') return { kind: 'unsure', reason: 'gateway_error' };
  return { kind: 'refused', reason: 'other', mayRepeat: false };
}

function refused(reason: RefusalReason): Outcome {
  return { kind: 'refused', reason, mayRepeat: true };
}
