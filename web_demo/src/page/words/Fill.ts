/**
 * A text of the catalogue with its places filled: %1$s is the first of `values`, %% a percent sign. A place without a
 * value stays as it is, so that it is seen.
 */
export function fill(pattern: string, values: readonly (string | number)[]): string {
  return pattern.replace(
    /%(%|(\d)\$s)/g,
    (place: string, kind: string, number: string | undefined) => {
      if (kind === "%") return "%";
      const value = values[Number(number) - 1];
      return value === undefined ? place : String(value);
    },
  );
}
