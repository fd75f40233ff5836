import { fetched, type Heard } from "./Fetched";
import type { Files } from "./Files";
import type { Site, SiteBundle, SiteFile } from "./Site";

/** How far the files of a bundle are that had to be fetched. */
export interface Fetching {
  readonly bundle: string;
  readonly bytes: number;
  readonly of: number;
}

/** What this browser keeps of a bundle. */
export interface KeptBundle {
  readonly name: string;
  readonly bytes: number;
  readonly of: number;
}

/** What this browser keeps; `other`: bytes of files that no bundle of this site lists. */
export interface KeptNow {
  readonly bundles: readonly KeptBundle[];
  readonly other: number;
}

/** A way to take the digest of bytes. */
export type Digest = (bytes: Uint8Array) => Promise<string>;

/**
 * The files of a site's bundles: fetched once, checked, kept in the browser's storage. What finds no
 * place there is held in memory, and the bundle is in `unkept`.
 */
export class Bundles {
  /** The bundles of which a file found no place. */
  readonly unkept = new Set<string>();

  private readonly held = new Map<string, Uint8Array<ArrayBuffer>>();

  constructor(
    readonly site: Site,
    private readonly base: string,
    private readonly files: Files,
    private readonly digest: Digest,
  ) {}

  /** The bundle of a name; null where the site has none. */
  named(name: string): SiteBundle | null {
    return this.site.bundles.find((bundle) => bundle.name === name) ?? null;
  }

  /** The bytes of a file, from the storage or from the network. */
  async bytes(
    bundle: SiteBundle,
    file: SiteFile,
    heard: Heard = () => {},
    signal: AbortSignal | null = null,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.held.get(file.sha256) ?? (await this.stored(file));
    if (known) return known;
    const base = new URL(bundle.path, this.base).href;
    const bytes = await fetched(file, base, this.digest, heard, signal);
    await this.files.put(file.sha256, bytes).catch(() => {
      this.held.set(file.sha256, bytes);
      this.unkept.add(bundle.name);
    });
    return bytes;
  }

  /** Fetches what is not kept yet, one file after the other; what came whole before a failure stays. */
  async fetch(
    bundle: SiteBundle,
    heard: (fetching: Fetching) => void,
    signal: AbortSignal | null = null,
  ): Promise<void> {
    const kept = new Set((await this.listed()).keys());
    const missing = bundle.files.filter(
      (file) => !kept.has(file.sha256) && !this.held.has(file.sha256),
    );
    const of = size(missing);
    let before = 0;
    for (const file of missing) {
      const tell: Heard = (bytes) => heard({ bundle: bundle.name, bytes: before + bytes, of });
      tell(0);
      await this.bytes(bundle, file, tell, signal);
      before += file.bytes;
    }
  }

  async kept(): Promise<KeptNow> {
    const kept = await this.listed();
    const bundles = this.site.bundles.map((bundle) => ({
      name: bundle.name,
      bytes: size(bundle.files.filter((file) => kept.has(file.sha256))),
      of: size(bundle.files),
    }));
    const here = new Set(
      this.site.bundles.flatMap(({ files }) => files.map((file) => file.sha256)),
    );
    const others = [...kept].filter(([sha256]) => !here.has(sha256));
    return { bundles, other: others.reduce((sum, [, bytes]) => sum + bytes, 0) };
  }

  /** Deletes a bundle's files, but for those that another bundle of the site has too. */
  async forget(name: string): Promise<void> {
    const others = this.site.bundles.filter((bundle) => bundle.name !== name);
    const shared = new Set(others.flatMap(({ files }) => files.map((file) => file.sha256)));
    const mine = this.named(name)?.files.map((file) => file.sha256) ?? [];
    const gone = mine.filter((sha256) => !shared.has(sha256));
    for (const sha256 of gone) this.held.delete(sha256);
    await this.files.delete(gone);
  }

  /** Deletes what no bundle of this site lists: older exports, and models of other pages here. */
  async forgetOthers(): Promise<void> {
    const here = new Set(
      this.site.bundles.flatMap(({ files }) => files.map((file) => file.sha256)),
    );
    await this.files.delete(
      [...(await this.listed()).keys()].filter((sha256) => !here.has(sha256)),
    );
  }

  /** Nothing where the browser gives this page no storage: all is fetched then. */
  private async listed(): Promise<Map<string, number>> {
    const kept = await this.files.list().catch(() => []);
    return new Map(kept.map(({ sha256, bytes }) => [sha256, bytes]));
  }

  private async stored(file: SiteFile): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = await this.files.get(file.sha256).catch(() => null);
    return bytes?.byteLength === file.bytes ? bytes : null;
  }
}

function size(files: readonly SiteFile[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
