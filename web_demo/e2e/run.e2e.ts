import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { opened, started, visitor } from "./Chromium";
import { Computer } from "./Computer";
import { BUNDLES } from "./Site";

/** The smaller one, where it does not matter which. */
const ONE = BUNDLES.slice(1);
let browser: Browser;
let computer: Computer;
let output: string;
let contexts: BrowserContext[] = [];

beforeAll(async () => {
  browser = await started();
});

afterAll(() => browser.close());

beforeEach(() => {
  computer = new Computer();
  output = mkdtempSync(join(process.env.MOBILEC_RUNS ?? tmpdir(), "run-"));
});

afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts = [];
  await computer.stop();
});

async function device(address: string) {
  const context = await visitor(browser);
  contexts.push(context);
  return opened(context, address);
}

interface Document {
  readonly valid: boolean;
  readonly goldens: {
    readonly passed: boolean;
    readonly equal: number;
    readonly sentences: number;
  };
  readonly variant: { readonly bundle: string };
  readonly exit_status: number;
}

function documents(): Document[] {
  const files = readdirSync(output).filter((name) => name.endsWith(".json"));
  return files.map((name) => JSON.parse(readFileSync(join(output, name), "utf8")) as Document);
}

test("a whole run of both bundles arrives", async () => {
  const address = await computer.start(BUNDLES, ["-o", output]);
  const { page, wrong } = await device(address);
  await page.getByText(/^The computer has all \d+ results of this device/).waitFor();
  expect(await computer.status(), computer.words).toBe(0);
  const found = documents();
  const names = found.map(({ variant }) => variant.bundle).sort();
  expect(names).toEqual(["sentiment-en", "translate-en-de"]);
  for (const { exit_status, goldens } of found) {
    expect(exit_status).toBe(0);
    expect(goldens.passed).toBe(true);
    // Of an int8 program a few differ in their words, which is no failure.
    expect(goldens.equal / goldens.sentences).toBeGreaterThan(0.9);
  }
  expect(wrong).toEqual([]);
});

test("two devices at once measure a run each", async () => {
  const address = await computer.start(ONE, ["--devices", "2", "-o", output]);
  const both = await Promise.all([device(address), device(address)]);
  for (const { page } of both) {
    await page.getByText(/^The computer has all \d+ results of this device/).waitFor();
  }
  expect(await computer.status(), computer.words).toBe(0);
  expect(documents()).toHaveLength(2);
});

test("a page that is loaded again in the middle is the device of before, and ends the run", async () => {
  const address = await computer.start(ONE, ["-o", output]);
  const { page } = await device(address);
  await page.getByText("Checking the goldens").waitFor();
  await page.reload();
  await page.getByText(/^The computer has all \d+ results of this device/).waitFor();
  expect(await computer.status(), computer.words).toBe(0);
  expect(documents()).toHaveLength(1);
});

test("a connection that is cut is said, and the run goes on when it is back", async () => {
  const address = await computer.start(ONE, ["-o", output]);
  const { page } = await device(address);
  await page.getByText("1 of 3").waitFor();
  await page.route("**/api/**", (route) => route.abort("connectionfailed"));
  await page.getByText("The computer does not answer").waitFor();
  await page.getByText("Nothing is lost").waitFor();
  await page.unroute("**/api/**");
  await page.getByRole("button", { name: "Ask again now" }).click();
  await page.getByText(/^The computer has all \d+ results of this device/).waitFor();
  expect(await computer.status(), computer.words).toBe(0);
  expect(documents()).toHaveLength(1);
});

test("a run is stopped by a person, and goes on where they want it to", async () => {
  const address = await computer.start(ONE, ["-o", output]);
  const { page } = await device(address);
  await page.getByText("Checking the goldens").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Stopped. The computer waits for the rest.").waitFor();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText(/^The computer has all \d+ results of this device/).waitFor();
  expect(await computer.status(), computer.words).toBe(0);
  expect(documents()).toHaveLength(1);
});
