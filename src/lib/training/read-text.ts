/** Inline content of a lesson: words, stress, codes, and places of the app; nothing else. */
import type { Token, Tokens } from 'marked';
import type { Inline, Text } from './lesson.ts';

/** Stops the build with the file’s name, the reason and the text found. */
export type Fail = (reason: string, found?: string) => never;

export function readText(tokens: readonly Token[], fail: Fail): Text {
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
