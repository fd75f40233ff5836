/**
 * Bundles in ONNX Runtime Web, and bergamot, the engine of Firefox, each in a page of one Chromium: what
 * benchmarks/web.py asks on a pipe, questions and answers as JSON, one a line.
 *
 *     node peers/bergamot/main.mjs CHROMIUM PLACES
 *
 * PLACES: the file of a document of contenders by name, {"bundle": FOLDER} or {"marian": FOLDER}.
 */
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { chromium } from "playwright-core";
import { build } from "vite";

const HTML = '<!doctype html><link rel="icon" href="data:," />';
const KINDS = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "no-store",
};
const [executablePath, places] = process.argv.slice(2);
const contenders = JSON.parse(await readFile(places, "utf-8"));
const root = resolve(import.meta.dirname, "../..");
const made = await mkdtemp(join(tmpdir(), "mobilec-bergamot-"));
await build({
  configFile: false,
  root,
  base: "./",
  logLevel: "error",
  build: {
    outDir: made,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: join(import.meta.dirname, "Page.ts"),
      output: { entryFileNames: "page.js" },
    },
  },
  worker: { format: "es" },
});
const folders = {
  own: made,
  peer: join(root, "node_modules/@browsermt/bergamot-translator"),
  ...Object.fromEntries(
    Object.entries(contenders).map(([name, at]) => [name, at.bundle ?? at.marian]),
  ),
};

/** Address to the bytes that were given, of the page that is asked about. */
let given = {};
const server = createServer(async ({ url }, response) => {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  const [, place, ...path] = decodeURIComponent(new URL(url, "http://localhost").pathname).split(
    "/",
  );
  if (place === "") {
    response.setHeader("content-type", "text/html");
    response.end(HTML);
    return;
  }
  const file = join(folders[place], ...path);
  given[`${place}/${path.join("/")}`] = file;
  response.setHeader("content-type", KINDS[extname(file)] ?? "application/octet-stream");
  createReadStream(file).pipe(response);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const address = `http://127.0.0.1:${server.address().port}/`;
const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath, args });
const pages = {};
const processes = {};
const session = await browser.newBrowserCDPSession();

/** Processes of pages: id to the seconds that a processor worked for it, of all its threads. */
async function worked() {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  return new Map(renderers.map(({ id, cpuTime }) => [id, cpuTime]));
}

/** In the page: `ask(text)` answers {answer, page_ms, ...}. */
async function ownIn([name, paths]) {
  await import("/own/page.js");
  window.ask = await window.opened(`/${name}`, paths);
}

async function peerIn([name, files]) {
  const { LatencyOptimisedTranslator, TranslatorBacking } = await import("/peer/translator.js");
  const bytes = async (ending) => {
    const file = files.find((each) => each.endsWith(ending));
    return (await fetch(`/${name}/${file}`)).arrayBuffer();
  };
  class Local extends TranslatorBacking {
    async loadModelRegistery() {
      return [{ from: "aa", to: "bb", files: {} }];
    }

    async loadTranslationModel() {
      const [model, shortlist, vocabulary] = await Promise.all(
        [".alphas.bin", ".s2t.bin", ".spm"].map(bytes),
      );
      return { model, shortlist, vocabs: [vocabulary], qualityModel: null, config: {} };
    }
  }
  const options = { cacheSize: 0, pivotLanguage: null };
  const translator = new LatencyOptimisedTranslator(options, new Local(options));
  window.ask = async (text) => {
    const said = await translator.translate({ from: "aa", to: "bb", text, html: false });
    return { answer: said.target.text };
  };
}

async function listed(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((file) => relative(folder, join(file.parentPath, file.name)));
}

/** A page that was never here, to its first answer; the one of before is closed. */
async function started(name, text) {
  await pages[name]?.context().close();
  given = {};
  const began = performance.now();
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  const { bundle, marian } = contenders[name];
  const inside = bundle ? ownIn : peerIn;
  await page.evaluate(inside, [name, await listed(bundle ?? marian)]);
  await page.evaluate((text) => window.ask(text), text);
  const seconds = (performance.now() - began) / 1e3;
  pages[name] = page;
  delete processes[name];
  const taken = new Set(Object.values(processes));
  const free = [...(await worked())].filter(([id]) => !taken.has(id));
  // Browsers hold an empty process ready; the one that translated has worked more.
  [processes[name]] = free.reduce((one, other) => (other[1] > one[1] ? other : one));
  const cpu_seconds = (await worked()).get(processes[name]);
  return { seconds, cpu_seconds, files: { ...given } };
}

async function weighed(files) {
  const sizes = {};
  for (const [name, file] of Object.entries(files)) {
    const { size } = await stat(file);
    const packed = await promisify(gzip)(await readFile(file), { level: 9 });
    sizes[name] = { bytes: size, gzip_bytes: packed.length };
  }
  return sizes;
}

/** Milliseconds of each call, from the page to the worker and back. */
function times(name, text, calls) {
  return pages[name].evaluate(
    async ([text, calls]) => {
      const found = [];
      for (let call = 0; call < calls; call++) {
        const began = performance.now();
        const said = await window.ask(text);
        found.push({ page_ms: performance.now() - began, ...said });
      }
      return found;
    },
    [text, calls],
  );
}

/** Bytes of a process's pages that no other has, as Linux counts them. */
async function owned(id) {
  const said = await readFile(`/proc/${id}/smaps_rollup`, "utf-8");
  const kilobytes = [...said.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)];
  return kilobytes.reduce((sum, [, count]) => sum + 1024 * Number(count), 0);
}

const answers = {
  started: async ({ name, text, weigh }) => {
    const { files, ...said } = await started(name, text);
    return { ...said, ...(weigh ? { files: await weighed(files) } : {}) };
  },
  times: ({ name, text, calls }) => times(name, text, calls),
  memory: ({ name }) => owned(processes[name]),
  cpu: async ({ name }) => (await worked()).get(processes[name]),
  version: async () => browser.version(),
};
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answers[asked.ask](asked))}\n`);
}
await browser.close();
server.close();
await rm(made, { recursive: true });
