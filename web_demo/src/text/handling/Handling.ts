/**
 * What is done to a text before a translator sees it. `asIs`: every piece goes to the model as it
 * stands; without, what is no text is handed through and letters are folded. `joinLines`: lines that
 * were wrapped are one.
 */
export interface Handling {
  readonly asIs: boolean;
  readonly joinLines: boolean;
}

/** What a text gets where nothing else is asked. */
export const USUAL: Handling = { asIs: false, joinLines: false };
