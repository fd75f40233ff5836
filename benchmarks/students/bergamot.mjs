// Bergamot, the engine of Firefox, as WebAssembly in Node: the same questions and answers as
// benchmarks/translation/children.py.
//
//     node bergamot.mjs PACKAGE FOLDER
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import {pathToFileURL} from 'node:url';

const [packed, folder] = process.argv.slice(2);
const {LatencyOptimisedTranslator, TranslatorBacking} =
  await import(pathToFileURL(path.join(packed, 'translator.js')));

function bytes(ending) {
  const name = fs.readdirSync(folder).find((each) => each.endsWith(ending));
  const content = fs.readFileSync(path.join(folder, name));
  return content.buffer.slice(content.byteOffset, content.byteOffset + content.length);
}

class Local extends TranslatorBacking {
  async loadModelRegistery() {
    return [{from: 'aa', to: 'bb', files: {}}];
  }

  async loadTranslationModel() {
    return {
      model: bytes('.alphas.bin'),
      shortlist: bytes('.s2t.bin'),
      vocabs: [bytes('.spm')],
      qualityModel: null,
      config: {},
    };
  }
}

const options = {cacheSize: 0, pivotLanguage: null};
const began = {cpu: process.cpuUsage(), wall: performance.now(), rss: process.memoryUsage().rss};
const translator = new LatencyOptimisedTranslator(options, new Local(options));

async function translate(text) {
  return (await translator.translate({from: 'aa', to: 'bb', text, html: false})).target.text;
}

function processorSeconds(since) {
  const spent = process.cpuUsage(since);
  return (spent.user + spent.system) / 1e6;
}

function peak() {
  return process.resourceUsage().maxRSS * 1024;
}

async function timed(text) {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  await translate(text);
  return {wall_s: (performance.now() - wall) / 1e3, cpu_s: processorSeconds(cpu)};
}

async function answer({ask, ids, calls}) {
  if (ask === 'tokens') {
    const said = [];
    for (const text of ids) said.push(await translate(text));
    return said;
  }
  if (ask === 'memory') return peak();
  await translate(ids);
  if (ask === 'started') {
    const wall_s = (performance.now() - began.wall) / 1e3;
    return {cpu_s: processorSeconds(began.cpu), wall_s, peak_bytes: peak() - began.rss};
  }
  const found = [];
  for (let call = 0; call < calls; call++) found.push(await timed(ids));
  return found;
}

for await (const line of readline.createInterface({input: process.stdin})) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
await translator.delete();
