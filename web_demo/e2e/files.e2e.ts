import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { opened, started, visitor } from "./Chromium";
import { Host } from "./Host";
import { ask, front, go, prepared } from "./Screen";
import { SITE, TRANSLATOR } from "./Site";

const host = new Host(SITE);
const TOKENIZER = `bundles/${TRANSLATOR}/tokenizer.json`;
let browser: Browser;

beforeAll(async () => {
  await host.open();
  browser = await started();
});

beforeEach(() => host.reset());

afterAll(async () => {
  await browser.close();
  await host.close();
});

function fetchedFiles(): string[] {
  return [...host.asked.keys()].filter((path) => path.startsWith("bundles/"));
}

async function failure(page: Page): Promise<string> {
  await front(page).locator('[role="alert"]:not([hidden])').waitFor();
  return (await front(page).locator('[role="alert"]').textContent()) ?? "";
}

test("weights are fetched once, with progress, and not when the page is loaded again", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await prepared(page);
  expect(fetchedFiles()).toContain(TOKENIZER);
  host.reset();
  await page.reload();
  await prepared(page);
  expect(fetchedFiles()).toEqual([]);
  await context.close();
});

test("a file that is shorter than the site says is a connection that was cut", async () => {
  let times = 0;
  host.reset((path, _asked, answer) => {
    if (path !== TOKENIZER || times++ > 0) return false;
    answer.writeHead(200).end("x");
    return true;
  });
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  expect(await failure(page)).toMatch(/The connection was cut.*broke off after 1 of \d+ bytes/);
  await context.close();
});

test("a file of the right length with another content is refused by its sha256", async () => {
  let wrong = true;
  host.reset((path, _asked, answer) => {
    if (path !== TOKENIZER || !wrong) return false;
    answer.writeHead(200).end(Buffer.alloc(host.size(TOKENIZER), "x"));
    return true;
  });
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  const said = await failure(page);
  expect(said).toContain("A file is not what it should be");
  expect(said).toMatch(
    /tokenizer.json arrived with the sha256 [0-9a-f]{64}; the site says [0-9a-f]{64}/,
  );
  wrong = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await prepared(page);
  expect(await ask(page, "Where is the station?")).not.toBe("");
  await context.close();
});

test("a connection that is cut keeps what came whole, and goes on where it is tried again", async () => {
  let cut = true;
  host.reset((path, _asked, answer) => {
    if (!path.endsWith("weights.bin") || !cut) return false;
    answer.writeHead(200).write(Buffer.alloc(100_000), () => answer.destroy());
    return true;
  });
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  expect(await failure(page)).toMatch(/The connection was cut.*weights.bin broke off after/);
  const before = fetchedFiles().filter((path) => !path.endsWith("weights.bin"));
  cut = false;
  host.asked.clear();
  await page.getByRole("button", { name: "Try again" }).click();
  await prepared(page);
  expect(fetchedFiles().filter((path) => before.includes(path))).toEqual([]);
  await context.close();
});

test("a page that is loaded again while it fetches goes on with what came whole", async () => {
  let hold = true;
  const held: (() => void)[] = [];
  host.reset((path, _asked, answer) => {
    if (!path.endsWith("weights.bin") || !hold) return false;
    answer.writeHead(200).write(Buffer.alloc(1000));
    held.push(() => answer.destroy());
    return true;
  });
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await page.getByText(/^Fetching translation, once: /).waitFor();
  await expect.poll(() => held.length, { timeout: 240_000 }).toBe(1);
  hold = false;
  host.asked.clear();
  await page.reload();
  await prepared(page);
  expect(fetchedFiles()).toContain(`bundles/${TRANSLATOR}/model.onnx/weights.bin`);
  expect(fetchedFiles()).not.toContain(`bundles/${TRANSLATOR}/manifest.json`);
  await context.close();
});

test("with full storage the model is asked from memory, and a person is told", async () => {
  const context = await visitor(browser);
  const page = await context.newPage();
  const origin = new URL(host.address).origin;
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_000_000 });
  await page.goto(host.address);
  await page.getByText("This browser's storage has no room for translation").waitFor();
  expect(await ask(page, "Where is the station?")).not.toBe("");
  await context.close();
});

test("About says what is stored, and deletes it", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await prepared(page);
  await go(page, "about");
  await page.locator(`#card-${TRANSLATOR}`).click();
  await page.locator(".card-text").waitFor();
  expect(await page.locator(".card-text").textContent()).toContain("translate-en-de");
  await page.getByRole("button", { name: `Delete ${TRANSLATOR} from this browser` }).click();
  await page.getByText(`${TRANSLATOR} is deleted.`).waitFor();
  host.reset();
  await go(page, "translate");
  await page.reload();
  await prepared(page);
  expect(fetchedFiles()).toContain(TOKENIZER);
  await context.close();
});

test("after the first visit the page opens, translates and classifies without a network", async () => {
  const context = await visitor(browser);
  const { page, wrong } = await opened(context, host.address);
  await prepared(page);
  await go(page, "classify");
  await prepared(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await host.close();
  await page.goto("about:blank");
  await page.goto(host.address);
  expect(await ask(page, "Where is the station?")).not.toBe("");
  await go(page, "classify");
  expect(await ask(page, "A warm, funny and quietly brilliant film.")).toBe("positive");
  await host.open();
  expect(wrong).toEqual([]);
  await context.close();
});

test("from a host that sends no headers the page is isolated the second time", async () => {
  host.isolates = false;
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  expect(await page.evaluate(() => self.crossOriginIsolated)).toBe(false);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  expect(await page.evaluate(() => self.crossOriginIsolated)).toBe(true);
  await prepared(page);
  host.isolates = true;
  await context.close();
});
