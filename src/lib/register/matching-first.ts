/** The substances of a row as a search shows them: what was looked for stands where it is read. */
export function matchingFirst(substances: readonly string[], text: string): readonly string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isMeant = (name: string): boolean => words.some((word) => name.toLowerCase().includes(word));
  return [...substances.filter(isMeant), ...substances.filter((name) => !isMeant(name))];
}
