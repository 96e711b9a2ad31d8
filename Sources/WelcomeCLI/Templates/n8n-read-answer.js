// Judges the gateway's answer. Only what is known is certain; what cannot be told from an accident is `unsure`, for the
// message may be out. Nothing of the answer itself goes on from here: it may hold the token.
const { request } = $('Request').first().json;
const { error, statusCode, body, data } = $input.first().json;
const { ok } = request;

// What ChatFlow says before it sends anything: nothing went out. Its status is 200 whatever it says.
const sentences = [
  [/^Please add token$/, 'token'],
  [/^Either your instance_id is invalid or your instance is not longer connected$/, 'instance'],
  [/^This number is not found on WhatsApp$/, 'number'],
  [/^Parameter \[.*\] are required!$/, 'parameters'],
];

function holds(answer) {
  if (ok.json === undefined) return true;
  const member = ok.json.split('.').reduce((value, step) => value?.[step], answer);
  return ok.equals === undefined ? member !== undefined && member !== null : member === ok.equals;
}

function judge() {
  if (error !== undefined || !ok) return ['unsure', 'connection'];
  let answer = body === undefined ? data : body;
  try {
    if (typeof answer === 'string') answer = JSON.parse(answer);
  } catch {
    answer = undefined;
  }
  if (ok.status) {
    if (ok.status.includes(statusCode) && holds(answer)) return ['sent', ''];
    // Where the status means anything, 400 to 499 says that nothing was carried out; but for 408, which may be too late.
    const isRefused = statusCode >= 400 && statusCode < 500 && statusCode !== 408;
    if (isRefused) return ['refused', statusCode === 401 || statusCode === 403 ? 'token' : 'other'];
  } else if (answer === true || holds(answer)) {
    return ['sent', ''];
  }
  if (answer === undefined) return ['unsure', 'not_json'];
  if (answer === null || typeof answer !== 'object') return ['unsure', 'no_success'];
  const said = [answer.message, answer.msg].find((text) => typeof text === 'string');
  const known = sentences.find(([sentence]) => sentence.test(said));
  if (known) return ['refused', known[1]];
  if (answer.success !== false) return ['unsure', 'no_success'];
  return typeof answer.message === 'string' ? ['refused', 'other'] : ['unsure', 'gateway_error'];
}

const [outcome, reason] = judge();
const success = outcome === 'sent';
// A medium that did not arrive keeps nothing else back, for the page has it; unless the next would fail for its reason.
const isMedium = ['audio', 'image', 'document', 'media'].includes(request.variant);
const isMissed = isMedium && !success && !['token', 'instance', 'number'].includes(reason);
return [{
  json: {
    success,
    outcome: isMissed ? 'missed' : outcome,
    reason,
    // Only a person who has removed the cause may repeat; nothing here does.
    may_repeat: outcome === 'refused' && !isMissed && reason !== 'other',
    // All but a number that WhatsApp does not know concerns the next lead too.
    stops: !success && !isMissed && reason !== 'number',
    // Behind which message the next of the list may go out.
    opens: success || isMissed ? request.dedup_key : '',
  },
}];
