import { type Json, readJson } from "../json/Fields";
import { Refused } from "../Refused";
import { type Digest, fileDigest, folderDigest } from "./Digest";
import { type Golden, readGolden } from "./Golden";
import type { Manifest } from "./Manifest";
import type { ListedFile, ProgramFile } from "./ProgramFile";
import { MANIFEST, manifestOf } from "./ReadManifest";
import { refuseContradictions } from "./Rules";
import { sha256 } from "./Sha256";

/** The files of a bundle, wherever they lie. Paths are relative to the manifest. */
export interface BundleFiles {
  /** Of all files that are there, those inside folders among them. */
  paths(): Promise<readonly string[]>;

  bytes(path: string): Promise<Uint8Array>;
}

/** The format whose programs a browser runs. */
export const FORMAT = "onnx";

/** A folder that holds what its manifest lists, as far as a browser wants it, checked. */
export class Bundle {
  #golden: Promise<Golden> | undefined;

  /** `manifestSha256`: what tells this export from every other. */
  constructor(
    readonly files: BundleFiles,
    readonly manifest: Manifest,
    readonly manifestSha256: string,
  ) {}

  /** The goldens of a classifier or a translator. */
  golden(): Promise<Golden> {
    this.#golden ??= this.#readGolden();
    return this.#golden;
  }

  /** The document of tokenizer.json. */
  tokenizer(): Promise<Json> {
    return this.json(this.manifest.text.tokenizer);
  }

  /** The same of the target's own, or null where there is none. */
  async targetTokenizer(): Promise<Json> {
    const path = this.manifest.text.targetTokenizer;
    return path === null ? null : this.json(path);
  }

  async json(path: string): Promise<Json> {
    return readJson(decoded(await this.files.bytes(path), path), path);
  }

  /** The paths of a program's files: its own, or of a folder those inside it. */
  async pathsOf(file: ProgramFile): Promise<readonly string[]> {
    return pathsOf(await this.files.paths(), file);
  }

  async #readGolden(): Promise<Golden> {
    const file = this.manifest.texts.find((text) => text.role === "golden");
    if (file === undefined) {
      throw new Refused(
        `${this.manifest.name} lists no golden file, so nothing can be checked; export it again`,
      );
    }
    return readGolden(await this.json(file.path), file.path);
  }
}

/**
 * Refuses a bundle of which a file that a browser reads is missing or differs: its .onnx program,
 * its texts; the card where it is there.
 */
export async function openBundle(files: BundleFiles): Promise<Bundle> {
  const there = await files.paths();
  if (!there.includes(MANIFEST)) throw new Refused(`this is not a bundle: it has no ${MANIFEST}`);
  const bytes = await files.bytes(MANIFEST);
  const manifest = manifestOf(readJson(decoded(bytes, MANIFEST), MANIFEST), MANIFEST);
  refuseContradictions(manifest, MANIFEST);
  refuseUnlisted(manifest);
  const cards = manifest.texts.filter((text) => text.role === "card");
  const programs = manifest.files.filter((file) => file.format === FORMAT);
  const wanted = manifest.texts.filter(
    (text) => !cards.includes(text) || there.includes(text.path),
  );
  for (const file of [...programs, ...wanted]) await refuseChanged(files, there, file);
  return new Bundle(files, manifest, await sha256(bytes));
}

/** The role of a shortlist's file. */
const SHORTLIST = "shortlist";

function refuseUnlisted(manifest: Manifest): void {
  const path = manifest.decoding?.shortlist?.path;
  if (path === undefined) return;
  const listed = manifest.texts.filter((text) => text.role === SHORTLIST).map((text) => text.path);
  if (listed.includes(path)) return;
  const names = listed.length === 0 ? "none" : `[${listed.join(", ")}]`;
  throw new Refused(
    `the bundle "${manifest.name}" searches by the shortlist "${path}", and lists ${names} among its ` +
      "files; export the bundle again",
  );
}

async function refuseChanged(
  files: BundleFiles,
  there: readonly string[],
  file: ListedFile,
): Promise<void> {
  const paths = pathsOf(there, file);
  if (paths.length === 0) {
    throw new Refused(
      `${file.path} is missing, though the manifest lists it; copy the bundle again`,
    );
  }
  const digests = new Map<string, Digest>();
  for (const path of paths) digests.set(path, await fileDigest(await files.bytes(path)));
  const found = digests.get(file.path) ?? (await folderDigest(insideOf(file.path, digests)));
  if (found.sizeBytes !== file.sizeBytes) {
    throw new Refused(
      `${file.path} has ${found.sizeBytes} bytes; the manifest says ${file.sizeBytes}. Copy the bundle again`,
    );
  }
  if (found.sha256 !== file.sha256) {
    throw new Refused(
      `${file.path} has the sha256 ${found.sha256}; the manifest says ${file.sha256}. Copy the bundle again`,
    );
  }
}

function pathsOf(there: readonly string[], file: ListedFile): readonly string[] {
  if (there.includes(file.path)) return [file.path];
  return there.filter((path) => path.startsWith(`${file.path}/`));
}

/** By their paths inside the folder. */
function insideOf(folder: string, digests: ReadonlyMap<string, Digest>): Map<string, Digest> {
  return new Map([...digests].map(([path, digest]) => [path.slice(folder.length + 1), digest]));
}

function decoded(bytes: Uint8Array, path: string): string {
  // Texts of memory that threads share are not decoded.
  const own = bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(own);
  } catch {
    throw new Refused(`${path} is no text in UTF-8; export the bundle again`);
  }
}
