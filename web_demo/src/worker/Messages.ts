import type { Fetching, KeptNow } from "../storage/Bundles";
import type { Site } from "../storage/Site";

/** Where ONNX Runtime Web runs a program. */
export type Provider = "wasm" | "webgpu";

/** What runs a program, and how. */
export interface Means {
  readonly provider: Provider;
  readonly threads: number;
}

/** What a person reads of a bundle, or why it cannot be read. */
export interface Found {
  readonly name: string;
  /** The sha256 of its manifest, which tells this export from every other. */
  readonly manifest: string;
  /** Bytes of its files that a browser needs. */
  readonly bytes: number;
  /** Whether its model card is on the site. */
  readonly card: boolean;
  readonly facts: Facts | null;
  readonly problem: string | null;
}

/** Of a manifest, what screens show. */
export interface Facts {
  readonly task: string;
  readonly source: string | null;
  readonly target: string | null;
  readonly pairs: boolean;
  /** Whether there is a program that ONNX Runtime reads. */
  readonly runs: boolean;
  readonly precision: string;
  readonly parameters: number;
  readonly licence: string | null;
  readonly made: string;
  readonly tool: string;
  readonly model: string;
}

/** A text, and where the model labels pairs the one beside it. */
export interface Question {
  readonly text: string;
  readonly pair: string | null;
}

/** What is asked: one bundle, or two translators one after the other. */
export interface Subject {
  readonly bundles: readonly string[];
  readonly means: Means;
}

/** A translation as the screen shows it. */
export interface Translated {
  readonly text: string;
  /** Milliseconds of each translator that it went through. */
  readonly times: readonly number[];
  readonly tokens: number;
  readonly cut: number;
  /** In the language that it went through. */
  readonly between: string | null;
}

/** Labels with their shares, the likeliest first. */
export interface Classified {
  readonly shares: readonly (readonly [label: string, share: number])[];
  readonly milliseconds: number;
  readonly tokens: number;
}

/** What is known once a model is loaded. */
export interface Prepared {
  readonly version: string;
  readonly examples: readonly Question[];
  /** The bundles that found no place in the storage. */
  readonly unkept: readonly string[];
}

/** What is asked of the worker, by the kind of it, and what it answers. */
export interface Asks {
  look: { asked: null; answered: Found[] };
  prepare: { asked: Subject; answered: Prepared };
  translate: { asked: Subject & { text: string }; answered: Translated };
  classify: { asked: Subject & { question: Question }; answered: Classified };
  check: { asked: Subject; answered: boolean };
  card: { asked: string; answered: string };
  kept: { asked: null; answered: KeptNow };
  forget: { asked: string | null; answered: null };
  /** Has the files of a bundle in the storage. */
  fetch: { asked: string; answered: null };
  said: { asked: null; answered: unknown };
  /** A job, as its document. */
  measure: { asked: unknown; answered: unknown };
}

export type Kind = keyof Asks;

/** The first message: what all others are about. */
export interface Beginning {
  readonly site: Site;
  readonly base: string;
}

export interface Request<K extends Kind = Kind> {
  readonly id: number;
  readonly kind: K;
  readonly asked: Asks[K]["asked"];
}

/** How far something is. */
export type Progress =
  | { readonly fetching: Fetching }
  | { readonly share: number; readonly what: string };

/** Why something failed: of which kind, and in words. */
export interface Failure {
  readonly kind:
    | "refused"
    | "network"
    | "hash"
    | "full"
    | "memory"
    | "library"
    | "stopped"
    | "unexpected";
  readonly message: string;
}

export type ToWorker =
  | { readonly begin: Beginning }
  | { readonly request: Request }
  | { readonly stop: number }
  | { readonly hidden: number }
  | { readonly told: number; readonly value: unknown };

export type FromWorker =
  | { readonly id: number; readonly heard: Progress }
  | { readonly id: number; readonly done: unknown }
  | { readonly id: number; readonly failed: Failure }
  | { readonly asks: number; readonly asked: "battery" | "memory" };
