import type { ProgramFile, RowTable } from "../manifest/ProgramFile";
import { IDS, TOKEN, WORDS } from "../manifest/State";
import { Refused } from "../Refused";
import type { Program } from "./Engine";
import { float16 } from "./Half";
import { floats, type Tensor } from "./Tensor";

/** The input that takes rows to the one whose ids they stand for. */
const STANDS_FOR: ReadonlyMap<string, string> = new Map([
  ["source_rows", IDS],
  ["token_rows", TOKEN],
  ["word_rows", WORDS],
]);

/** `rows` in the place of `ids`, which `stay` where the method reads them too. */
interface Handed {
  readonly ids: string;
  readonly rows: string;
  readonly lookup: RowLookup;
  readonly stay: boolean;
}

/** `program` with ids wherever `file` wants rows of a table that stands in its own `bytes`. */
export function withRows(program: Program, file: ProgramFile, bytes: Uint8Array): Program {
  if (file.rowTables.length === 0) return program;
  const lookups = new Map<string, Handed[]>();
  const inputs = file.rowTables.flatMap((table) => table.inputs);
  const distinct = new Map(inputs.map((input) => [`${input.method}\0${input.name}`, input]));
  for (const { method, name } of distinct.values()) {
    const ids = STANDS_FOR.get(name);
    if (ids === undefined) {
      const known = [...STANDS_FOR.keys()].join(", ");
      throw new Refused(
        `${file.path} wants rows for "${name}", which this app does not know; it knows ${known}`,
      );
    }
    const own = file.rowTables.filter((table) =>
      table.inputs.some((input) => input.method === method && input.name === name),
    );
    const stay = file.methods.some(
      (entry) => entry.name === method && entry.inputs.some((input) => input.name === ids),
    );
    const lookup = new RowLookup(file.path, bytes, own);
    lookups.set(method, [...(lookups.get(method) ?? []), { ids, rows: name, lookup, stay }]);
  }
  return new RowsProgram(program, lookups);
}

class RowsProgram implements Program {
  constructor(
    private readonly program: Program,
    private readonly lookups: ReadonlyMap<string, readonly Handed[]>,
  ) {}

  floats(...shape: number[]): Tensor & { readonly data: Float32Array } {
    return this.program.floats(...shape);
  }

  async run(
    method: string,
    inputs: ReadonlyMap<string, Tensor>,
  ): Promise<ReadonlyMap<string, Tensor>> {
    const given = new Map(inputs);
    for (const { ids, rows, lookup, stay } of this.lookups.get(method) ?? []) {
      const found = given.get(ids);
      if (!stay) given.delete(ids);
      if (found !== undefined) given.set(rows, lookup.rows(found));
    }
    return this.program.run(method, given);
  }

  close(): Promise<void> {
    return this.program.close();
  }
}

/**
 * Rows of the tables of one input, from the bytes of their file. What `rows` returns is written
 * again by the next call for as many ids.
 */
export class RowLookup {
  readonly #tables: readonly HeldTable[];
  readonly #width: number;
  #found = floats(0);

  constructor(
    path: string,
    bytes: Uint8Array,
    readonly tables: readonly RowTable[],
  ) {
    this.#tables = tables.map((table) => new HeldTable(path, bytes, table));
    this.#width = tables.reduce((sum, table) => sum + table.width, 0);
    const outside = tables.find(
      ({ column, first, width }) => column < 0 || column > this.#width - width || first < 0,
    );
    if (outside !== undefined) {
      throw new Refused(
        `${outside.name} is said to have the words from ${outside.first} on and column ` +
          `${outside.column} of ${this.#width}; the manifest is damaged, download the bundle again`,
      );
    }
  }

  /** ids (...) to float32 (..., width). */
  rows(ids: Tensor): Tensor {
    const width = this.#width;
    const shape = [...ids.shape, width];
    if (this.#found.shape.join() !== shape.join()) this.#found = floats(...shape);
    const numbers = this.#found.data;
    if (this.#tables.length > 1) numbers.fill(0);
    for (let at = 0; at < ids.data.length; at++) {
      const id = Number(ids.data[at]);
      const own = this.#tables.find((table) => table.has(id));
      if (own === undefined) {
        const names = this.tables.map((table) => table.name).join(", ");
        const rows = this.tables.reduce((sum, table) => sum + table.rows, 0);
        throw new Refused(`the id ${id} was given; ${names} has ${rows} rows`);
      }
      own.write(id, numbers, at * width);
    }
    return this.#found;
  }
}

/** Bytes of a number. */
const BYTES: ReadonlyMap<string, number> = new Map([
  ["int8", 1],
  ["float16", 2],
  ["float32", 4],
]);

class HeldTable {
  readonly #read: (at: number) => number;
  readonly #scale: (row: number) => number;

  constructor(
    path: string,
    bytes: Uint8Array,
    readonly table: RowTable,
  ) {
    const { dtype, offset, rows, width, scalesOffset } = table;
    const size = BYTES.get(dtype);
    if (size === undefined) {
      throw new Refused(
        `${path} has a table of ${dtype}; this app reads ${[...BYTES.keys()].join(", ")}`,
      );
    }
    const numbers = part(path, bytes, offset, rows * width * size);
    if (size === 1) this.#read = (at) => numbers.getInt8(at);
    else if (size === 2) this.#read = (at) => float16(numbers.getUint16(2 * at, true));
    else this.#read = (at) => numbers.getFloat32(4 * at, true);
    const scales = scalesOffset === null ? null : part(path, bytes, scalesOffset, 4 * rows);
    this.#scale = scales === null ? () => 1 : (row) => scales.getFloat32(4 * row, true);
  }

  /** Whether there is a row for the word `id`. */
  has(id: number): boolean {
    const row = id - this.table.first;
    return row >= 0 && row < this.table.rows;
  }

  /** The row of `id` into its columns of the row that begins at the number `begin` of `numbers`. */
  write(id: number, numbers: Float32Array, begin: number): void {
    const { first, width, column } = this.table;
    const row = id - first;
    const scale = this.#scale(row);
    for (let at = 0; at < width; at++) {
      numbers[begin + column + at] = this.#read(row * width + at) * scale;
    }
  }
}

function part(path: string, bytes: Uint8Array, offset: number, length: number): DataView {
  if (offset < 0 || length < 0 || offset + length > bytes.length) {
    throw new Refused(
      `${path} is damaged or cut off: a table is said to end at byte ${offset + length}, and the file ` +
        `has ${bytes.length}; download it again`,
    );
  }
  return new DataView(bytes.buffer, bytes.byteOffset + offset, length);
}
