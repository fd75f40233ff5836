import type { BundleFiles } from "../manifest/Bundle";
import { Refused } from "../Refused";
import type { Bundles } from "../storage/Bundles";
import type { SiteBundle } from "../storage/Site";

/**
 * A bundle's files out of the storage. While it is opened each is read several times, and held in
 * memory until `forget`.
 */
export class SiteFiles implements BundleFiles {
  private readonly held = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(
    private readonly bundles: Bundles,
    private readonly bundle: SiteBundle,
  ) {}

  async paths(): Promise<readonly string[]> {
    return this.bundle.files.map((file) => file.path);
  }

  bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.held.get(path) ?? this.read(path);
    this.held.set(path, known);
    return known;
  }

  /** Lets go of what was read: what is asked for later is read again. */
  forget(): void {
    this.held.clear();
  }

  private async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const file = this.bundle.files.find((each) => each.path === path);
    if (file) return this.bundles.bytes(this.bundle, file);
    throw new Refused(`${this.bundle.name} of this site has no file ${path}; write the site anew`);
  }
}
