import { measure, readJob } from "../benchmark/Benchmark";
import type { Run } from "../benchmark/Run";
import { type PageTells, type Surroundings, said } from "../benchmark/Surroundings";
import type { Json } from "../json/Fields";
import { openBundle } from "../manifest/Bundle";
import { Refused } from "../Refused";
import type { Bundles } from "../storage/Bundles";
import { engineOf } from "./Answers";
import type { Answering, Handling } from "./Desk";
import { withoutCard } from "./Found";
import type { Provider } from "./Messages";
import full from "./probes/int8.onnx?url";
import reduced from "./probes/int8-reduced.onnx?url";
import { SiteFiles } from "./SiteFiles";

/** Measures in this worker, which has done nothing else before. */
export class Measure {
  constructor(
    private readonly bundles: Bundles,
    private readonly page: PageTells,
  ) {}

  readonly all: Pick<Answering, "measure" | "said"> = {
    measure: (job, handling) => this.measured(job as Json, handling),
    said: () => said(self),
  };

  private async measured(document: Json, { heard, signal, makeWay }: Handling): Promise<Run> {
    const job = readJob(document);
    const named = this.bundles.named(job.folder);
    if (!named) throw new Refused(`this site has no bundle "${job.folder}"; load the page again`);
    const known = withoutCard(named);
    await this.bundles.fetch(known, (fetching) => heard({ fetching }), signal);
    const bundle = await openBundle(new SiteFiles(this.bundles, known));
    const engine = engineOf({ provider: providerOf(job.provider), threads: job.threads });
    const probes = { full: () => bytes(full), reduced: () => bytes(reduced) };
    const watcher = {
      signal,
      heard: (share: number, what: string) => heard({ share, what }),
      makeWay,
    };
    return measure(job, { bundle, engine, probes, fresh: true }, this.surroundings(), watcher);
  }

  private surroundings(): Surroundings {
    const { page } = this;
    return {
      hidden: () => page.hidden(),
      battery: () => page.battery(),
      memory: () => page.memory(),
      said: () => said(self),
      // A worker's clock begins with it.
      aliveMs: () => performance.now(),
    };
  }
}

function providerOf(name: string | null): Provider {
  if (name === "wasm" || name === "webgpu") return name;
  throw new Refused(`the provider "${name}" was asked for; this page has wasm and webgpu`);
}

/** A file of the page, of which the service worker keeps a copy. */
async function bytes(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Refused(`${address} was answered with ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
