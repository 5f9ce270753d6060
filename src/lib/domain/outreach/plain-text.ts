/** Paragraphs of a plain-text letter, with https links only, each with its host. */

export type Piece = { readonly text: string } | { readonly href: string; readonly host: string };

/** Lines stay within a paragraph; an empty line separates two. */
export function toParagraphs(text: string): readonly (readonly (readonly Piece[])[])[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.split('\n').map(toPieces))
    .filter((lines) => lines.some((pieces) => pieces.length > 0));
}

/** Restricted characters, so that no text after the address joins it and no name before the host misleads. */
const ADDRESS =
  /https:\/\/((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})(?![\w.-]*@)(?:[/?#][\w\-.~:/?#@!$&*+,;=%]*)?/gi;
/** Final punctuation belongs to the sentence. */
const TAIL = /[.,;:!?]+$/;

export function toPieces(line: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  ADDRESS.lastIndex = 0;
  for (let match = ADDRESS.exec(line); match; match = ADDRESS.exec(line)) {
    const href = match[0].replace(TAIL, '');
    if (match.index > from) pieces.push({ text: line.slice(from, match.index) });
    pieces.push({ href, host: String(match[1]).toLowerCase() });
    from = match.index + href.length;
  }
  if (from < line.length) pieces.push({ text: line.slice(from) });
  return pieces;
}
