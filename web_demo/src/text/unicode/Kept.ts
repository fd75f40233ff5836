/** What is made when it is asked for first, and kept: no table is read that no text needs. */
export function kept<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}
