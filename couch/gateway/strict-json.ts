/**
 * JSON with one reading (threats P4): what two parsers could read in two ways is refused before anything
 * is hashed, stored or shown. RFC 8259 leaves open what duplicate keys, huge numbers and lone surrogates
 * mean; here they mean nothing.
 */
import { hasLoneSurrogate } from '#lib/domain/canonical.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';

/** UTF-8 without a byte order mark, valid JSON, integers only, no key twice, no `__proto__`. */
export function parseStrictJson(bytes: Uint8Array, mostDepth: number): Result<unknown> {
  const text = decode(bytes);
  if (text === null) return refuse({ code: 'json.notUtf8' });
  try {
    const value: unknown = JSON.parse(text);
    const code = isOwnSpelling(text, value, mostDepth) ? null : scan(text, mostDepth);
    return code === null ? accept(value) : refuse({ code });
  } catch {
    return refuse({ code: 'json.malformed' });
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Whether the text is just what this platform would write for the value, as every browser's is: then no key came
 * twice, no number was spelled otherwise, and the tokens need not be walked. What is in doubt is.
 */
function isOwnSpelling(text: string, value: unknown, mostDepth: number): boolean {
  if (text.includes('\\u') || text.includes('"__proto__"')) return false;
  return isPlain(value, mostDepth) && JSON.stringify(value) === text;
}

/** Safe integers only, and no deeper: what is not goes the long way and is told why. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key], depth - 1)) return false;
  return true;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[{}[\]]/g;
const INTEGER = /^(?:0|-?[1-9][0-9]{0,15})$/;

/** Walks the tokens of a text that is known to be JSON; a set of keys for each object that is open. */
function scan(text: string, mostDepth: number): string | null {
  const open: (Set<string> | null)[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const token = match[0];
    const first = token.charCodeAt(0);
    if (first === 123 || first === 91) {
      if (open.push(first === 123 ? new Set() : null) > mostDepth) return 'json.tooDeep';
    } else if (first === 125 || first === 93) open.pop();
    else if (first !== 34) {
      if (!INTEGER.test(token) || !Number.isSafeInteger(Number(token))) return 'json.number.notCanonical';
    } else {
      const code = judgeText(token, isKey(text, TOKEN.lastIndex) ? (open[open.length - 1] ?? null) : null);
      if (code !== null) return code;
    }
  }
  return null;
}

function isKey(text: string, after: number): boolean {
  let at = after;
  while (/\s/.test(text.charAt(at))) at++;
  return text.charCodeAt(at) === 58;
}

function judgeText(token: string, keys: Set<string> | null): string | null {
  const text = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
  if (token.includes('\\') && hasLoneSurrogate(text)) return 'json.surrogate';
  if (keys === null) return null;
  if (text === '__proto__') return 'json.key.refused';
  if (keys.has(text)) return 'json.key.twice';
  keys.add(text);
  return null;
}
