// Takes what was read apart: an item for each request of each line that is ready for this tenant and channel.
const { tenant, channel, claims_url, ...values } = $('Settings').first().json;

// No line is used before every file is what the pointer says. The later line of a page wins.
const files = $input.all().map(({ json: { file, sha256, lines, hash, text } }) => {
  const rows = text.split('\n');
  if (hash !== sha256 || rows.pop() !== '' || rows.length !== lines) {
    throw new Error(`${file}: not what the pointer says; nothing of it was used`);
  }
  return rows.map((row) => JSON.parse(row));
});
const pages = new Map();
for (const line of files.flat()) {
  if (line.v !== 1) throw new Error('a line of another version than 1');
  pages.set(JSON.stringify([line.tenant, line.lead, line.slot]), line);
}

const today = new Date().toISOString().slice(0, 10);
const items = [];
for (const { state, expires_on, lead, slot, requests, ...line } of pages.values()) {
  if (state !== 'ready' || line.tenant !== tenant || (expires_on !== null && expires_on < today)) continue;
  if (requests.some((request) => request.channel !== channel)) continue;
  requests.forEach((request, index) => {
    // Where the CRM keeps the claims, it gives values with each; else they must be here before anything is claimed.
    const missing = request.fill.find(({ name }) => !claims_url && !values[name]);
    if (missing) throw new Error(`Settings: a value for ${missing.name} is missing; add it to the node`);
    // A further message of a list names the one before it.
    const after = index > 0 ? requests[index - 1].dedup_key : '';
    items.push({ json: { tenant, channel, lead, slot, after, is_last: index === requests.length - 1, request } });
  });
}
// With nothing to send the loop does not run, so this is where the build is dealt with.
if (items.length === 0) {
  const { build } = $('Read the pointer').first().json;
  Object.assign($getWorkflowStaticData('global'), { build, tenant, channel });
}
return items;
