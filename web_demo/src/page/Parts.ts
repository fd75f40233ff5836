import { CheckedGoldens, type Kept } from "../goldens/CheckedGoldens";
import type { Installing } from "../offline/Install";
import type { Offline } from "../offline/Registered";
import type { Site } from "../storage/Site";
import type { Classified, Translated } from "../worker/Messages";
import { AboutModel } from "./about/AboutModel";
import { AskModel } from "./ask/AskModel";
import { CLASSIFICATION, TRANSLATION } from "./ask/Subject";
import { Bench } from "./benchmark/Bench";
import { BenchmarkModel } from "./benchmark/BenchmarkModel";
import type { App } from "./benchmark/Job";
import { Library } from "./bundles/Library";
import {
  type Offer,
  offersHere,
  type Surroundings,
  threadsHere,
  threadsToAsk,
} from "./engines/Offer";
import { Api } from "./run/Api";
import { Memo } from "./run/Memo";
import { type Pause, RunModel } from "./run/RunModel";
import { type Answered, type Port, WorkerClient } from "./work/WorkerClient";

/** What the parts are given from outside. */
export interface Given {
  readonly site: Site;
  /** The address of the page's folder. */
  readonly base: string;
  readonly app: App;
  readonly here: Surroundings;
  readonly startWorker: () => Port;
  readonly pageIsKept: () => Promise<Offline>;
  readonly installing: Installing;
  readonly pause: Pause;
}

/** What the page is made of. It outlives every screen, so that another language loses nothing. */
export class Parts {
  readonly here: Surroundings;
  readonly offers: readonly Offer[];
  readonly library: Library;
  readonly translate: AskModel<Translated>;
  readonly classify: AskModel<Classified>;
  readonly benchmark: BenchmarkModel;
  readonly about: AboutModel;
  /** The run that a computer asks for, where one does. */
  readonly run: RunModel | null;

  constructor(given: Given) {
    const { site, base, app } = given;
    this.here = given.here;
    this.offers = offersHere(this.here);
    const client = (page?: Answered) => new WorkerClient({ site, base }, given.startWorker, page);
    const worker = client();
    this.library = new Library(worker);
    const asking = {
      library: this.library,
      worker,
      offers: this.offers,
      threads: threadsToAsk(this.here),
      checked: new CheckedGoldens(checksIn(memory("localStorage")), navigator.userAgent),
    };
    this.translate = new AskModel({
      ...asking,
      task: TRANSLATION,
      nothing: "no_translator",
      ask: (to, asked, { text }, heard) => to.ask("translate", { ...asked, text }, heard),
    });
    this.classify = new AskModel({
      ...asking,
      task: CLASSIFICATION,
      nothing: "no_classifier",
      ask: (to, asked, question, heard) => to.ask("classify", { ...asked, question }, heard),
    });
    const bench = new Bench(() => worker.close(), client);
    const threads = threadsHere(this.here);
    this.benchmark = new BenchmarkModel(this.library, bench, app, this.offers, threads);
    this.about = new AboutModel(worker, given.pageIsKept, given.installing);
    this.run = site.run && this.runOf(new URL(site.run.api, base).href, bench, worker, given.pause);
  }

  private runOf(api: string, bench: Bench, worker: WorkerClient, pause: Pause): RunModel {
    const memo = new Memo(memory("sessionStorage"), api);
    return new RunModel(new Api(api), bench, memo, () => worker.ask("said", null), pause);
  }
}

/** Null where the browser gives this page none. */
export function memory(kind: "localStorage" | "sessionStorage"): Storage | null {
  try {
    return self[kind];
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** What goldens said, among what else the browser keeps for this page. */
function checksIn(storage: Storage | null): Kept {
  return {
    get: async (name) => storage?.getItem(`checked ${name}`) ?? null,
    set: async (name, text) => storage?.setItem(`checked ${name}`, text),
  };
}
