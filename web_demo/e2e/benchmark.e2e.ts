import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { opened, started, visitor } from "./Chromium";
import { Host } from "./Host";
import { front, measureQuickly, prepared } from "./Screen";
import { CLASSIFIER, SITE, TRANSLATOR } from "./Site";

const host = new Host(SITE);
/** Documents are kept here, which tests/web_demo holds to the schema. */
const RUNS = process.env.MOBILEC_RUNS ?? "";
let browser: Browser;

beforeAll(async () => {
  await host.open();
  browser = await started();
});

afterAll(async () => {
  await browser.close();
  await host.close();
});

/** The document of the last card, as it is downloaded. */
async function downloaded(page: Page, name: string) {
  const arrives = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download run.json" }).last().click();
  const download = await arrives;
  expect(download.suggestedFilename()).toMatch(/^run-[\w-]+\.json$/);
  const path = join(RUNS, `${name}.json`);
  await download.saveAs(path);
  return JSON.parse(readFileSync(path, "utf8"));
}

async function results(page: Page): Promise<void> {
  await page.locator("#screen-benchmark table.numbers").first().waitFor();
  await front(page).locator("form").waitFor();
}

test.each([
  ["the translator", TRANSLATOR],
  ["the classifier", CLASSIFIER],
])("a whole measurement of %s is shown and downloaded", async (_, bundle) => {
  const context = await visitor(browser);
  const { page, wrong } = await opened(context, host.address);
  await measureQuickly(page, bundle);
  await results(page);
  const run = await downloaded(page, `quick-${bundle}`);
  expect(run).toMatchObject({ exit_status: 0, runner: "typescript", error: null });
  expect(run.goldens.passed).toBe(true);
  expect(run.variant).toMatchObject({ engine: "onnx", provider: "wasm", threads: 1 });
  expect(run.device).toMatchObject({ kind: "web", browser: { isolated: true, hidden: 0 } });
  for (const { total_ms } of run.measured.sentences) expect(total_ms.samples).toHaveLength(10);
  expect(run.measured.load.cold_ms).toHaveLength(1);
  expect(run.measured.load.first_answer_ms).toHaveLength(1);
  expect(wrong).toEqual([]);
  await context.close();
});

test("several threads are measured where the page is isolated", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await page.locator('nav a[href="#benchmark"]').click();
  await page.locator("#threads-2").check();
  await page.locator("#threads-1").uncheck();
  await measureQuickly(page, CLASSIFIER);
  await results(page);
  const run = await downloaded(page, "two-threads");
  expect(run).toMatchObject({ exit_status: 0, variant: { threads: 2 } });
  expect(run.goldens.passed).toBe(true);
  await context.close();
});

test("a measurement is cancelled, and its document says so", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await prepared(page);
  await measureQuickly(page, TRANSLATOR);
  await page.getByText("Checking the goldens").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.locator("#screen-benchmark").getByText("Cancelled", { exact: true }).waitFor();
  const run = await downloaded(page, "cancelled");
  expect(run).toMatchObject({ exit_status: 130, valid: false });
  await context.close();
});

test("a tab that was hidden makes the measurement not valid", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await prepared(page);
  await measureQuickly(page, TRANSLATOR);
  await page.getByText("Checking the goldens").waitFor();
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await results(page);
  const run = await downloaded(page, "hidden");
  expect(run.reasons.map(({ code }: { code: string }) => code)).toContain("hidden");
  expect(run.device.browser.hidden).toBe(1);
  await context.close();
});
