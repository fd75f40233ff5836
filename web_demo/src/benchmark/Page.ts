import { memoryOf, type Weighing } from "./Memory";
import type { Battery, PageTells } from "./Surroundings";

/** What of a window is asked; browsers lack some of it. */
export interface Window extends Weighing {
  readonly document: {
    readonly hidden: boolean;
    addEventListener(name: "visibilitychange", heard: () => void): void;
    removeEventListener(name: "visibilitychange", heard: () => void): void;
  };
  readonly navigator: { getBattery?(): Promise<Battery> };
}

/** What a page's own thread knows, from now on until it is let go. */
export class Page implements PageTells {
  private count: number;
  private readonly looked = () => {
    if (this.window.document.hidden) this.count++;
  };

  constructor(private readonly window: Window) {
    this.count = window.document.hidden ? 1 : 0;
    window.document.addEventListener("visibilitychange", this.looked);
  }

  hidden(): number {
    return this.count;
  }

  async battery(): Promise<Battery | null> {
    try {
      const found = await this.window.navigator.getBattery?.();
      return found === undefined ? null : { level: found.level, charging: found.charging };
    } catch {
      return null;
    }
  }

  memory(): Promise<number | null> {
    return memoryOf(this.window);
  }

  close(): void {
    this.window.document.removeEventListener("visibilitychange", this.looked);
  }
}
