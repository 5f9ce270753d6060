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
    const code = hasOneReading(bytes, value, mostDepth) ? null : scan(text, mostDepth);
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
 * Whether the tokens need not be walked: the value has as many keys as the text has colons outside of its strings,
 * so that no key came twice, and nothing in it is spelled in a way that asks for a closer look.
 */
function hasOneReading(bytes: Uint8Array, value: unknown, mostDepth: number): boolean {
  const colons = countColons(bytes);
  return colons >= 0 && countKeys(value, mostDepth) === colons;
}

const [QUOTE, MINUS, POINT, ZERO, NINE, COLON] = [0x22, 0x2d, 0x2e, 0x30, 0x39, 0x3a] as const;
const [CAPITAL_E, BACKSLASH, SMALL_E, SMALL_U] = [0x45, 0x5c, 0x65, 0x75] as const;

/** Of valid JSON; -1 where a number is spelled otherwise than an integer is, or a character by its code. */
function countColons(bytes: Uint8Array): number {
  let colons = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === COLON) colons++;
    else if (byte === POINT || byte === CAPITAL_E) return -1;
    else if (byte === MINUS && bytes[at + 1] === ZERO) return -1;
    else if (byte >= ZERO && byte <= NINE && bytes[at + 1] === SMALL_E) return -1;
    else if (byte === QUOTE) {
      for (at++; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH && bytes[++at] === SMALL_U) return -1;
    }
  }
  return colons;
}

/** In all objects together; NaN where something is no safe integer, is too deep or has a name that means more. */
function countKeys(value: unknown, depth: number): number {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 0 : NaN;
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === 0) return NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countKeys(item, depth - 1);
    return count;
  }
  for (const key in value) {
    if (key === '__proto__') return NaN;
    count += 1 + countKeys((value as Record<string, unknown>)[key], depth - 1);
  }
  return count;
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
