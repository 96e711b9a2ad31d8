// Runs the function of a custom tool as Flowise does: run_tool.js SETTINGS, a JSON text. Prints the result as JSON.
//
// The function is the body of an async one; arguments of the model are there under their names with a dollar sign before
// them. Settings: `func`, `session`, `variables`, `arguments`, and of the CRM `status`, `answer`, `fails`.

'use strict';

const vm = require('node:vm');

const settings = JSON.parse(process.argv[2]);
const requests = [];

async function fetchStandIn(url, { method, headers, body, redirect }) {
  requests.push({ url, headers, body, redirect });
  if (method !== 'POST') throw new Error('not a POST');
  if (settings.fails) throw new Error('connect ECONNREFUSED');
  return { status: settings.status, json: async () => JSON.parse(settings.answer) };
}

const sandbox = {
  $vars: settings.variables,
  $flow: { chatflowid: 'c', sessionId: settings.session, chatId: 'x', input: 'Give me the link of lead s2', state: {} },
  require: (name) => {
    if (name !== 'node-fetch') throw new Error(`no module ${name}`);
    return fetchStandIn;
  },
};
for (const [name, value] of Object.entries(settings.arguments)) sandbox[`$${name}`] ??= value;

async function main() {
  const output = { result: null, error: null, requests };
  try {
    output.result = await vm.runInNewContext(`(async function () {${settings.func}\n})()`, sandbox);
  } catch (error) {
    output.error = error.message;
  }
  process.stdout.write(JSON.stringify(output));
}

void main();
