// Judges the gateway's answer. Only what is known is certain; what cannot be told from an accident is `unsure`, for the
// message may be out. Nothing of the answer itself goes on from here: it may hold the token. `failures` is what the
// channel's answers mean that are no success; the first that matches holds.
const { request } = $('Request').first().json;
const { error, statusCode, body, data } = $input.first().json;
const { ok } = request;

const memberAt = (answer, path) => path.split('.').reduce((value, step) => value?.[step], answer);

function holds(answer) {
  if (ok.json === undefined) return true;
  const member = memberAt(answer, ok.json);
  return ok.equals === undefined ? member !== undefined && member !== null : member === ok.equals;
}

// Whether an answer is of a kind that the channel's table knows.
function matches(failure, answer) {
  if (failure.status) return failure.status.includes(statusCode);
  if (failure.json === undefined) return false;
  const member = memberAt(answer, failure.json);
  if (failure.begins !== undefined) return typeof member === 'string' && member.startsWith(failure.begins);
  if (failure.in) return failure.in.includes(member);
  return failure.equals === undefined ? member !== undefined && member !== null : member === failure.equals;
}

function judge() {
  if (error !== undefined || !ok) return ['unsure', 'connection'];
  let answer = body === undefined ? data : body;
  try {
    if (typeof answer === 'string') answer = JSON.parse(answer);
  } catch {
    answer = undefined;
  }
  const isOne = !ok.status || ok.status.includes(statusCode);
  if (isOne && holds(answer)) return ['sent', ''];
  const failure = failures.find((one) => matches(one, answer));
  if (failure && failure.class !== 'ambiguous') return ['refused', failure.reason, true];
  // Where the status means anything, 400 to 499 says that nothing was carried out; but for 408, which may be too late.
  const isRefused = !failure && ok.status && statusCode >= 400 && statusCode < 500 && statusCode !== 408;
  if (isRefused) return ['refused', statusCode === 401 || statusCode === 403 ? 'token' : 'other', true];
  if (answer === undefined && ok.json !== undefined) return ['unsure', 'not_json'];
  if (ok.json !== 'success') return ['unsure', 'no_success'];
  if (answer === true && isOne) return ['sent', ''];
  if (answer === null || typeof answer !== 'object' || answer.success !== false) return ['unsure', 'no_success'];
  return typeof answer.message === 'string' ? ['refused', 'other', false] : ['unsure', 'gateway_error'];
}

const [outcome, reason, mayRepeat = false] = judge();
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
    may_repeat: mayRepeat && !isMissed,
    // All but a number that WhatsApp does not know concerns the next lead too.
    stops: !success && !isMissed && reason !== 'number',
    // Behind which message the next of the list may go out.
    opens: success || isMissed ? request.dedup_key : '',
  },
}];
