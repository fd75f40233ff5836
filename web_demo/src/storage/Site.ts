import { type Fields, type Json, record } from "../json/Fields";
import { Refused } from "../Refused";

/** A file of a bundle, at `path` beneath the bundle's. */
export interface SiteFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A bundle of a site; `path` is relative to the page. */
export interface SiteBundle {
  readonly name: string;
  readonly path: string;
  readonly files: readonly SiteFile[];
}

/** site.json: what a page can fetch. `run`: where a computer says what is to be measured. */
export interface Site {
  readonly bundles: readonly SiteBundle[];
  readonly run: { readonly api: string } | null;
}

const SCHEMA = 1;

/** Reads site.json; refuses another schema, and addresses that leave the page's folder. */
export function readSite(document: Json): Site {
  return record(document, "site.json", (fields) => {
    const schema = fields.whole("schema");
    if (schema !== SCHEMA) {
      throw new Refused(`site.json has schema ${schema}; this page reads ${SCHEMA}`);
    }
    return {
      bundles: fields.records("bundles", bundle),
      run: fields.recordOrNull("run", (run) => ({ api: inside(run, "api") })),
    };
  });
}

function bundle(fields: Fields): SiteBundle {
  return {
    name: fields.text("name"),
    path: inside(fields, "path"),
    files: fields.records("files", file),
  };
}

function file(fields: Fields): SiteFile {
  const [path, bytes, sha256] = [
    inside(fields, "path"),
    fields.whole("bytes"),
    fields.text("sha256"),
  ];
  if (bytes < 0 || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new Refused(
      `${path} of site.json has ${bytes} bytes and the sha256 "${sha256}": it is damaged`,
    );
  }
  return { path, bytes, sha256 };
}

function inside(fields: Fields, name: string): string {
  const path = fields.text(name);
  if (/^[\\/]|^[a-z]+:|(^|\/)\.\.(\/|$)/i.test(path)) {
    throw new Refused(`${fields.where} has the ${name} "${path}", which leaves the page's folder`);
  }
  return path;
}
