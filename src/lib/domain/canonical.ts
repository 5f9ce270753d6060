/** RFC 8785 of objects, lists, strings, booleans, null and safe integers; any other value is a programming error. */
// eslint-disable-next-line no-control-regex -- controls are what JSON escapes
const NEEDS_CARE = /["\\\u0000-\u001F\uD800-\uDFFF]/;

/** JSON.stringify's output for a lone surrogate; an escaped backslash before these letters looks the same. */
const LOOKS_LONE = /\\ud[89a-f]/;

/**
 * Throws on floats, undefined, functions, lone surrogates and class instances. Acts are stored in this order, so
 * JSON.stringify already gives the canonical text.
 */
export function canonicalJson(value: unknown): string {
  if (!isInOrder(value)) return write(value);
  const text = JSON.stringify(value);
  return text.indexOf('\\ud') >= 0 && LOOKS_LONE.test(text) ? write(value) : text;
}

function isInOrder(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return areInOrder(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let before: string | null = null;
  for (const key of Object.keys(value)) {
    if (before !== null && before >= key) return false;
    if (!isInOrder((value as Readonly<Record<string, unknown>>)[key])) return false;
    before = key;
  }
  return true;
}

function areInOrder(values: readonly unknown[]): boolean {
  for (let i = 0; i < values.length; i++) if (!isInOrder(values[i])) return false;
  return true;
}

function write(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isSafeInteger(value)) throw new Error('not a safe integer: ' + value);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? list(value) : record(value as Readonly<Record<string, unknown>>);
    default:
      throw new Error('no canonical JSON for ' + typeof value);
  }
}

function list(values: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < values.length; i++) text += (i === 0 ? '' : ',') + write(values[i]);
  return text + ']';
}

/** `sort` without a comparator uses UTF-16 code units, as RFC 8785 §3.2.3 requires. */
function record(fields: Readonly<Record<string, unknown>>): string {
  if (Object.prototype.toString.call(fields) !== '[object Object]') throw new Error('not a plain object');
  const keys = Object.keys(fields).sort();
  let text = '{';
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    text += (i === 0 ? '' : ',') + quote(key) + ':' + write(fields[key]);
  }
  return text + '}';
}

function quote(text: string): string {
  if (!NEEDS_CARE.test(text)) return '"' + text + '"';
  if (hasLoneSurrogate(text)) throw new Error('lone surrogate');
  return JSON.stringify(text);
}

export function hasLoneSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = text.charCodeAt(i + 1);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return true;
    i++;
  }
  return false;
}
