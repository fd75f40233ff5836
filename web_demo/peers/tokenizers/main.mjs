/**
 * The page's tokenizers beside the package @huggingface/tokenizers, in Chromium.
 *
 *     node peers/tokenizers/main.mjs CHROMIUM FIXTURES OUT [NAME...]
 *
 * FIXTURES: folders as tests/fixtures/tokenizers.py makes them. Each of both gets a browser's context of
 * its own for each tokenizer, and they take turns. OUT is written at the end: JSON, by tokenizer and maker.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { build } from "vite";

const PASSES = 3;
const HTML = '<!doctype html><link rel="icon" href="data:," />';
const [executablePath, fixtures, out, ...asked] = process.argv.slice(2);
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

async function measured(maker, name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  const said = await page.evaluate(
    async ([maker, name, passes]) =>
      (await import("/measured.js")).measured(maker, `/${name}`, passes),
    [maker, name, PASSES],
  );
  await context.close();
  return said;
}

const listed = await readdir(fixtures, { withFileTypes: true });
const names = asked.length
  ? asked
  : listed.filter((one) => one.isDirectory()).map(({ name }) => name);
const found = {};
for (const [at, name] of names.sort().entries()) {
  const turns = at % 2 ? ["own", "peer"] : ["peer", "own"];
  found[name] = {};
  for (const maker of turns) found[name][maker] = await measured(maker, name);
}
const document = { browser: browser.version(), passes: PASSES, tokenizers: found };
await browser.close();
server.close();
await rm(folder, { recursive: true });
await writeFile(out, `${JSON.stringify(document, null, 1)}\n`);
