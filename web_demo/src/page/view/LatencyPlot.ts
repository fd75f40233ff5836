import type { Speaker } from "../words/Language";
import { drawn, element } from "./Element";

/** A series of the plot; `samples` in milliseconds and in their order. */
export interface Row {
  readonly title: string;
  readonly samples: readonly number[];
  readonly p50: number;
  readonly p90: number;
}

const WIDTH = 600;
const BAND = 36;
const MARGIN = 6;
const TICKS = 6;

/**
 * One picture for each series: every sample is a dot on a common axis of milliseconds from 0, in its
 * order from top to bottom; the long mark is the median, the short one the 90th percentile.
 */
export function latencyPlot(rows: readonly Row[], speaker: Speaker): HTMLElement {
  const largest = Math.max(0, ...rows.flatMap((row) => row.samples));
  const step = niceStep(largest, TICKS);
  const ticks = Math.max(1, Math.ceil(largest / step - 1e-9));
  const x = (value: number) => MARGIN + ((WIDTH - 2 * MARGIN) * value) / (ticks * step);
  const list = element("div", { class: "plot" });
  for (const row of rows) {
    list.append(element("p", { class: "small" }, row.title), picture(row, ticks, step, x, speaker));
  }
  const numbers = Array.from({ length: ticks + 1 }, (_, tick) => {
    const value = tick * step;
    const number = element("span", {}, step >= 1 ? speaker.number(value) : speaker.short(value));
    number.style.insetInlineStart = `${(100 * x(value)) / WIDTH}%`;
    return number;
  });
  list.append(element("div", { class: "axis caption", "aria-hidden": "true" }, ...numbers));
  list.append(element("p", { class: "caption end" }, speaker.say("bench_plot_axis")));
  return list;
}

function picture(
  row: Row,
  ticks: number,
  step: number,
  x: (value: number) => number,
  speaker: Speaker,
): SVGElement {
  const [least, most] = [Math.min(...row.samples), Math.max(...row.samples)];
  const said = [least, most, row.p50].map((value) => speaker.short(value));
  const label = speaker.say("bench_plot_row", row.title, ...said);
  const frame = { viewBox: `0 0 ${WIDTH} ${BAND}`, preserveAspectRatio: "none" };
  const made = drawn("svg", { ...frame, class: "band", role: "img", "aria-label": label });
  for (let tick = 0; tick <= ticks; tick++) made.append(line(x(tick * step), 0, BAND, "grid"));
  row.samples.forEach((sample, at) => {
    const y = (BAND * (at + 1)) / (row.samples.length + 1);
    // A point of a line with round ends stays round however wide the screen is.
    made.append(drawn("path", { d: `M${x(sample)},${y}h0`, class: "dot" }));
  });
  made.append(
    line(x(row.p50), 0, BAND, "mark"),
    line(x(row.p90), BAND / 3, (BAND * 2) / 3, "mark"),
  );
  return made;
}

function line(x: number, from: number, to: number, kind: string): SVGElement {
  return drawn("line", { x1: x, x2: x, y1: from, y2: to, class: kind });
}

/** 1, 2 or 5 times a power of ten, so that `largest` takes at most `most` steps. */
export function niceStep(largest: number, most: number): number {
  const least = Math.max(largest, Number.MIN_VALUE * 2 ** 52) / Math.max(1, Math.floor(most));
  const power = 10 ** Math.floor(Math.log10(least));
  return (
    [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least * (1 - 1e-9)) ??
    10 * power
  );
}
