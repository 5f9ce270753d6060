/** New rows follow: an update puts no other row's button under the pointer. */
export class DrawnOrder<Row> {
  readonly #keyOf: (row: Row) => string;
  readonly #drawn = new Set<string>();

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  has(key: string): boolean {
    return this.#drawn.has(key);
  }

  keep<These extends Row>(rows: readonly These[]): readonly These[] {
    const byKey = new Map(rows.map((row) => [this.#keyOf(row), row]));
    for (const key of byKey.keys()) this.#drawn.add(key);
    return [...this.#drawn].flatMap((key) => {
      const row = byKey.get(key);
      return row === undefined ? [] : [row];
    });
  }
}
