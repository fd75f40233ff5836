import { drawn } from "./Element";

/** The lines of each icon, on 24 by 24: those of the Android app. */
const LINES = {
  translate:
    "M4,5h9M8.5,3v2M11,5c-0.6,4 -3,7 -6.5,8.5M6,7.5c1,3 3.2,5 6,6M11.5,21l4.5,-11l4.5,11M13,17.5h6",
  classify: "M4,6h16M4,12h10M4,18h5",
  benchmark:
    "M4.6,18a9,9 0 1 1 14.8,0M12,13l4,-5M12,13m-1.2,0a1.2,1.2 0 1 0 2.4,0a1.2,1.2 0 1 0 -2.4,0",
  about: "M12,3a9,9 0 1 0 0.01,0M12,11v5.5M12,7.6v0.1",
  clear: "M6,6l12,12M18,6l-12,12",
  copy: "M9,9h10v11h-10zM5,15v-11h10",
  share: "M12,15v-12M8,6.5l4,-4l4,4M5,12v8h14v-8",
  download: "M12,3v12M8,11l4,4l4,-4M5,16v4h14v-4",
  swap: "M4,8h15M15,4l4,4l-4,4M20,16h-15M9,12l-4,4l4,4",
} as const;

export type Icon = keyof typeof LINES;

/** An icon in the colour of the text; what it means is said beside it. */
export function icon(name: Icon): SVGElement {
  const line = drawn("path", { d: LINES[name] });
  return drawn("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, line);
}
