/**
 * Rows stay in the order in which they were first drawn, and new ones follow: a list that is read anew while
 * somebody works in it puts no button of another row under their hand. Plain state: who draws the rows asks for them.
 */
export class DrawnOrder<Row> {
  readonly #keyOf: (row: Row) => string;
  readonly #drawn = new Set<string>();

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  has(key: string): boolean {
    return this.#drawn.has(key);
  }

  /** Of two rows of one key the last stands. */
  keep<These extends Row>(rows: readonly These[]): readonly These[] {
    const byKey = new Map(rows.map((row) => [this.#keyOf(row), row]));
    for (const key of byKey.keys()) this.#drawn.add(key);
    return [...this.#drawn].flatMap((key) => {
      const row = byKey.get(key);
      return row === undefined ? [] : [row];
    });
  }
}
