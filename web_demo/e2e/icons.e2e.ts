import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { started } from "./Chromium";

const FOLDER = "public/icons";
let browser: Browser;

beforeAll(async () => {
  browser = await started();
});

afterAll(() => browser.close());

/** icon.svg as a picture of so many pixels; written where ICONS asks for it. */
async function drawn(pixels: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
  const svg = readFileSync(`${FOLDER}/icon.svg`, "utf8");
  await page.setContent(`<style>*{margin:0;display:block}</style>${svg}`);
  const path = `${FOLDER}/icon-${pixels}.png`;
  const made = await page.screenshot(process.env.ICONS ? { path } : {});
  await page.close();
  return made;
}

test.each([192, 512])("the icon of %i pixels is icon.svg, drawn", async (pixels) => {
  const made = await drawn(pixels);
  const kept = readFileSync(`${FOLDER}/icon-${pixels}.png`);
  const size = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect(size(kept)).toEqual([pixels, pixels]);
  const page = await browser.newPage();
  // Encoders differ from browser to browser, so that pixels are compared, and not bytes.
  const apart = await page.evaluate(
    async ([one, other]) => {
      const pixelsOf = async (png: string) => {
        const image = new Image();
        image.src = `data:image/png;base64,${png}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d")!;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height).data;
      };
      const [mine, theirs] = [await pixelsOf(one!), await pixelsOf(other!)];
      return mine.reduce((sum, value, at) => sum + Math.abs(value - theirs[at]!), 0) / mine.length;
    },
    [made.toString("base64"), kept.toString("base64")],
  );
  expect(apart).toBeLessThan(1);
  await page.close();
});
