/** At build time for our own lessons, in the reader's browser for trainers' lessons. Nothing is ever HTML. */
import { marked, type Token, type Tokens } from 'marked';
import type { Block, Question, Inline, Text } from './lesson.ts';

export function tokensOf(source: string): readonly Token[] {
  return marked.lexer(source).filter(({ type }) => type !== 'space');
}

export function readBlocks(source: string, fail: Fail): readonly Block[] {
  return tokensOf(source).map((token) => readBlock(token, fail));
}

export function readBlock(token: Token, fail: Fail): Block {
  if (token.type === 'heading') {
    const { depth, text } = token as Tokens.Heading;
    return depth === 2 ? { kind: 'heading', text } : fail('headings of a lesson are ##');
  }
  if (token.type === 'paragraph') return readParagraph(token as Tokens.Paragraph, fail);
  if (token.type === 'blockquote') {
    const [inside, ...more] = (token as Tokens.Blockquote).tokens;
    if (inside?.type !== 'paragraph' || more.length > 0) return fail('a note is one paragraph');
    return { kind: 'note', text: readText((inside as Tokens.Paragraph).tokens, fail) };
  }
  if (token.type === 'list') {
    const { ordered, items } = token as Tokens.List;
    return { kind: 'list', ordered, items: items.map((item) => readText(item.tokens, fail)) };
  }
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table;
    const cell = ({ tokens }: Tokens.TableCell) => readText(tokens, fail);
    return { kind: 'table', head: header.map(cell), rows: rows.map((row) => row.map(cell)) };
  }
  return fail(`a lesson may not have ${token.type}`, token.raw);
}

function readParagraph({ tokens }: Tokens.Paragraph, fail: Fail): Block {
  const [first] = tokens;
  if (first?.type !== 'image') return { kind: 'paragraph', text: readText(tokens, fail) };
  const { href, text } = first as Tokens.Image;
  const [, kind, name] = /^(drawing|picture):([a-z-]+)$/.exec(href) ?? [];
  if ((kind !== 'drawing' && kind !== 'picture') || name === undefined || tokens.length > 1)
    return fail('no drawing and no picture', href);
  return text.length > 10 ? { kind, name, words: text } : fail('too little is said of what is on it', href);
}

export function readQuestions(source: string, fail: Fail): readonly Question[] {
  const parts = source.split(/^### /m).slice(1);
  return parts.map((part) => {
    const id = part.split('\n', 1)[0]?.trim() ?? '';
    if (!/^[a-z-]+$/.test(id)) fail('a question’s name is small letters and strokes', id);
    const [ask, list, why, ...more] = tokensOf(part.slice(part.indexOf('\n') + 1));
    if (ask?.type !== 'paragraph' || list?.type !== 'list' || why?.type !== 'blockquote' || more.length > 0)
      return fail('a question, its choices and why', id);
    const choices = (list as Tokens.List).items.map((item) => ({
      text: readText(item.tokens, fail),
      right: item.checked === true
    }));
    const [reason] = (why as Tokens.Blockquote).tokens;
    if (reason?.type !== 'paragraph') return fail('why is one paragraph', id);
    return {
      id,
      ask: readText((ask as Tokens.Paragraph).tokens, fail),
      choices,
      why: readText((reason as Tokens.Paragraph).tokens, fail)
    };
  });
}

export type Fail = (reason: string, found?: string) => never;

function readText(tokens: readonly Token[], fail: Fail): Text {
  return tokens.flatMap((token) => readInline(token, fail));
}

function readInline(token: Token, fail: Fail): Text {
  switch (token.type) {
    case 'checkbox':
      return [];
    case 'paragraph':
      return readText((token as Tokens.Paragraph).tokens, fail);
    case 'text': {
      const { tokens, raw } = token as Tokens.Text;
      return tokens ? readText(tokens, fail) : [raw.replace(/\n/g, ' ')];
    }
    case 'escape':
      return [(token as Tokens.Escape).text];
    case 'strong':
      return [{ kind: 'strong', text: readText((token as Tokens.Strong).tokens, fail) }];
    case 'em':
      return [{ kind: 'emphasis', text: readText((token as Tokens.Em).tokens, fail) }];
    case 'codespan':
      return [{ kind: 'code', text: (token as Tokens.Codespan).text }];
    case 'link':
      return [readPlace(token as Tokens.Link, fail)];
    default:
      return fail(`a lesson may not have ${token.type}`, token.raw);
  }
}

/** No link leads out of the app: lessons are read offline. */
function readPlace({ href, tokens }: Tokens.Link, fail: Fail): Inline {
  if (!/^\/(?!\/)[\w\-/?=#]*$/.test(href)) return fail('no place of the app', href);
  return { kind: 'place', to: href, text: readText(tokens, fail) };
}
