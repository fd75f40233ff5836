import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { DESKTOP, opened, PHONE, type Settings, started, visitor } from "./Chromium";
import { Host } from "./Host";
import { front, measureQuickly, prepared } from "./Screen";
import { SITE, TRANSLATOR } from "./Site";

const folder = process.env.PICTURES;
const host = new Host(SITE);
let browser: Browser;

beforeAll(async () => {
  await host.open();
  browser = await started();
});

afterAll(async () => {
  await browser.close();
  await host.close();
});

const DARK = { colorScheme: "dark" } as const;
const GERMAN = { locale: "de-DE" } as const;

async function picture(
  name: string,
  settings: Settings,
  tab: string,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await visitor(browser, settings);
  const { page } = await opened(context, `${host.address}#${tab}`);
  await page.locator(`#screen-${tab}:not([hidden])`).waitFor();
  await act(page);
  await page.screenshot({ path: join(folder ?? "", `${name}.png`) });
  await context.close();
}

async function answered(page: Page): Promise<void> {
  await prepared(page);
  await front(page).locator(".chip").nth(1).click();
  await front(page).locator(".accent:not([hidden]) .answer").waitFor();
}

async function measuring(page: Page): Promise<void> {
  await measureQuickly(page, TRANSLATOR);
  await page.locator("#screen-benchmark progress").waitFor();
  await page.getByText("Timing").waitFor();
}

async function measured(page: Page): Promise<void> {
  await measureQuickly(page, TRANSLATOR);
  await page.locator(".plot").waitFor();
  await front(page).locator("form").waitFor();
}

async function offered(page: Page): Promise<void> {
  await page.locator('input[id^="bundle-"]').last().waitFor();
}

/** The page is loaded again, from a host that breaks off. */
async function failed(page: Page): Promise<void> {
  host.reset((path, _asked, answer) => {
    if (!path.endsWith("tokenizer.json")) return false;
    answer.writeHead(200).write("x", () => answer.destroy());
    return true;
  });
  const names = await page.evaluate(() => indexedDB.databases());
  await page.evaluate((all) => {
    for (const { name } of all) indexedDB.deleteDatabase(name!);
  }, names);
  await page.reload();
  await front(page).locator('[role="alert"]:not([hidden])').waitFor();
}

/** About says what is stored once a model is. */
async function stored(page: Page): Promise<void> {
  await page.locator('nav a[href="#translate"]').click();
  await prepared(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.locator('nav a[href="#about"]').click();
  await page.locator('[id^="delete-"]').first().waitFor();
}

/** Name, settings, screen, and what is done before the picture is taken. */
const PICTURES: readonly (readonly [string, Settings, string, (page: Page) => Promise<void>])[] = [
  ["translate", {}, "translate", answered],
  ["translate-dark", { ...DARK, ...GERMAN }, "translate", answered],
  ["classify", {}, "classify", answered],
  ["benchmark", {}, "benchmark", offered],
  ["benchmark-running", {}, "benchmark", measuring],
  ["benchmark-results-dark", DARK, "benchmark", measured],
  ["about", { viewport: { ...PHONE, height: 1780 } }, "about", stored],
  ["desktop", { viewport: DESKTOP }, "translate", answered],
  ["desktop-dark", { viewport: DESKTOP, ...DARK }, "benchmark", measured],
  ["failure", GERMAN, "translate", failed],
];

test.skipIf(!folder).each(PICTURES)("the picture %s", async (name, settings, tab, act) => {
  mkdirSync(folder ?? "", { recursive: true });
  host.reset();
  await picture(name, settings, tab, act);
});
