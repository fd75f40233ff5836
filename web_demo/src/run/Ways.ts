import { isKnown, isSameLanguage, languageCode } from "../text/sentence/LanguageCode";

/** The languages of a translator, as its model names them; null where it names none. */
export interface Direction {
  readonly source: string | null;
  readonly target: string | null;
}

/**
 * `legs`: places of the translators that a text goes through, one after the other; one or two of
 * them. `through`: the language in which two meet.
 */
export interface Way {
  readonly legs: readonly number[];
  readonly direction: Direction;
  readonly through: string | null;
}

/** `back`: the way that the other language is translated by, if there is one. */
export interface Choice {
  readonly way: Way;
  readonly back: Way | null;
}

/** A language for who names it, whatever the form of its code; null where that is unknown. */
export function languageTag(code: string | null): string | null {
  return isKnown(code) ? languageCode(code) : null;
}

/**
 * What a person can choose who has some `translators`, in their order: each direction with its way
 * back, and behind them two that meet in a language, where no other way leads from the one to the
 * other; as exporters/text/ways.py.
 */
export function choices(translators: readonly Direction[]): Choice[] {
  const ways = translators.map((direction, at): Way => ({ legs: [at], direction, through: null }));
  for (const [first, one] of translators.entries()) {
    for (const [second, other] of translators.entries()) {
      if (!isSameLanguage(one.target, other.source)) continue;
      const direction = { source: one.source, target: other.target };
      if (isNew(direction, ways))
        ways.push({ legs: [first, second], direction, through: one.target });
    }
  }
  return paired(ways);
}

/** Whether it leads from a known language to another, and no way does so yet. */
function isNew(direction: Direction, ways: readonly Way[]): boolean {
  const { source, target } = direction;
  const leads = isKnown(source) && isKnown(target) && !isSameLanguage(source, target);
  return leads && !ways.some((way) => isSame(way.direction, direction));
}

function isSame(one: Direction, other: Direction): boolean {
  return isSameLanguage(one.source, other.source) && isSameLanguage(one.target, other.target);
}

function paired(ways: readonly Way[]): Choice[] {
  const found: Choice[] = [];
  const left = [...ways];
  for (let way = left.shift(); way !== undefined; way = left.shift()) {
    const { source, target } = way.direction;
    const back = left.findIndex(({ direction }) =>
      isSame(direction, { source: target, target: source }),
    );
    found.push({ way, back: back < 0 ? null : (left.splice(back, 1)[0] ?? null) });
  }
  return found;
}
