import { Refused } from "../Refused";
import { DECODE, LOGITS, TYPES } from "./State";

/** A size of a tensor: fixed where `minimum` and `maximum` are one number, both included. */
export interface Size {
  readonly name: string | null;
  readonly minimum: number;
  readonly maximum: number;
}

/** An input or output of a method. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly Size[];
}

/** An entry point of a file. `arenaBytes`: planned memory for activations, where it is known. */
export interface MethodEntry {
  readonly name: string;
  readonly inputs: readonly TensorEntry[];
  readonly outputs: readonly TensorEntry[];
  readonly arenaBytes: number | null;
  readonly states: readonly TensorEntry[];
}

/** Constants that stand in a file once more on purpose. */
export interface Again {
  readonly name: string;
  readonly sizeBytes: number;
  readonly reason: string;
}

/** An input that takes rows of a table: float32, of the shape of the ids and the table's width. */
export interface RowsInput {
  readonly method: string;
  readonly name: string;
}

/**
 * A table whose rows the caller looks up. Row i is `width` numbers of `dtype` at the byte `offset`
 * + i * width * size of a number; int8 rows are multiplied by the float32 at `scalesOffset` + 4 i.
 *
 * Where several tables go into one input, row i is that of the word `first` + i, and its numbers
 * go to `column` and on of what is handed in; a word has zeros in the columns of the other tables.
 */
export interface RowTable {
  readonly name: string;
  readonly offset: number;
  readonly rows: number;
  readonly width: number;
  readonly dtype: string;
  readonly scalesOffset: number | null;
  readonly inputs: readonly RowsInput[];
  readonly first: number;
  readonly column: number;
}

/** A file of the bundle. `path` is relative to the manifest. */
export interface ListedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** A program. The `sha256` of a folder is over its files; see `folderSha256`. */
export interface ProgramFile extends ListedFile {
  readonly format: string;
  readonly runtime: string;
  readonly runtimeVersion: string;
  readonly precision: string;
  readonly methods: readonly MethodEntry[];
  readonly storedBytes: ReadonlyMap<string, number>;
  readonly int8Bytes: number;
  readonly idealBytes: number;
  readonly rowTables: readonly RowTable[];
  readonly again: readonly Again[];
}

/** Another file. `role`: tokenizer, shortlist, golden or card. */
export interface TextFile extends ListedFile {
  readonly role: string;
}

/** Whether a method has token types among its inputs. */
export function readsTypes(file: ProgramFile): boolean {
  return file.methods.some((method) => method.inputs.some((input) => input.name === TYPES));
}

/** How many words a step scores. */
export function targetWords(file: ProgramFile): number {
  const steps = file.methods.filter((method) => method.name.split("_")[0] === DECODE);
  const outputs = steps.flatMap((method) => method.outputs);
  const logits = outputs.find((output) => output.name === LOGITS && output.shape.length > 0);
  const size = logits?.shape.at(-1);
  if (size === undefined || size.minimum !== size.maximum) {
    throw new Refused(`${file.path} has no step with logits of words; export the bundle again`);
  }
  return size.maximum;
}
