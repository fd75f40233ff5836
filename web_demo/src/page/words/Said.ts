import type { Phrase } from "./en";

/** Words of the page, which are said in the person's language, or of something below, which are not. */
export type Said =
  | { readonly phrase: Phrase; readonly values?: readonly (string | number)[] }
  | { readonly words: string };

/** A text of the catalogue, with its places filled in their order. */
export function phrase(key: Phrase, ...values: (string | number)[]): Said {
  return { phrase: key, values };
}

/** Words that are said as they are. */
export function words(text: string): Said {
  return { words: text };
}
