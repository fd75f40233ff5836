/** Numbers, of which the least comes first (a binary heap). */
export class Heap {
  private readonly numbers: number[] = [];

  push(number: number): void {
    const { numbers } = this;
    let at = numbers.push(number) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if ((numbers[above] as number) <= number) break;
      numbers[at] = numbers[above] as number;
      at = above;
    }
    numbers[at] = number;
  }

  /** The least, which goes; undefined where there is none. */
  pop(): number | undefined {
    const { numbers } = this;
    const least = numbers[0];
    const last = numbers.pop();
    if (last !== undefined && numbers.length > 0) this.sink(last);
    return least;
  }

  private sink(number: number): void {
    const { numbers } = this;
    let at = 0;
    for (let below = 1; below < numbers.length; below = 2 * at + 1) {
      if (below + 1 < numbers.length && (numbers[below + 1] as number) < (numbers[below] as number))
        below++;
      if ((numbers[below] as number) >= number) break;
      numbers[at] = numbers[below] as number;
      at = below;
    }
    numbers[at] = number;
  }
}
