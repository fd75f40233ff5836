import { Refused } from "../Refused";
import type { Decoding, StateEntry } from "./Decoding";
import type { ProgramFile, Size } from "./ProgramFile";

export const IDS = "input_ids";
export const MASK = "attention_mask";
export const TYPES = "token_type_ids";
export const TOKEN = "token";
export const POSITION = "position";
export const LOGITS = "logits";
export const HIDDEN = "hidden";
export const WORDS = "words";
export const OUTPUT_ROWS = "output_rows";
export const OUTPUT_BIAS = "output_bias";

/** Names of methods. */
export const FORWARD = "forward";
export const ENCODE = "encode";
export const DECODE = "decode";

/** The rules by which a state is updated: one position of it is written, or all of it. */
export type Update = "append" | "replace";

/**
 * An input of a step that holds what the steps before it left there: zero before the first.
 *
 * `shape`: the rows of one hypothesis lie together along the first axis, and are moved in one piece.
 * `new` is the output that brings what follows: by "append" one position (rows, 1, ...) of a state
 * (rows, capacity, ...), written at the step's; by "replace" all of it.
 */
export interface State {
  readonly name: string;
  readonly new: string;
  readonly shape: readonly number[];
  readonly update: Update;
}

/**
 * All that a decoder remembers.
 *
 * `capacity`: how many tokens a hypothesis may have behind it. `hypotheses`: how many one step
 * extends. `source`: what "encode" returns and every step takes; it is the same for all hypotheses.
 */
export interface States {
  readonly hypotheses: number;
  readonly capacity: number;
  readonly source: readonly string[];
  readonly kept: readonly State[];
}

/** What the decoder of a file remembers, with the shapes that it has there. */
export function statesIn(file: ProgramFile, decoding: Decoding): States {
  const steps = file.methods.filter((method) => method.name.split("_")[0] === DECODE);
  const tensors = steps.flatMap((method) => [...method.inputs, ...method.states]);
  const shapes = new Map(tensors.map((tensor) => [tensor.name, tensor.shape]));
  const kept = decoding.states.map((state) => {
    const sizes = shapes.get(state.name) ?? [];
    const shape = sizes.map((size) => size.maximum);
    if (!fits(decoding, state, sizes)) {
      throw new Refused(
        `${file.path} should keep ${state.name} for ${decoding.hypotheses} hypotheses of ` +
          `${decoding.capacity} tokens, and its decode takes it as [${shape.join(", ")}]; ` +
          "export the bundle again",
      );
    }
    return { name: state.name, new: state.new, shape, update: state.update };
  });
  const { hypotheses, capacity, source } = decoding;
  return { hypotheses, capacity, source, kept };
}

/** Rows for every hypothesis, and of what is appended a place for every token. */
function fits(decoding: Decoding, state: StateEntry, sizes: readonly Size[]): boolean {
  const [rows, places] = sizes;
  if (rows === undefined || places === undefined || decoding.hypotheses < 1) return false;
  const fixed = sizes.every((size) => size.minimum === size.maximum && size.minimum > 0);
  const whole = rows.minimum % decoding.hypotheses === 0;
  return fixed && whole && (state.update === "replace" || places.minimum >= decoding.capacity);
}
