import { readJson } from "../json/Fields";
import { FORMAT } from "../manifest/Bundle";
import type { Manifest } from "../manifest/Manifest";
import { MANIFEST, manifestOf } from "../manifest/ReadManifest";
import { Refused } from "../Refused";
import type { Bundles } from "../storage/Bundles";
import { WrongFile } from "../storage/Fetched";
import type { SiteBundle } from "../storage/Site";
import type { Facts, Found } from "./Messages";

/** The name of a bundle's file for people. */
export const CARD = "card.md";

/** What is read of a bundle before it answers: all but its card, which is for people. */
export function withoutCard(bundle: SiteBundle): SiteBundle {
  return { ...bundle, files: bundle.files.filter(({ path }) => path !== CARD) };
}

/** What a person reads of a bundle of the site, or why it cannot be read. */
export async function found(bundles: Bundles, bundle: SiteBundle): Promise<Found> {
  const file = bundle.files.find(({ path }) => path === MANIFEST);
  const known = {
    name: bundle.name,
    manifest: file?.sha256 ?? "",
    bytes: bundle.files.reduce((sum, { bytes }) => sum + bytes, 0),
    card: bundle.files.some(({ path }) => path === CARD),
  };
  try {
    if (!file) throw new Refused(`${bundle.name} has no ${MANIFEST}; write the site anew`);
    const text = new TextDecoder().decode(await bundles.bytes(bundle, file));
    const manifest = manifestOf(readJson(text, MANIFEST), MANIFEST);
    return { ...known, facts: factsOf(manifest), problem: null };
  } catch (error) {
    if (!(error instanceof Refused) || error instanceof WrongFile) throw error;
    return { ...known, facts: null, problem: error.message };
  }
}

function factsOf(manifest: Manifest): Facts {
  const { text, source } = manifest;
  const files = manifest.files.filter(({ format }) => format === FORMAT);
  return {
    task: manifest.task,
    source: text.sourceLanguage,
    target: text.targetLanguage,
    pairs: text.pairs,
    runs: files.length > 0,
    precision: files.map(({ format, precision }) => `${format} ${precision}`).join(", "),
    parameters: manifest.uniqueParameters,
    licence: source.licence,
    made: manifest.created,
    tool: manifest.tool.version,
    model: source.model,
  };
}
