import type { Json } from "../../json/Fields";
import { CutOff } from "../../storage/CutOff";

/** The computer said no, in its own words. */
export class Denied extends Error {
  override readonly name = "Denied";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a computer asks of this page: a job as its document, and how many of them are done. */
export interface Next {
  readonly job: unknown;
  readonly done: number;
  readonly of: number;
}

/** The computer that a run is for. Each call fails as cut off, or as denied. */
export class Api {
  /** `base`: the whole address beneath which it is asked. */
  constructor(
    private readonly base: string,
    private readonly send: typeof fetch = (...asked) => fetch(...asked),
  ) {}

  /** Makes this device known; gives the name that it has from now on. */
  async register(said: unknown): Promise<string> {
    const answer = (await this.post("devices", { said })) as { device?: unknown };
    if (typeof answer?.device === "string") return answer.device;
    throw new Denied(200, "it gave this device no name: is it mobilec that serves this page?");
  }

  /** What is to be measured next; null where nothing is left. */
  async next(device: string): Promise<Next | null> {
    const answer = (await this.post(`devices/${device}/next`, {})) as Partial<Next>;
    if (!answer?.job) return null;
    return { job: answer.job, done: Number(answer.done ?? 0), of: Number(answer.of ?? 1) };
  }

  async progress(device: string, share: number, what: string): Promise<void> {
    await this.post(`devices/${device}/progress`, { share, what });
  }

  async run(device: string, document: unknown): Promise<void> {
    await this.post(`devices/${device}/runs`, document);
  }

  async failed(device: string, message: string): Promise<void> {
    await this.post(`devices/${device}/failed`, { message });
  }

  private async post(path: string, body: unknown): Promise<Json> {
    const asked = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
    } as const;
    const response = await this.send(new URL(path, this.base), asked).catch((error: unknown) => {
      throw new CutOff(String(error), { cause: error });
    });
    const text = await response.text().catch((error: unknown) => {
      throw new CutOff(String(error), { cause: error });
    });
    const answer = parsed(text);
    if (response.ok) return answer;
    const said = errorOf(answer) ?? `it answered ${response.status}`;
    // Such as one whose storage is full: it may answer otherwise in some seconds.
    if (response.status >= 500) throw new CutOff(said);
    throw new Denied(response.status, said);
  }
}

function parsed(text: string): Json {
  try {
    return text === "" ? null : (JSON.parse(text) as Json);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function errorOf(answer: Json): string | null {
  const said =
    answer !== null && typeof answer === "object" && "error" in answer ? answer.error : null;
  return typeof said === "string" ? said : null;
}
