import type { Engine } from "../engine/Engine";
import { type Fields, type Json, record } from "../json/Fields";
import type { Bundle } from "../manifest/Bundle";
import { Refused } from "../Refused";
import { now, rounded } from "./Clock";
import { variant } from "./MeasuredVariant";
import { type Asked, Cancelled, Measuring, type Watcher } from "./Measuring";
import type { ProbeFiles } from "./Probe";
import {
  type App,
  CANCELLED,
  type Checked,
  DONE,
  FAILED,
  type Found,
  type Measured,
  type Protocol,
  type Run,
  SCHEMA,
  type Session,
} from "./Run";
import { condition, device, type Surroundings } from "./Surroundings";
import { judged } from "./Validity";

/**
 * What one worker is asked to measure, as mobilec/benchmarking/job.py writes it. `folder`: the
 * bundle's name in the site.
 */
export interface Job {
  readonly folder: string;
  readonly engine: string;
  readonly threads: number;
  readonly protocol: Protocol;
  readonly seed: number;
  readonly app: App;
  readonly provider: string | null;
}

/** Reads a job; what it asks of other devices than browsers is left to those. */
export function readJob(document: Json): Job {
  return record(document, "the job", (job) => {
    job.any("compute_units");
    job.any("processor");
    return {
      folder: job.text("folder"),
      engine: job.text("engine"),
      threads: job.int("threads"),
      protocol: job.record("protocol", protocol),
      seed: job.whole("seed"),
      app: job.record("app", app),
      provider: job.textOrNull("provider"),
    };
  });
}

/** What a job's words mean here. `fresh`: nothing was loaded in this worker before. */
export interface Means {
  readonly bundle: Bundle;
  readonly engine: Engine;
  readonly probes: ProbeFiles;
  readonly fresh: boolean;
}

/** The session of a variant that is compared with none. */
export function alone(seed: number): Session {
  return { id: uuid(), seed, variants: 1, rounds: 1, index: [0] };
}

/**
 * Runs the protocol of docs/benchmarking.md. A failure and a cancelled run are results too; only a
 * bundle without a program for the engine is refused, as there is nothing to speak of.
 */
export async function measure(
  job: Job,
  means: Means,
  surroundings: Surroundings,
  watcher: Watcher,
): Promise<Run> {
  const { protocol, seed } = job;
  const asked: Asked = { ...means, protocol, seed };
  const began = now();
  const started = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const measurand = variant(means.bundle, means.engine);
  const start = await surroundings.battery();
  const measuring = new Measuring(asked, surroundings, watcher);
  const outcome = await outcomeOf(measuring);
  const end = await surroundings.battery();
  const { timerMs: timer_ms, saturates } = measuring;
  const seen = { timer_ms, saturates, hidden: surroundings.hidden(), battery: start !== null };
  const found: Found = {
    schema: SCHEMA,
    id: uuid(),
    session: alone(seed),
    started,
    seconds: rounded((now() - began) / SECOND_MS),
    runner: "typescript",
    app: job.app,
    device: device(await surroundings.said(), seen),
    conditions: {
      start: condition(start),
      end: condition(end),
      worst_thermal: null,
      waited_seconds: 0,
      interruptions: null,
    },
    variant: measurand,
    protocol,
    goldens: checked(measuring),
    ...outcome,
  };
  return judged(found);
}

type Outcome = Pick<Found, "measured" | "exit_status" | "error">;

async function outcomeOf(measuring: Measuring): Promise<Outcome> {
  try {
    return { measured: await measuring.measured(), exit_status: DONE, error: null };
  } catch (thrown) {
    if (thrown instanceof Cancelled || isAbort(thrown)) {
      return { measured: null, exit_status: CANCELLED, error: new Cancelled().message };
    }
    const measured: Measured | null = measuring.soFar;
    return { measured, exit_status: FAILED, error: words(thrown) };
  }
}

/** A failure that nobody put into words for a person says of which kind it is. */
function words(thrown: unknown): string {
  return thrown instanceof Refused ? thrown.message : String(thrown);
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}

function checked({ goldens }: Measuring): Checked | null {
  if (goldens === null) return null;
  const { passed, sentences, equal, relativeError, tolerance, difference } = goldens;
  return { passed, sentences, equal, relative_error: relativeError, tolerance, difference };
}

function protocol(fields: Fields): Protocol {
  return {
    warmups: fields.int("warmups"),
    runs: fields.int("runs"),
    seconds: fields.real("seconds"),
    sustained_minutes: fields.real("sustained_minutes"),
  };
}

function app(fields: Fields): App {
  const build = fields.text("build_type");
  if (build !== "release" && build !== "debug") {
    throw new Refused(`${fields.where}.build_type is "${build}"; it is "release" or "debug"`);
  }
  return {
    name: fields.text("name"),
    version: fields.text("version"),
    commit: fields.text("commit"),
    build_type: build,
  };
}

/** `crypto.randomUUID` is given to pages of https and of localhost alone. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const SECOND_MS = 1000;
