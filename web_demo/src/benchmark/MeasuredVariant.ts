import type { Engine } from "../engine/Engine";
import { type Fields, record } from "../json/Fields";
import type { Bundle } from "../manifest/Bundle";
import { programOf } from "../manifest/Manifest";
import type { Metric, Variant } from "./Run";

/** What is measured of a bundle; one without a program for the engine is refused. */
export function variant(bundle: Bundle, engine: Engine): Variant {
  const { manifest } = bundle;
  const file = programOf(manifest, engine.name);
  const words = manifest.texts.filter((text) => text.role === "tokenizer");
  return {
    bundle: manifest.name,
    task: manifest.task,
    model: manifest.source.model,
    manifest_sha256: bundle.manifestSha256,
    engine: engine.name,
    engine_version: engine.version,
    threads: engine.options.threads,
    file: file.path,
    format: file.format,
    precision: file.precision,
    sha256: file.sha256,
    size_bytes: file.sizeBytes,
    text_bytes: words.reduce((sum, text) => sum + text.sizeBytes, 0),
    unique_parameters: manifest.uniqueParameters,
    stored_bytes: Object.fromEntries(file.storedBytes),
    arena_bytes: Object.fromEntries(file.methods.map((it) => [it.name, it.arenaBytes])),
    delegated: null,
    beams: manifest.decoding?.settings.numBeams ?? null,
    quality: quality(bundle, file.format),
    provider: engine.options.provider,
  };
}

/** Planned memory of all methods together, where every one is known. */
export function arena(bundle: Bundle, engine: Engine): number | null {
  const planned = programOf(bundle.manifest, engine.name).methods.map((it) => it.arenaBytes);
  return planned.reduce(
    (sum, bytes) => (sum === null || bytes === null ? null : sum + bytes),
    0 as number | null,
  );
}

/** Figures of the manifest for one format. */
function quality({ manifest }: Bundle, format: string): Metric[] {
  const rows = manifest.document.quality;
  if (!Array.isArray(rows)) return [];
  const found = rows.map((row, at) => record(row, `quality[${at}]`, metric));
  return found.filter((it) => it.format === format).map((it) => it.metric);
}

function metric(fields: Fields): { format: string; metric: Metric } {
  const found = {
    format: fields.text("format"),
    metric: {
      metric: fields.text("metric"),
      float_value: fields.real("float_value"),
      exported_value: fields.real("exported_value"),
      data: fields.text("data"),
      rows: fields.whole("rows"),
    },
  };
  // What else a manifest says of a figure is not shown in a run.
  for (const name of Object.keys(fields.entries)) fields.any(name);
  return found;
}
