import { Categories } from "../unicode/Categories";
import { codeAt, without } from "../unicode/CodePoints";
import { type Form, normalized } from "../unicode/Forms";
import { lowercase } from "../unicode/Lowercase";
import { Replace, Replacements } from "./Replace";

/** A text to the text that is cut up. */
export interface Normalizer {
  normalize(text: string): string;

  /** Whether the first character never goes away; what is put before it does not count. */
  readonly keepsBeginning: boolean;
}

export class Chain implements Normalizer {
  readonly keepsBeginning: boolean;
  private readonly steps: readonly Normalizer[];

  constructor(steps: readonly Normalizer[]) {
    this.steps = gathered(steps);
    this.keepsBeginning = steps.every((step) => step.keepsBeginning);
  }

  normalize(text: string): string {
    return this.steps.reduce((done, step) => step.normalize(done), text);
  }
}

/** Replacements of what stands there as it is become one step where they follow each other. */
function gathered(steps: readonly Normalizer[]): Normalizer[] {
  const found: Normalizer[] = [];
  let run: Replace[] = [];
  for (const step of steps) {
    if (step instanceof Replace && step.last !== undefined) {
      if (run.length === 0) found.push(new Replacements(run));
      run.push(step);
    } else {
      run = [];
      found.push(step);
    }
  }
  return found;
}

export function formNormalizer(form: Form): Normalizer {
  return { normalize: (text) => normalized(text, form), keepsBeginning: true };
}

export const lowercaseNormalizer: Normalizer = { normalize: lowercase, keepsBeginning: true };

/** Drops marks, of whatever kind; a letter loses its accent only where NFD or NFKD came before. */
export const stripAccents: Normalizer = {
  normalize: (text) => without(text, (code) => Categories.combining().has(code)),
  keepsBeginning: false,
};

/** Spaces at the ends. */
export class Strip implements Normalizer {
  readonly keepsBeginning = false;

  constructor(
    private readonly left: boolean,
    private readonly right: boolean,
  ) {}

  normalize(text: string): string {
    const space = Categories.space();
    let start = 0;
    let end = text.length;
    // No space lies beyond the first 65,536 characters, so one unit is one character.
    if (this.left) while (start < end && space.has(text.charCodeAt(start))) start++;
    if (this.right) while (end > start && space.has(text.charCodeAt(end - 1))) end--;
    return text.slice(start, end);
  }
}

export class Prepend implements Normalizer {
  readonly keepsBeginning = true;

  constructor(private readonly what: string) {}

  normalize(text: string): string {
    return text === "" ? "" : this.what + text;
  }
}

const NMT_SPACES = new Set([
  0x9, 0xa, 0xc, 0xd, 0x1680, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x2581,
  0xfeff, 0xfffd,
]);

/** SentencePiece's rules for machine translation, without the compiled ones (normalizers/unicode.rs, do_nmt). */
export const nmt: Normalizer = {
  normalize(text) {
    let made = "";
    for (const one of text) {
      const code = codeAt(one, 0);
      if (!isDroppedByNmt(code)) made += NMT_SPACES.has(code) ? " " : one;
    }
    return made;
  },
  keepsBeginning: false,
};

function isDroppedByNmt(code: number): boolean {
  const isControl = (code >= 0x1 && code <= 0x8) || code === 0xb || (code >= 0xe && code <= 0x1f);
  return isControl || code === 0x7f || code === 0x8f || code === 0x9f;
}
