import { Refused } from "../Refused";
import { CutOff } from "../storage/CutOff";
import { WrongFile } from "../storage/Fetched";
import type { Failure } from "./Messages";

/** What a person is told of what was thrown. */
export function failureOf(thrown: unknown): Failure {
  return { kind: kindOf(thrown), message: said(thrown) };
}

function kindOf(thrown: unknown): Failure["kind"] {
  if (thrown instanceof WrongFile) return "hash";
  if (thrown instanceof Refused) return "refused";
  if (thrown instanceof CutOff) return "network";
  if (thrown instanceof DOMException) return ofBrowser(thrown);
  if (thrown instanceof WebAssembly.CompileError || thrown instanceof WebAssembly.LinkError) {
    return "library";
  }
  if (thrown instanceof RangeError && MEMORY.test(thrown.message)) return "memory";
  return MEMORY.test(said(thrown)) ? "memory" : "unexpected";
}

function ofBrowser(thrown: DOMException): Failure["kind"] {
  if (thrown.name === "AbortError") return "stopped";
  return thrown.name === "QuotaExceededError" ? "full" : "unexpected";
}

/** As browsers and ONNX Runtime say it. */
const MEMORY = /out of memory|memory access|allocation failed|bad_alloc|could not allocate/i;

const DEEPEST = 3;

/** The last words of an error and of what caused it. */
function said(thrown: unknown): string {
  const lines: string[] = [];
  for (let now = thrown, depth = 0; now !== undefined && depth < DEEPEST; depth++) {
    lines.push(now instanceof Error ? now.message || now.name : String(now));
    now = now instanceof Error ? now.cause : undefined;
  }
  return [...new Set(lines)].join("\n");
}
