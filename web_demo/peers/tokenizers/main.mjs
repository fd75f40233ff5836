/**
 * The page's tokenizers beside the package @huggingface/tokenizers, in Chromium.
 *
 *     node peers/tokenizers/main.mjs CHROMIUM FIXTURES OUT [NAME...]
 *
 * FIXTURES: folders as tests/fixtures/tokenizers.py makes them. Whatever is measured has a browser's context
 * of its own, and both take turns. OUT is written at the end: JSON, by tokenizer and maker.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { build } from "vite";

const PASSES = 3;
const READY = 5;
const HTML = '<!doctype html><link rel="icon" href="data:," />';
const [executablePath, fixtures, out, ...wanted] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "mobilec-tokenizers-"));
const root = resolve(import.meta.dirname, "../..");
await build({
  configFile: false,
  root,
  logLevel: "error",
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: "es2022",
    lib: { entry: join(import.meta.dirname, "Measured.ts"), formats: ["es"], fileName: "measured" },
  },
});
const places = { "/measured.js": join(folder, "measured.js") };
const server = createServer(async ({ url }, response) => {
  const type = url.endsWith(".js") ? "text/javascript" : url === "/" ? "text/html" : "text/plain";
  response.setHeader("content-type", type);
  response.end(url === "/" ? HTML : await readFile(places[url] ?? join(fixtures, url)));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const address = `http://127.0.0.1:${server.address().port}/`;
const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath, args });

/** What a function of the page's module answers, in a page that has done nothing before. */
async function asked(what, ...words) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const said = await page.evaluate(
    async ([name, words]) => (await import("/measured.js"))[name](...words),
    [what, words],
  );
  await context.close();
  return said;
}

const listed = await readdir(fixtures, { withFileTypes: true });
const names = wanted.length
  ? wanted
  : listed.filter((one) => one.isDirectory()).map(({ name }) => name);
const found = {};
for (const [at, name] of names.sort().entries()) {
  const turns = at % 2 ? ["own", "peer"] : ["peer", "own"];
  found[name] = {};
  for (const maker of turns)
    found[name][maker] = await asked("measured", maker, `/${name}`, PASSES);
  if (turns.some((maker) => found[name][maker].refused)) continue;
  for (const maker of turns) found[name][maker].ready_ms = [];
  for (let turn = 0; turn < READY; turn++) {
    for (const maker of turns) {
      found[name][maker].ready_ms.push(await asked("ready", maker, `/${name}`));
    }
  }
}
const document = { browser: browser.version(), passes: PASSES, tokenizers: found };
await browser.close();
server.close();
await rm(folder, { recursive: true });
await writeFile(out, `${JSON.stringify(document, null, 1)}\n`);
