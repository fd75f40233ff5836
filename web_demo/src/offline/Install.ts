/** Whether the browser offers to install the page as an app, and how it is asked to. */
export interface Installing {
  readonly offered: boolean;
  ask(): Promise<void>;
}

/** What a browser hands to a page that it would install (Chromium's alone). */
interface Offer extends Event {
  prompt(): Promise<void>;
}

/** Keeps the browser's offer to install the page until a person asks for it. */
export function installing(): Installing {
  let offer: Offer | null = null;
  self.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as Offer;
  });
  return {
    get offered() {
      return offer !== null;
    },
    async ask() {
      const mine = offer;
      offer = null;
      await mine?.prompt();
    },
  };
}
