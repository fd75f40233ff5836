import { sha256 } from "../manifest/Sha256";
import { Bundles } from "../storage/Bundles";
import { IndexedFiles } from "../storage/IndexedFiles";
import { Answers } from "./Answers";
import { Asking } from "./Asking";
import { Desk } from "./Desk";
import { Measure } from "./Measure";
import type { FromWorker, ToWorker } from "./Messages";

const tell = (message: FromWorker) => self.postMessage(message);
const page = new Asking(tell);
let desk: Desk | null = null;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if ("begin" in data) {
    const { site, base } = data.begin;
    const bundles = new Bundles(site, base, new IndexedFiles(), sha256);
    desk = new Desk({ ...new Answers(bundles).all, ...new Measure(bundles, page).all }, tell);
  } else if ("request" in data) desk?.ask(data.request);
  else if ("stop" in data) desk?.stop(data.stop);
  else if ("hidden" in data) page.wasHidden(data.hidden);
  else page.told(data.told, data.value);
};
