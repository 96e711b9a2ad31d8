// Puts values into the request as the manifest says. Secrets are not here: n8n adds them from its credential.
const { request } = $('Request').first().json;
// The CRM's answer to a claim may hold values of this lead, such as the instance that it wrote to.
const given = $input.first().json.fill;
const values = { ...$('Settings').first().json, ...(given && typeof given === 'object' ? given : {}) };

let address = request.url;
const query = [];
const headers = Object.fromEntries(request.headers);
const body = request.body === null ? null : JSON.parse(JSON.stringify(request.body));
for (const { name, where, key, prefix = '' } of request.fill) {
  const value = values[name];
  if (typeof value !== 'string' || value === '') throw new Error(`a value for ${name} is missing`);
  if (where === 'query') {
    query.push([key, value]);
  } else if (where === 'header') {
    headers[key] = prefix + value;
  } else if (where === 'path') {
    // What stands at the beginning is an address of its own; anything else is one part of a path.
    const isAddress = address.startsWith(`{${name}}`);
    if (isAddress && !/^https?:\/\/[^\s?#{}]+$/.test(value)) throw new Error(`${name} is not an address`);
    // A part of a host's name may not end that name.
    if (address.startsWith(`https://{${name}}.`) && !/^[a-z0-9-]{1,63}$/.test(value)) {
      throw new Error(`${name} is not a part of a host's name`);
    }
    address = address.replace(`{${name}}`, () => (isAddress ? value.replace(/\/$/, '') : encodeURIComponent(value)));
  } else if (where === 'body' && Array.isArray(body)) {
    body.push([key, value]);
  } else if (where === 'body') {
    const steps = key.split('.');
    const last = steps.pop();
    steps.reduce((place, step) => place[step], body)[last] = value;
  } else {
    throw new Error(`no place for ${name}`);
  }
}
const encoded = (pairs) => pairs.map((pair) => pair.map((part) => encodeURIComponent(part)).join('=')).join('&');
query.push(...request.query);
const url = query.length === 0 ? address : `${address}?${encoded(query)}`;
const text = { json: JSON.stringify, form: encoded }[request.body_encoding];
return [{
  json: {
    method: request.method,
    url,
    headers: JSON.stringify(headers),
    content_type: headers['Content-Type'] ?? '',
    body: text ? text(body) : '',
  },
}];
