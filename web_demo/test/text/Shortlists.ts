import { WordLists } from "../../src/text/WordLists";

/**
 * The file of a shortlist: of each source word the target words that it may become, then those of
 * every sentence; all rising, below 128 apart.
 */
export function wordListsOf(targetWords: number, lists: readonly (readonly number[])[]): WordLists {
  const steps = lists.map((list) => list.map((word, at) => word - (list[at - 1] ?? 0)));
  const bytes = new Uint8Array(8 + 12 + 2 * steps.length + steps.flat().length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("mobilecW"));
  view.setUint32(8, 1, true);
  view.setUint32(12, steps.length - 1, true);
  view.setUint32(16, targetWords, true);
  for (const [at, list] of steps.entries()) view.setUint16(20 + 2 * at, list.length, true);
  bytes.set(steps.flat(), 20 + 2 * steps.length);
  return WordLists.read(bytes, targetWords);
}
