import {
  CANCELLED,
  type Checked,
  type Condition,
  FAILED,
  type Found,
  type Measured,
  type Note,
  type Reason,
  type Run,
  type Sentence,
} from "./Run";

/** Peers' own dashboards differ by more than that from run to run, and are not trusted for it. */
export const LARGEST_SPREAD = 0.1;

/** A sample of so many medians is no noise: the device did something else, or slept. */
const FARTHEST = 5;

/** The spread leaves out the largest and smallest tenth of the samples; this one does not. */
const LARGEST_VARIATION = 0.5;

/** Of a timer, as a share of the shortest sentence: medians closer than a step are the same. */
const LARGEST_STEP = 0.02;

/** A run with all that speaks against it: the twin of mobilec/benchmarking/validity.py. None makes it valid. */
export function judged(found: Found): Run {
  const reasons = reasonsOf(found);
  return { ...found, valid: reasons.length === 0, reasons, notes: notesOf(found) };
}

function reasonsOf(run: Found): Reason[] {
  const found: Reason[] = [];
  if (run.exit_status === FAILED) say("failed", run.error ?? "no reason was given");
  if (run.exit_status === CANCELLED) say("cancelled", run.error ?? "it was cancelled");
  if (run.goldens !== null && !run.goldens.passed) say("goldens", goldens(run.goldens));
  for (const words of run.measured?.sentences.flatMap(spread) ?? []) say("spread", words);
  if (run.measured !== null) for (const words of memory(run, run.measured)) say("memory", words);
  const { hidden } = run.device.browser;
  if (hidden !== null && hidden > 0) {
    say("hidden", `the tab was hidden ${hidden} times; keep it in front, with the screen on`);
  }
  if ([run.conditions.start, run.conditions.end].some(saves)) {
    say("power_save", "the system saved power");
  }
  if (run.app.build_type === "debug") {
    say("debug_build", `${run.app.name} is a debug build, which is several times slower`);
  }
  return found;

  function say(code: string, message: string): void {
    found.push({ code, message });
  }
}

/** What is to be known of a run, valid or not: the twin of mobilec/benchmarking/validity.py. */
function notesOf(run: Found): Note[] {
  return [...timer(run), ...(run.measured?.sentences.flatMap(outliers) ?? [])];
}

/** Browsers round their clock, most of them where the page is not isolated. */
function timer(run: Found): Note[] {
  const step = run.device.browser.timer_ms;
  if (step === null || run.measured === null) return [];
  const [first, ...others] = run.measured.sentences;
  const short = others.reduce((one, other) => (p50(other) < p50(one) ? other : one), first!);
  const said = `the browser's timer steps by ${step} ms, and the ${short.name} sentence takes ${p50(short).toFixed(2)} ms`;
  if (step > LARGEST_STEP * p50(short) * short.batch) {
    return [{ code: "timer", message: `${said}: smaller differences are not seen` }];
  }
  if (short.batch === 1) return [];
  return [
    { code: "timer", message: `${said}: each of its samples is the mean of ${short.batch} passes` },
  ];
}

function p50(sentence: Sentence): number {
  return sentence.total_ms.statistics.p50;
}

function outliers({ name, total_ms }: Sentence): Note[] {
  const said = total_ms.statistics;
  if (said.max <= FARTHEST * said.p50 && said.cv <= LARGEST_VARIATION) return [];
  const message =
    `the ${name} sentence took ${said.max.toFixed(1)} ms once, and ${said.p50.toFixed(1)} ms in ` +
    "the median: its mean and its upper percentiles say little";
  return [{ code: "outliers", message }];
}

function goldens(checked: Checked): string {
  const far = checked.relative_error?.toPrecision(3) ?? "not finite";
  const message = `the golden inputs have a relative error of ${far}, ${checked.tolerance} allowed`;
  const worst = checked.difference;
  if (worst === null) return message;
  return `${message}: "${worst.text}" gave ${worst.found}, PyTorch gives ${worst.expected}`;
}

function spread({ name, total_ms }: Sentence): string[] {
  const { spread } = total_ms.statistics;
  if (spread <= LARGEST_SPREAD) return [];
  return [
    `the ${name} sentence has a spread of ${percent(spread)}, at most ${percent(LARGEST_SPREAD)} is accepted`,
  ];
}

function memory(run: Found, measured: Measured): string[] {
  const weights = Object.values(run.variant.stored_bytes).reduce((sum, bytes) => sum + bytes, 0);
  const peak = measured.memory.peak_with_swap_bytes;
  if (peak === null || peak >= weights) return [];
  return [`the peak of ${peak} bytes is smaller than the ${weights} of the constants`];
}

function saves(at: Condition): boolean {
  return at.power_save === true;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
