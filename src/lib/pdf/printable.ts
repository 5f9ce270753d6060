/**
 * jsPDF drops the rest of a text at the first character that its font lacks. So all texts of an act are checked first:
 * unprintable characters become a visible sign and are counted.
 */

/** Replaces one character that the font lacks; a footnote explains it. */
export const UNPRINTABLE = '\ufffd';

interface PrintableCopy<T> {
  readonly copy: T;
  readonly missing: number;
}

/** A copy with printable texts; line feeds stay, tabs become spaces. */
export function printableCopy<T>(value: T, isInFont: (code: number) => boolean): PrintableCopy<T> {
  let missing = 0;
  const replace = (character: string): string => {
    if (character === '\n' || isInFont(character.codePointAt(0) ?? 0)) return character;
    missing += 1;
    return UNPRINTABLE;
  };
  const printText = (text: string): string =>
    [...text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\t/g, ' ')].map(replace).join('');
  return { copy: mapTexts(value, printText) as T, missing };
}

export function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, map));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]));
}
