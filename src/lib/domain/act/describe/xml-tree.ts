/**
 * A small reader of XML 1.0, for files of other systems: elements, text, CDATA, character references. No DOCTYPE, so
 * no entity of a file's own and nothing from outside; no processing instruction but the declaration.
 */
import { accept, refuse, type Result } from '../../result.ts';

export interface XmlElement {
  /** Without prefix. */
  readonly name: string;
  readonly namespace: string;
  /** Without those that declare a namespace; names as written. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly in it. */
  readonly text: string;
  /** Line of its start, from 1. */
  readonly line: number;
}

const MAX_DEPTH = 40;

const NAME = '[A-Za-z_\\u00C0-\\uFFFD][\\w.\\-\\u00B7-\\uFFFD]*';
const TOKEN = new RegExp(
  '<!--((?:(?!--)[^])*)-->' +
    '|<!\\[CDATA\\[((?:(?!\\]\\]>)[^])*)\\]\\]>' +
    `|<(/?)(?:(${NAME}):)?(${NAME})((?:\\s+(?:${NAME}:)?${NAME}\\s*=\\s*(?:"[^<"]*"|'[^<']*'))*)\\s*(/?)>` +
    '|([^<]+)',
  'y'
);
const ATTRIBUTE = new RegExp(`((?:${NAME}:)?${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const DECLARATION =
  /^<\?xml\s+version=["']1\.0["'](?:\s+encoding=["'][A-Za-z][\w.-]*["'])?(?:\s+standalone=["'](?:yes|no)["'])?\s*\?>/;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
// eslint-disable-next-line no-control-regex -- XML 1.0 has no other controls
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

type Namespaces = Readonly<Record<string, string>>;

interface Open extends XmlElement {
  readonly children: XmlElement[];
  text: string;
  readonly tag: string;
  readonly namespaces: Namespaces;
}

/** The root element of a document. */
export function readXmlTree(source: string): Result<XmlElement> {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const lineAt = lineCounter(text);
  const wrong = (at: number, code = 'xml.malformed'): Result<never> =>
    refuse({ code, values: { line: lineAt(at) } });
  const bad = NOT_XML.exec(text);
  if (bad) return wrong(bad.index);
  let root: XmlElement | null = null;
  const open: Open[] = [];
  let at = DECLARATION.exec(text)?.[0].length ?? 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found)
      return wrong(at, /^<!DOCTYPE/i.test(text.slice(at, at + 9)) ? 'xml.doctype' : 'xml.malformed');
    const [all, , data, closing, prefix, name, attributes = '', empty, run] = found;
    const top = open[open.length - 1];
    if (name !== undefined && closing) {
      if (
        top?.tag !== (prefix === undefined ? name : `${prefix}:${name}`) ||
        attributes + (empty ?? '') !== ''
      )
        return wrong(at);
      open.pop();
    } else if (name !== undefined) {
      if (!top && root) return wrong(at);
      if (open.length >= MAX_DEPTH) return wrong(at, 'xml.deep');
      const element = toElement(prefix, name, attributes, {
        namespaces: top?.namespaces ?? {},
        line: lineAt(at)
      });
      if (!element) return wrong(at);
      if (top) top.children.push(element);
      else root = element;
      if (!empty) open.push(element);
    } else if (data !== undefined || run !== undefined) {
      const read = data ?? decode(run ?? '');
      if (read === null || (!top && (data !== undefined || read.trim() !== ''))) return wrong(at);
      if (top) top.text += read;
    }
    at += all.length;
  }
  return root && open.length === 0 ? accept(root) : wrong(text.length);
}

function toElement(
  prefix: string | undefined,
  name: string,
  source: string,
  { namespaces, line }: Pick<Open, 'namespaces' | 'line'>
): Open | null {
  const attributes = new Map<string, string>();
  const scope: Record<string, string> = { ...namespaces };
  ATTRIBUTE.lastIndex = 0;
  for (let one = ATTRIBUTE.exec(source); one; one = ATTRIBUTE.exec(source)) {
    const [, key = '', double, single] = one;
    const value = decode((double ?? single ?? '').replace(/\s/g, ' '));
    if (value === null || attributes.has(key)) return null;
    attributes.set(key, value);
    const declared = /^xmlns(?::(.+))?$/.exec(key);
    if (declared) scope[declared[1] ?? ''] = value;
  }
  for (const key of [...attributes.keys()]) if (/^xmlns(?::|$)/.test(key)) attributes.delete(key);
  const namespace = scope[prefix ?? ''];
  if (prefix !== undefined && namespace === undefined) return null;
  const tag = prefix === undefined ? name : `${prefix}:${name}`;
  return {
    name,
    namespace: namespace ?? '',
    attributes,
    children: [],
    text: '',
    line,
    tag,
    namespaces: scope
  };
}

function decode(text: string): string | null {
  if (text.indexOf('&') < 0) return text.indexOf(']]>') < 0 ? text : null;
  let isWrong = text.indexOf(']]>') >= 0;
  const decoded = text.replace(
    /&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(\w+));|&/g,
    (_all, hex, digits, name) => {
      const code = hex ? parseInt(String(hex), 16) : Number(digits);
      const read = name === undefined ? characterOf(code) : NAMED[String(name)];
      if (read === undefined) isWrong = true;
      return read ?? '';
    }
  );
  return isWrong ? null : decoded;
}

function characterOf(code: number): string | undefined {
  if (!(code >= 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(code);
  return NOT_XML.test(character) ? undefined : character;
}

function lineCounter(text: string): (at: number) => number {
  let [line, counted] = [1, 0];
  return (at) => {
    for (; counted < at; counted++) if (text.charCodeAt(counted) === 10) line++;
    return line;
  };
}

/** Null for a character that XML 1.0 cannot say. */
export function escapeXml(text: string): string | null {
  if (NOT_XML.test(text)) return null;
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#13;');
}
