import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** The sizes at which the page is looked at. */
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** A wait is for an event: this ends a test that would never end, on the slowest of machines. */
const PATIENCE_MS = 480_000;

/** How a person's browser is set. */
export interface Settings {
  readonly locale?: "en-GB" | "de-DE";
  readonly colorScheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly scale?: number;
}

export function started(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath)
    throw new Error("CHROMIUM names no browser: tests/web_demo starts these tests");
  // Memory is told at once, and not after the next garbage collection, which takes up to 20 s.
  const args = ["--enable-blink-features=ForceEagerMeasureMemory"];
  // The sandbox of Chromium refuses to be root's, which tests in containers often are.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return chromium.launch({ executablePath, args });
}

/** A person's browser that was never here; what it says against the page is an error of the test. */
export async function visitor(browser: Browser, set: Settings = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: set.locale ?? "en-GB",
    colorScheme: set.colorScheme ?? "light",
    viewport: set.viewport ?? PHONE,
    deviceScaleFactor: set.scale ?? 1,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** A page, and what went wrong in it: refusals by its own policy among that. */
export async function opened(
  context: BrowserContext,
  address: string,
): Promise<{ page: Page; wrong: string[] }> {
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !/net::ERR|Failed to load resource/.test(message.text())) {
      wrong.push(message.text());
    }
  });
  await page.goto(address);
  return { page, wrong };
}
