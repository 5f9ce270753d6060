export function matchingFirst(substances: readonly string[], text: string): readonly string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isMeant = (name: string): boolean => words.some((word) => name.toLowerCase().includes(word));
  return [...substances.filter(isMeant), ...substances.filter((name) => !isMeant(name))];
}
