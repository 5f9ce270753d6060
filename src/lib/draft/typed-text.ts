import type { Problem } from '#lib/domain/result.ts';

/** The server asks for one kind of line end, blank and accent. */
export function cleanTyped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\t\u00a0]/g, ' ')
    .trim()
    .normalize('NFC');
}

export function linesOf(text: string): readonly string[] {
  return cleanTyped(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function problemOf(problems: readonly Problem[], path: string): Problem | undefined {
  return problems.find((one) => one.path === path || one.path?.startsWith(`${path}.`));
}
