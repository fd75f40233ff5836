import { Categories } from "../unicode/Categories";
import { codeAt, isAscii, without } from "../unicode/CodePoints";
import { normalized } from "../unicode/Forms";
import { lowercase } from "../unicode/Lowercase";
import type { Normalizer } from "./Normalizer";

const REPLACEMENT = 0xfffd;
const PLAIN = /^[ -~]*$/;
const MAYBE_CHINESE = /[\u3400-\uffff]/;

/** As in tokenizer.json. */
export interface BertOptions {
  readonly cleansText: boolean;
  readonly separatesChinese: boolean;
  readonly stripsAccents: boolean;
  readonly lowercases: boolean;
}

/** The steps of BERT's own tokenizer, in its order (normalizers/bert.rs). */
export class BertNormalizer implements Normalizer {
  readonly keepsBeginning = false;

  constructor(private readonly options: BertOptions) {}

  normalize(text: string): string {
    const { cleansText, separatesChinese, stripsAccents, lowercases } = this.options;
    let done = text;
    if (cleansText) done = cleaned(done);
    if (separatesChinese) done = chineseApart(done);
    if (stripsAccents) done = withoutAccents(done);
    return lowercases ? lowercase(done) : done;
  }
}

function cleaned(text: string): string {
  if (PLAIN.test(text)) return text;
  const [control, space] = [Categories.control(), Categories.space()];
  let made = "";
  for (const one of text) {
    const code = codeAt(one, 0);
    if (code >= 0x20 && code <= 0x7e) made += one;
    else if (code !== 0 && code !== REPLACEMENT && !control.has(code))
      made += space.has(code) ? " " : one;
  }
  return made;
}

function withoutAccents(text: string): string {
  const apart = normalized(text, "NFD");
  return isAscii(apart) ? apart : without(apart, (code) => Categories.nonspacing().has(code));
}

function chineseApart(text: string): string {
  if (!MAYBE_CHINESE.test(text)) return text;
  let made = "";
  for (const one of text) made += Categories.chinese().has(codeAt(one, 0)) ? ` ${one} ` : one;
  return made;
}
