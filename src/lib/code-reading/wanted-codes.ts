/** The codes of the first reading with a wanted code; without any, the first codes that were found. */
export async function readWanted(
  readings: AsyncIterable<readonly string[]>,
  isWanted: (text: string) => boolean
): Promise<readonly string[]> {
  let first: readonly string[] = [];
  for await (const found of readings) {
    if (found.some(isWanted)) return found;
    if (first.length === 0) first = found;
  }
  return first;
}
