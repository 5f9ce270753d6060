/** XSD 1.0 of acts in XML (`xml.ts`), from shapes. */
import type { Check, Members, Note } from '../../shape/shape.ts';
import { NAMED } from './described.ts';
import { DATE, INSTANT, LINES, ONE_LINE } from './json-schema.ts';
import { wordsOf } from './words.ts';
import { escapeXml } from './xml-tree.ts';
import { NAMESPACE, ROOTS } from './xml.ts';

/** Text of an element, without and with its type. */
interface Typed {
  readonly type?: string;
  readonly inner: readonly string[];
}

class XsdWriter {
  readonly types = new Map<string, readonly string[]>();

  element(name: string, check: Check, { path, occurs = '', without }: Place): readonly string[] {
    const { type, inner } = this.typeOf(check, path, without);
    const words = documentation(wordsOf(path));
    const begin = `<xs:element name="${name}"${type === undefined ? '' : ` type="${type}"`}${occurs}`;
    const within = [...words, ...inner];
    return within.length === 0 ? [`${begin}/>`] : [`${begin}>`, ...indented(within), '</xs:element>'];
  }

  private typeOf(check: Check, path: readonly string[], without?: string): Typed {
    const name = NAMED.get(check) ?? nameOfText(check);
    if (name === undefined) return { inner: this.define(check, path, '', without) };
    if (!this.types.has(name)) {
      this.types.set(name, []);
      this.types.set(name, this.define(check, [name], ` name="${name}"`, without));
    }
    return { type: name, inner: [] };
  }

  private define(
    { note }: Check,
    path: readonly string[],
    name: string,
    without?: string
  ): readonly string[] {
    if (!note) throw new Error('a shape without a note: ' + path.join('.'));
    const words = name === '' ? [] : documentation(wordsOf(path));
    const content = this.contentOf(note, path, without);
    if (content) return wrap(`xs:complexType${name}`, [...words, ...content]);
    return wrap(`xs:simpleType${name}`, [...words, ...restriction(note)]);
  }

  private contentOf(note: Note, path: readonly string[], without?: string): readonly string[] | null {
    if (note.is === 'object') {
      const members = [
        ...this.members(note.required, path, without),
        ...this.members(note.optional, path, without, OPTIONAL)
      ];
      return wrap('xs:all', members);
    }
    if (note.is === 'variant') {
      const choices = Object.keys(note.shapes).flatMap((key) =>
        this.element(key, note.shapes[key]!, {
          path: NAMED.has(note.shapes[key]!) ? [] : [...path, key],
          without: note.member
        })
      );
      return wrap('xs:choice', choices);
    }
    if (note.is === 'list') {
      const occurs = ` minOccurs="${note.least}" maxOccurs="${note.most}"`;
      return wrap('xs:sequence', this.element('item', note.item, { path: [], occurs }));
    }
    if (note.is === 'map') {
      const [of, base] = [note.key, note.value].map((one) => this.typeOf(one, path).type ?? 'xs:string');
      const attribute = `<xs:attribute name="of" type="${of}" use="required"/>`;
      const value = wrap('xs:simpleContent', wrap(`xs:extension base="${base}"`, [attribute]));
      const entry = wrap('xs:element name="entry" maxOccurs="unbounded"', wrap('xs:complexType', value));
      return wrap('xs:sequence', entry);
    }
    return null;
  }

  private members(
    members: Members,
    path: readonly string[],
    without?: string,
    occurs = ''
  ): readonly string[] {
    return Object.keys(members)
      .filter((key) => key !== without)
      .flatMap((key) =>
        this.element(key, members[key]!, {
          path: [...path, key],
          occurs
        })
      );
  }
}

/** One type for all texts of one length. */
function nameOfText({ note }: Check): string | undefined {
  return note?.is === 'text' ? `${note.multiline ? 'lines' : 'text'}-${note.least}-${note.most}` : undefined;
}

interface Place {
  readonly path: readonly string[];
  readonly occurs?: string;
  /** The member that the element's own name says. */
  readonly without?: string;
}

const OPTIONAL = ' minOccurs="0"';

function restriction(note: Note): readonly string[] {
  const of = (base: string, facets: readonly string[]): readonly string[] =>
    wrap(`xs:restriction base="${base}"`, facets);
  switch (note.is) {
    case 'text':
      return of('xs:string', [
        `<xs:minLength value="${note.least}"/>`,
        `<xs:maxLength value="${note.most}"/>`,
        pattern(note.multiline ? LINES : ONE_LINE)
      ]);
    case 'pattern':
      return of('xs:string', [pattern(note.expression.source)]);
    case 'oneOf':
      return of(
        'xs:string',
        [...note.values, ...(note.also ?? [])].map(
          (value) => `<xs:enumeration value="${escapeXml(String(value))}"/>`
        )
      );
    case 'integer':
      return of('xs:integer', [
        pattern('-?(?:0|[1-9][0-9]*)'),
        `<xs:minInclusive value="${note.least}"/>`,
        `<xs:maxInclusive value="${note.most}"/>`
      ]);
    case 'yesOrNo':
      return of('xs:string', ['<xs:enumeration value="true"/>', '<xs:enumeration value="false"/>']);
    case 'date':
      return of('xs:date', [pattern(DATE)]);
    case 'instant':
      return of('xs:dateTime', [pattern(INSTANT)]);
    case 'anyText':
      return of('xs:string', []);
    default:
      throw new Error('not a simple type: ' + note.is);
  }
}

/** XSD has no anchors, no groups without capture, and digits of every script under `\d`. */
function pattern(source: string): string {
  const translated = source
    .replace(/^\^|\$$/g, '')
    .replace(/\(\?:/g, '(')
    .replace(/\\d/g, '[0-9]')
    .replace(/\\\//g, '/');
  if (/\(\?|\^(?!\\)(?<!\[\^)|\\[bBwWD]/.test(translated)) throw new Error('no XSD pattern: ' + source);
  return `<xs:pattern value="${escapeXml(translated)}"/>`;
}

function documentation(words: string | null): readonly string[] {
  if (!words) return [];
  return [`<xs:annotation><xs:documentation>${escapeXml(words)}</xs:documentation></xs:annotation>`];
}

function wrap(tag: string, inner: readonly string[]): readonly string[] {
  if (inner.length === 0) return [`<${tag}/>`];
  return [`<${tag}>`, ...indented(inner), `</${tag.split(' ')[0]}>`];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => '  ' + line);
}

export function writeXsd(): string {
  const writer = new XsdWriter();
  const roots = Object.entries(ROOTS).flatMap(([name, check]) => writer.element(name, check, { path: [] }));
  const types = [...writer.types].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, lines]) => lines);
  const all = [...documentation(wordsOf(['xsd'])), ...roots, ...types];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${NAMESPACE}" targetNamespace="${NAMESPACE}" elementFormDefault="qualified">`,
    ...indented(all),
    '</xs:schema>',
    ''
  ].join('\n');
}
