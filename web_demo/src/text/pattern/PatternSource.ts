import { Refused } from "../../Refused";
import { codeAt, unitsOf } from "../unicode/CodePoints";

/** A pattern and how far it was read. */
export class PatternSource {
  private place = 0;

  constructor(private readonly pattern: string) {}

  get atEnd(): boolean {
    return this.place === this.pattern.length;
  }

  sees(what: string): boolean {
    return this.pattern.startsWith(what, this.place);
  }

  take(what: string): boolean {
    const found = this.sees(what);
    if (found) this.place += what.length;
    return found;
  }

  /** Takes what a sticky expression finds here. */
  takeMatch(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.place;
    const found = expression.exec(this.pattern);
    if (found !== null) this.place += found[0].length;
    return found;
  }

  next(count: number): string {
    return this.pattern.slice(this.place, this.place + count);
  }

  code(): number {
    if (this.atEnd) this.refuse("its end where more is expected");
    const found = codeAt(this.pattern, this.place);
    this.place += unitsOf(found);
    return found;
  }

  refuse(what: string): never {
    throw new Refused(
      `the regular expression ${this.pattern} of the tokenizer has ${what} at place ${this.place}, which this app ` +
        "does not read; export the model with another tokenizer",
    );
  }
}
