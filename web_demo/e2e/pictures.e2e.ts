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
  act: (page: Page) => Promise<void> = async () => {},
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
  await page.locator("h3").first().scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, document.querySelector("form")!.offsetHeight + 80));
}

/** About says what is stored once a model is. */
async function stored(page: Page): Promise<void> {
  await page.locator('nav a[href="#translate"]').click();
  await prepared(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.locator('nav a[href="#about"]').click();
  await page.locator('[id^="delete-"]').waitFor();
}

test.skipIf(!folder)("pictures of every screen", async () => {
  mkdirSync(folder ?? "", { recursive: true });
  await picture("translate", {}, "translate", answered);
  await picture("translate-dark", { ...DARK, ...GERMAN }, "translate", answered);
  await picture("classify", {}, "classify", answered);
  await picture("benchmark", {}, "benchmark", async (page) => {
    await page.locator('input[id^="bundle-"]').last().waitFor();
  });
  await picture("benchmark-running", {}, "benchmark", measuring);
  await picture("benchmark-results-dark", DARK, "benchmark", measured);
  await picture("about", { viewport: { ...PHONE, height: 1780 } }, "about", stored);
  await picture("desktop", { viewport: DESKTOP }, "translate", answered);
  await picture("desktop-dark", { viewport: DESKTOP, ...DARK }, "benchmark", measured);
  host.reset((path, _asked, answer) => {
    if (!path.endsWith("tokenizer.json")) return false;
    answer.writeHead(200).write("x", () => answer.destroy());
    return true;
  });
  await picture("failure", GERMAN, "translate", async (page) => {
    await front(page).locator('[role="alert"]:not([hidden])').waitFor();
  });
});
