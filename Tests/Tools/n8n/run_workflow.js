// Carries out a workflow for n8n: run_workflow.js SETTINGS, a JSON text. Prints what happened as JSON.
//
// It knows the nodes that `welcome export n8n` writes and does with each what n8n's own node of that version does. The
// scripts run by themselves, with nothing around them but what n8n gives: no require, no network.
//
// Settings: `workflow` (file), `values` (what a person types into the node Settings), `credentials` (by name), `routes`
// (other origins for those of addresses), `answers` (of providers, by origin), `memory` (file of what n8n keeps for a workflow), `psql` (its arguments),
// `crm` (file with the claims of a CRM at https://crm.example.kz), `maxSteps`. With `script` only that node runs, and
// `outputs` says what other nodes gave, its own input under `input`.

'use strict';

const { createHash } = require('node:crypto');
const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { request: plainRequest } = require('node:http');
const vm = require('node:vm');

const settings = JSON.parse(process.argv[2]);
const workflow = JSON.parse(readFileSync(settings.workflow, 'utf8'));
const nodes = new Map(workflow.nodes.map((node) => [node.name, node]));
const memory = existsSync(settings.memory) ? JSON.parse(readFileSync(settings.memory, 'utf8')) : {};
const runs = new Map();
const log = { trail: [], requests: [], waits: [] };

const targets = (name, output) => (workflow.connections[name]?.main[output] ?? []).map(({ node }) => node);

// MARK: What scripts and expressions see

function lookUp(name) {
  const outputs = runs.get(name);
  if (!outputs) return { isExecuted: false };
  // n8n finds out which output was meant; what is written for it should not depend on that.
  if ((workflow.connections[name]?.main.length ?? 0) > 1) throw new Error(`the node ${name} has several outputs`);
  const items = outputs.at(-1)[0];
  return { isExecuted: true, first: () => items[0], all: () => items };
}

function scope(items) {
  const copy = JSON.parse(JSON.stringify(items.map(({ json }) => ({ json }))));
  return {
    $: lookUp, $json: copy[0]?.json, $input: { first: () => copy[0], all: () => copy },
    $getWorkflowStaticData: (kind) => {
      if (kind !== 'global') throw new Error('static data of a node is not used');
      return memory;
    },
  };
}

function evaluate(value, items, index = 0) {
  if (Array.isArray(value)) return value.map((part) => evaluate(part, items, index));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, evaluate(part, items, index)]));
  }
  if (typeof value !== 'string' || !value.startsWith('=')) return value;
  const run = (text) => vm.runInNewContext(`(${text})`, scope([items[index]]));
  const whole = /^=\{\{((?:(?!\}\}).)*)\}\}$/s.exec(value);
  if (whole) return run(whole[1]);
  return value.slice(1).replace(/\{\{(.*?)\}\}/gs, (_, text) => String(run(text)));
}

// MARK: HTTP

function credentialOf(node, type) {
  const { name } = node.credentials[type];
  const found = settings.credentials[name];
  if (!found) throw new Error(`no credential called ${name}`);
  return found;
}

function call(method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const target = plainRequest(url, { method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers,
        body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    target.on('error', reject);
    target.end(body);
  });
}

async function exchange(node, parameters) {
  const { method = 'GET', options } = parameters;
  if (options.redirect.redirect.followRedirects !== false) throw new Error('redirects are followed');
  const url = new URL(parameters.url);
  const headers = { Host: url.host, ...(parameters.sendHeaders ? JSON.parse(parameters.jsonHeaders) : {}) };
  const type = parameters.genericAuthType;
  const credential = credentialOf(node, type);
  if (type === 'httpBasicAuth') {
    const pair = `${credential.user}:${credential.password}`;
    headers.Authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  } else if (type === 'httpHeaderAuth') {
    headers[credential.name] = credential.value;
  } else if (type === 'httpQueryAuth') {
    const pair = `${encodeURIComponent(credential.name)}=${encodeURIComponent(credential.value)}`;
    url.search = url.search === '' ? pair : `${url.search}&${pair}`;
  }
  let body;
  if (parameters.sendBody) {
    // n8n parses what it is given and writes it again.
    const isRaw = parameters.contentType === 'raw';
    body = isRaw ? parameters.body : JSON.stringify(JSON.parse(parameters.jsonBody));
    headers['Content-Type'] = isRaw ? parameters.rawContentType : 'application/json';
    headers['Content-Length'] = String(Buffer.byteLength(body));
  }
  log.requests.push({ node: node.name, method, url: url.href, body: body ?? null });
  if (url.origin === 'https://crm.example.kz') return crm(url, headers, JSON.parse(body));
  // A provider that gives one answer; what it was asked stands in the log.
  const given = settings.answers?.[url.origin];
  if (given) {
    log.requests.at(-1).headers = headers;
    return { status: given.status, headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(given.body)) };
  }
  const route = settings.routes[url.origin];
  if (!route) throw new Error(`nothing is known of ${url.origin}`);
  return call(method, `${route}${url.pathname}${url.search}`, headers, body);
}

async function httpRequest(node, items) {
  const output = [];
  for (const index of items.keys()) {
    const parameters = evaluate(node.parameters, items, index);
    const { responseFormat = 'autodetect', fullResponse, neverError } = parameters.options.response.response;
    const tries = node.retryOnFail ? node.maxTries : 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await exchange(node, parameters);
        if (!neverError && (answer.status < 200 || answer.status > 299)) throw new Error(`status ${answer.status}`);
        const text = answer.body.toString('utf8');
        if (responseFormat === 'file') {
          output.push({ json: items[index].json, binary: { data: answer.body } });
        } else if (responseFormat === 'json') {
          output.push({ json: JSON.parse(text) });
        } else if (fullResponse) {
          const isJSON = (answer.headers['content-type'] ?? '').includes('application/json');
          let value = text;
          if (isJSON) {
            try {
              value = JSON.parse(text);
            } catch {
              value = {};
            }
          }
          output.push({ json: { [isJSON ? 'body' : 'data']: value, headers: answer.headers,
            statusCode: answer.status } });
        }
        break;
      } catch (error) {
        if (attempt < tries) continue;
        if (node.onError !== 'continueRegularOutput') throw error;
        output.push({ json: { error: { message: error.message } } });
        break;
      }
    }
  }
  return [output];
}

/** The CRM: makes a row for a claim, unless it has one, or a file says that it wants none now. */
function crm(url, headers, asked) {
  const answer = (status, value) => ({ status, headers: {}, body: Buffer.from(JSON.stringify(value)) });
  if (headers.Authorization !== 'Bearer crm') return answer(401, {});
  const rows = existsSync(settings.crm) ? JSON.parse(readFileSync(settings.crm, 'utf8')) : {};
  const save = () => writeFileSync(settings.crm, JSON.stringify(rows));
  const key = url.pathname.slice('/claims/'.length);
  if (key !== '') {
    rows[key] = { ...rows[key], ...asked };
    save();
    return answer(200, {});
  }
  if (rows.waits) return answer(200, { claim: 'later' });
  if (rows[asked.dedup_key]) return answer(200, { claim: 'taken' });
  rows[asked.dedup_key] = { ...asked, outcome: 'claimed' };
  save();
  return answer(200, { claim: 'claimed', fill: { instance_id: 'sent' } });
}

// MARK: The other nodes

function postgres(node, items) {
  const { operation, query, options } = evaluate(node.parameters, items);
  if (operation !== 'executeQuery') throw new Error(`unknown operation ${operation}`);
  const literal = (value) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value));
  const statement = query.replace(/\$(\d+)/g, (_, number) => literal(options.queryReplacement[number - 1]));
  const text = execFileSync(settings.psql[0], [...settings.psql.slice(1), '--csv', '--command', statement], {
    encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [names, ...rows] = text.trim().split('\n').map((row) => row.split(','));
  if (rows.length === 0) return [[{ json: { success: true } }]];
  return [rows.map((row) => ({ json: Object.fromEntries(row.map((value, index) => [names[index], value])) }))];
}

async function code(node, items) {
  const context = vm.createContext(scope(items));
  const result = await vm.runInContext(`(async () => {${node.parameters.jsCode}\n})()`, context);
  const output = JSON.parse(JSON.stringify(result));
  const isItems = Array.isArray(output)
    && output.every((item) => item.json !== null && typeof item.json === 'object' && !Array.isArray(item.json));
  if (!isItems) throw new Error(`${node.name}: a script gives items with json`);
  return [output];
}

function check(node, items) {
  const { conditions: { conditions: [condition] } } = evaluate(node.parameters, items);
  const { leftValue, rightValue, operator: { type, operation } } = condition;
  // The type is checked strictly, as the node says.
  if (typeof leftValue !== type) throw new Error(`${node.name}: ${typeof leftValue} is not ${type}`);
  const isMet = operation === 'equals' ? leftValue === rightValue : leftValue === (operation === 'true');
  return isMet ? [items, []] : [[], items];
}

const loops = new Map();

function splitInBatches(node, items) {
  const loop = loops.get(node.name) ?? { left: [...items], done: [] };
  if (loops.has(node.name)) loop.done.push(...items);
  loops.set(node.name, loop);
  const batch = loop.left.splice(0, node.parameters.batchSize);
  return batch.length === 0 ? [loop.done, []] : [[], batch];
}

const kinds = {
  scheduleTrigger: () => [[{ json: {} }]],
  noOp: (_, items) => [items],
  set: (node) => [[{ json: Object.fromEntries(node.parameters.assignments.assignments.map(
    ({ name, value }) => [name, settings.values[name] ?? value])) }]],
  httpRequest,
  extractFromFile: ({ parameters: { binaryPropertyName, destinationKey } }, items) => [items.map((item) => ({
    json: { ...item.json, [destinationKey]: item.binary[binaryPropertyName].toString('utf8') }, binary: item.binary }))],
  crypto: ({ parameters: { binaryPropertyName, dataPropertyName, encoding, type } }, items) => [items.map((item) => ({
    json: { ...item.json,
      [dataPropertyName]: createHash(type).update(item.binary[binaryPropertyName]).digest(encoding) } }))],
  code,
  splitInBatches,
  postgres,
  if: check,
  wait: (node, items) => {
    const { amount, unit } = evaluate(node.parameters, items);
    log.waits.push(unit === 'seconds' ? amount : NaN);
    return [items];
  },
  stopAndError: (node, items) => {
    throw new Error(evaluate(node.parameters, items).errorMessage);
  },
};

async function runScript() {
  for (const [name, json] of Object.entries(settings.outputs)) runs.set(name, [[[{ json }]]]);
  const result = { json: null, error: null };
  try {
    const [[item]] = await code(nodes.get(settings.script), [{ json: settings.outputs.input }]);
    result.json = item.json;
  } catch (error) {
    result.error = error.message;
  }
  process.stdout.write(JSON.stringify(result));
}

async function main() {
  if (settings.script) return runScript();
  const start = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
  const queue = [[start.name, []]];
  let error = null;
  try {
    for (let step = 0; queue.length > 0; step += 1) {
      if (step === (settings.maxSteps ?? 1000)) throw new Error('too many steps');
      const [name, items] = queue.shift();
      const node = nodes.get(name);
      const perform = kinds[node.type.replace('n8n-nodes-base.', '')];
      if (!perform) throw new Error(`unknown node ${node.type}`);
      log.trail.push(name);
      const outputs = await perform(node, items);
      runs.set(name, [...(runs.get(name) ?? []), outputs]);
      outputs.forEach((output, index) => {
        if (output.length > 0) targets(name, index).forEach((target) => queue.push([target, output]));
      });
    }
  } catch (thrown) {
    error = thrown.message;
  }
  writeFileSync(settings.memory, JSON.stringify(memory));
  process.stdout.write(JSON.stringify({ ...log, error }));
}

void main();
