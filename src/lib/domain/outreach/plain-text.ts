/** A letter's plain text as paragraphs, with the addresses in it that may be followed: https alone, each with its host. */

export type Piece = { readonly text: string } | { readonly href: string; readonly host: string };

/** Lines within a paragraph stay lines; an empty line parts two. */
export function toParagraphs(text: string): readonly (readonly (readonly Piece[])[])[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.split('\n').map(toPieces))
    .filter((lines) => lines.some((pieces) => pieces.length > 0));
}

/** Letters of a plain address, so that nothing beside it is drawn into it, and no name before the host misleads. */
const ADDRESS =
  /https:\/\/((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})(?![\w.-]*@)(?:[/?#][\w\-.~:/?#@!$&*+,;=%]*)?/gi;
/** What ends a sentence is the sentence's. */
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
