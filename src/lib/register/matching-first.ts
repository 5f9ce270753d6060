import { foldText } from '#lib/domain/act/typed-text.ts';

export function matchingFirst(substances: readonly string[], text: string): readonly string[] {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  const isMeant = (name: string): boolean => words.some((word) => foldText(name).includes(word));
  return [...substances.filter(isMeant), ...substances.filter((name) => !isMeant(name))];
}
