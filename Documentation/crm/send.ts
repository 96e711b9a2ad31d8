// Sends the requests of one line, each at most once. Nothing here repeats, follows a redirect or writes a log, and
// nothing it returns or throws holds a secret or a word of an answer, for ChatFlow's answers echo a refused token.

import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

import { FAILURES, type Failure } from './answers';
import type { Blank, ManifestLine, Pair, Request, Success } from './line';

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
  /** Makes requests that are no HTTP: mail by SMTP, calls of a library. Without it they are refused. */
  readonly carry?: (request: Request, values: Values) => Promise<Outcome>;
}

/** The line cannot be sent as it stands, or a value is missing. Nothing was claimed or sent. */
export class SendError extends Error {
  override readonly name = 'SendError';
}

/** Requests of these variants bring what the page has anyhow: one that was not sent keeps nothing else back. */
const MEDIA: readonly string[] = ['audio', 'image', 'document', 'media'];

/**
 * Sends a line: claims each request, makes it, settles it; stops at the first text that was not sent.
 *
 * The key of the first request stands for the whole list, whatever the channel: where it is taken, the lead was greeted
 * by this list, a longer or a shorter one, and nothing is sent. Everything that can be wrong with the line or the values
 * is found before that claim.
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
    const outcome = call.carry ? await call.carry() : await perform(call, options.timeLimit ?? 90_000);
    await store.settle(call.key, outcome);
    if (outcome.kind !== 'sent' && (!call.isMedium || stopsSession(outcome))) return outcome;
  }
  return { kind: 'sent' };
}

/** Whether the tenant's other leads have to wait for a person: all but a number that WhatsApp does not know. */
export function stopsTenant(outcome: Outcome): boolean {
  return outcome.kind === 'unsure' || (outcome.kind === 'refused' && outcome.reason !== 'number');
}

/** Whether the requests behind a medium would fail for the same reason. */
function stopsSession(outcome: Outcome): boolean {
  return outcome.kind === 'refused' && ['unreachable', 'token', 'instance', 'number'].includes(outcome.reason);
}

// MARK: The request

interface Call {
  readonly key: string;
  readonly channel: string;
  readonly method: string;
  readonly address: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly ok: Success | null;
  readonly isMedium: boolean;
  readonly carry: (() => Promise<Outcome>) | undefined;
}

const JID = /^[1-9][0-9]{6,14}@s\.whatsapp\.net$/;

/** What a value that names the recipient has to look like, by the names that `fill` uses. */
const RECIPIENTS: Readonly<Record<string, RegExp>> = {
  jid: JID,
  wid: /^[1-9][0-9]{6,14}@c\.us$/,
  digits: /^[1-9][0-9]{6,14}$/,
  e164: /^\+[1-9][0-9]{6,14}$/,
  whatsapp_e164: /^whatsapp:\+[1-9][0-9]{6,14}$/,
  chat_id: /^[1-9][0-9]{0,15}$/,
  email: /^[^\s@<>,;"]+@[A-Za-z0-9.-]+$/,
};

function makeCall(request: Request, values: Values, options: SendOptions): Call {
  const headers: Record<string, string> = Object.fromEntries(request.headers);
  const query: Pair[] = [];
  let url = request.url;
  let body: unknown = JSON.parse(JSON.stringify(request.body));
  const put = (blank: Blank, given: Readonly<Record<string, string>>): void => {
    const value = given[blank.name];
    if (!value) throw new SendError(`a value for ${blank.name} is missing`);
    const form = RECIPIENTS[blank.name];
    if (blank.name === 'jid' && !JID.test(value)) throw new SendError('jid is not a number at s.whatsapp.net');
    if (form && !form.test(value)) throw new SendError(`${blank.name} is not what is due`);
    if (blank.where === 'query') query.push([blank.key, value]);
    else if (blank.where === 'bearer') headers['Authorization'] = `Bearer ${value}`;
    else if (blank.where === 'basic') headers['Authorization'] = `Basic ${Buffer.from(value).toString('base64')}`;
    else if (blank.where === 'header') headers[blank.key] = (blank.prefix ?? '') + value;
    // An address of its own stands at the beginning; anything else is one part of a path.
    else if (blank.where === 'path') url = url.replace(`{${blank.name}}`, () => part(url, blank.name, value));
    else body = withMember(body, blank, value);
  };
  request.secrets.forEach((blank) => put(blank, values.secrets));
  request.fill.forEach((blank) => put(blank, values.fill));
  query.push(...request.query);
  const isHTTP = ['GET', 'POST'].includes(request.method);
  if (!isHTTP && !options.carry) throw new SendError(`${request.channel} needs something that carries its requests`);
  const { carry } = options;
  return {
    key: request.dedup_key,
    channel: request.channel,
    method: request.method,
    address: isHTTP ? address(url, query, options) : new URL('about:blank'),
    headers,
    body: encoded(body, request),
    ok: request.ok,
    isMedium: MEDIA.includes(request.variant),
    carry: isHTTP || !carry ? undefined : () => carry(request, values),
  };
}

function part(url: string, name: string, value: string): string {
  // A part of a host's name may not end that name.
  if (url.startsWith(`https://{${name}}.`) && !/^[a-z0-9-]{1,63}$/.test(value)) {
    throw new SendError(`${name} is not a part of a host's name`);
  }
  if (url.startsWith(`{${name}}`)) {
    if (!/^https?:\/\/[^\s?#]+$/.test(value)) throw new SendError(`${name} is not an address`);
    return value.replace(/\/$/, '');
  }
  // A bot's token has a colon, which belongs into a path.
  return encodeURIComponent(value).replace(/%3A/g, ':');
}

/** Puts a value into a body: into a form as a pair, into JSON by the names on the way to its place. */
function withMember(body: unknown, blank: Blank, value: string): unknown {
  // A chat's id is a number wherever the manifest names one.
  const member: unknown = blank.name === 'chat_id' ? Number(value) : value;
  if (Array.isArray(body)) return [...(body as unknown[]), [blank.key, value]];
  let place = body as Record<string, unknown>;
  const steps = blank.key.split('.');
  const last = steps.pop() ?? '';
  for (const step of steps) place = place?.[step] as Record<string, unknown>;
  if (place === null || typeof place !== 'object') throw new SendError(`no place for ${blank.name}`);
  place[last] = member;
  return body;
}

function encoded(body: unknown, request: Request): string | undefined {
  if (request.body_encoding === 'json') return JSON.stringify(body);
  if (request.body_encoding !== 'form') return undefined;
  return (body as Pair[]).map((pair) => pair.map((text) => encodeURIComponent(text)).join('=')).join('&');
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
    const headers: Record<string, string> = { ...call.headers };
    if (call.body !== undefined) headers['Content-Length'] = String(Buffer.from(call.body).length);
    const request = start(call.address, { method: call.method, headers, agent: false });
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
      const status = response.statusCode ?? 0;
      response.on('end', () => end(judge(Buffer.concat(chunks).toString('utf8'), call.ok, status, call.channel)));
      response.on('error', () => end({ kind: 'unsure', reason: 'connection' }));
      response.on('close', () => end({ kind: 'unsure', reason: 'connection' }));
    });
    request.end(call.body);
  });
}

/**
 * Judges an answer. Only what is known is certain; one that cannot be told from an accident is `unsure`.
 *
 * What the channel's own table does not know is judged by its status where that says anything (ChatFlow's does not):
 * from 400 to 499 nothing was carried out, but for 408.
 */
export function judge(
  answer: string, ok: Success | null = CHATFLOW, status = 200, channel = 'chatflow',
): Outcome {
  // Without a rule nobody but a person can tell.
  if (ok === null) return { kind: 'unsure', reason: 'no_success' };
  let value: unknown;
  let isJSON = true;
  try {
    value = JSON.parse(answer);
  } catch {
    isJSON = false;
  }
  const isOne = ok.status?.includes(status) ?? true;
  if (isOne && holds(value, ok)) return { kind: 'sent' };
  const failure = FAILURES[channel]?.find((failure) => matches(failure, value, status));
  if (failure && failure.class !== 'ambiguous') return refused(failure.reason ?? 'other');
  const isRefused = !failure && ok.status !== undefined && status >= 400 && status < 500 && status !== 408;
  if (isRefused) return refused(status === 401 || status === 403 ? 'token' : 'other');
  if (!isJSON && ok.json !== undefined) return { kind: 'unsure', reason: 'not_json' };
  if (ok.json !== 'success') return flatRefusal(value, ok) ?? { kind: 'unsure', reason: 'no_success' };
  // Some gateways answer with a bare `true`.
  if (value === true && isOne) return { kind: 'sent' };
  if (value === null || typeof value !== 'object') return { kind: 'unsure', reason: 'no_success' };
  const members = value as Readonly<Record<string, unknown>>;
  if (members['success'] !== false) return { kind: 'unsure', reason: 'no_success' };
  // An error thrown inside the gateway, perhaps after it had sent, comes under `msg`; a refusal under `message`.
  if (typeof members['message'] !== 'string') return { kind: 'unsure', reason: 'gateway_error' };
  return { kind: 'refused', reason: 'other', mayRepeat: false };
}

const CHATFLOW: Success = { json: 'success', equals: true };

/** The member that a path names; `undefined` where there is none. */
function memberAt(value: unknown, path: string): unknown {
  let member: unknown = value;
  for (const step of path.split('.')) {
    if (member === null || typeof member !== 'object') return undefined;
    member = (member as Readonly<Record<string, unknown>>)[step];
  }
  return member;
}

/** Whether the member that a rule names is what it is to be, or is there at all; true where it names none. */
function holds(value: unknown, ok: Success): boolean {
  if (ok.json === undefined) return true;
  const member = memberAt(value, ok.json);
  return ok.equals === undefined ? member !== undefined && member !== null : member === ok.equals;
}

/** Whether an answer is of a kind that the channel's table knows; those that are no answer are not asked for here. */
function matches(failure: Failure, value: unknown, status: number): boolean {
  if (failure.status) return failure.status.includes(status);
  if (failure.json === undefined) return false;
  const member = memberAt(value, failure.json);
  if (failure.begins !== undefined) return typeof member === 'string' && member.startsWith(failure.begins);
  if (failure.in) return typeof member === 'number' && failure.in.includes(member);
  return failure.equals === undefined ? member !== undefined && member !== null : member === failure.equals;
}

/** A plain `false` in the place of success is an answer, and not an accident. */
function flatRefusal(value: unknown, ok: Success): Outcome | undefined {
  return ok.equals === true && holds(value, { json: ok.json ?? '' }) ? refused('other') : undefined;
}

function refused(reason: RefusalReason): Outcome {
  return { kind: 'refused', reason, mayRepeat: true };
}
