import { de } from "./de";
import { en, type Phrase } from "./en";
import { fill } from "./Fill";
import type { Said } from "./Said";

/** The languages of the page, by what they are called in themselves. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof LANGUAGES;

const CATALOGUES: Record<Language, Record<Phrase, string>> = { en, de };

/** Says the page's words in one language. */
export class Speaker {
  constructor(readonly language: Language) {}

  /** A text of the catalogue, its places filled. */
  say(key: Phrase, ...values: (string | number)[]): string {
    return fill(CATALOGUES[this.language][key], values);
  }

  said(said: Said): string {
    return "words" in said ? said.words : this.say(said.phrase, ...(said.values ?? []));
  }

  /** One thread or so many. */
  threads(count: number): string {
    return this.say(count === 1 ? "threads_one" : "threads_other", count);
  }

  /** A number with about three digits. */
  short(value: number): string {
    const digits = value >= 100 || value === 0 ? 0 : value >= 10 ? 1 : 2;
    return this.number(value, digits);
  }

  /** Bytes in millions. */
  megabytes(bytes: number): string {
    return this.number(bytes / 1e6, bytes >= 100e6 ? 0 : bytes >= 1e6 ? 1 : 2);
  }

  /** With the separators of the language. */
  number(value: number, digits = 0): string {
    return new Intl.NumberFormat(this.language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  }

  /** A language by its name, whatever the form of its tag; the tag where nobody knows it. */
  languageName(tag: string): string {
    try {
      return new Intl.DisplayNames([this.language], { type: "language" }).of(tag) ?? tag;
    } catch (error) {
      if (error instanceof RangeError) return tag;
      throw error;
    }
  }
}

/** The first of `wanted` that the page speaks; English where it speaks none. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split("-")[0];
    if (base === "en" || base === "de") return base;
  }
  return "en";
}
