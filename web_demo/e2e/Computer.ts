import { type ChildProcess, spawn } from "node:child_process";

/** What the command `mobilec` of a virtual environment does. */
const MOBILEC = "import sys; from mobilec.cli.main import main; sys.exit(main())";

/** `mobilec bench --device web`, as a person starts it. */
export class Computer {
  /** All that it said. */
  words = "";
  private process: ChildProcess | null = null;
  private ended: Promise<number | null> = Promise.resolve(null);

  /** The address that it says, once it listens. */
  async start(bundles: readonly string[], more: readonly string[]): Promise<string> {
    const python = process.env.MOBILEC_PYTHON ?? "python3";
    const brief = ["--runs", "3", "--seconds", "0", "--warm-ups", "1"];
    const page = ["--device", "web", "--app", "dist"];
    const words = ["-c", MOBILEC, "bench", ...bundles, ...page, ...brief, ...more];
    const started = spawn(python, words, { stdio: ["ignore", "pipe", "pipe"] });
    this.process = started;
    this.ended = new Promise((resolve) => started.on("close", resolve));
    return new Promise((resolve, reject) => {
      const hear = (part: Buffer) => {
        this.words += part.toString();
        const address = /http:\/\/\S+\/[\w-]{8,}\//.exec(this.words)?.[0];
        if (address) resolve(address);
      };
      started.stdout.on("data", hear);
      started.stderr.on("data", hear);
      started.on("close", () => reject(new Error(`it ended: ${this.words}`)));
    });
  }

  /** Its exit status, once it ends by itself. */
  status(): Promise<number | null> {
    return this.ended;
  }

  /** Interrupted, where it still runs. */
  async stop(): Promise<void> {
    if (this.process?.exitCode === null) this.process.kill("SIGINT");
    await this.ended;
  }
}
