/** Acts as XML and back to the same canonical JSON, by their shapes. The schema is `static/schemas/v1/act.xsd` (`xsd.ts`). */
import type { Problem, Result } from '../../result.ts';
import { accept, refuse } from '../../result.ts';
import { fits, isPlainObject, listOf, MAX_PROBLEMS, type Check, type Members } from '../../shape/shape.ts';
import type { Body } from '../body.ts';
import type { CarriedAct } from '../later-act.ts';
import { act, body } from './described.ts';
import { escapeXml, readXmlTree, type XmlElement } from './xml-tree.ts';

export const NAMESPACE = 'urn:i2es:act:1';

/** Root elements of a document. */
export const ROOTS = { act, acts: listOf(act, 1, 5000), body } as const;

export function actToXml(value: CarriedAct): Result<string> {
  return toDocument('act', { _id: value._id, body: value.body, signature: value.signature });
}

export function bodyToXml(value: Body): Result<string> {
  return toDocument('body', value);
}

function toDocument(root: keyof typeof ROOTS, value: unknown): Result<string> {
  try {
    const written = writeElement(root, ROOTS[root], value, {
      indent: '',
      attributes: ` xmlns="${NAMESPACE}"`
    });
    return accept(`<?xml version="1.0" encoding="UTF-8"?>\n${written}`);
  } catch (problem) {
    if (problem instanceof Unwritable) return refuse({ code: 'xml.unwritable', path: problem.message });
    throw problem;
  }
}

/** A value that its shape does not describe; the message is its path. */
class Unwritable extends Error {}

interface Place {
  readonly indent: string;
  readonly attributes?: string;
}

function writeElement(
  name: string,
  check: Check,
  value: unknown,
  { indent, attributes = '' }: Place
): string {
  const inner = indent + '  ';
  const children = childrenOf(check, value, name).map(([child, of, one, key]) =>
    writeElement(child, of, one, {
      indent: inner,
      attributes: key === undefined ? '' : ` of="${escaped(key)}"`
    })
  );
  const begin = `${indent}<${name}${attributes}`;
  if (children.length > 0) return `${begin}>\n${children.join('')}${indent}</${name}>\n`;
  const text = isPlainObject(value) || Array.isArray(value) ? '' : escaped(String(value));
  return text === '' ? `${begin}/>\n` : `${begin}>${text}</${name}>\n`;
}

type Child = readonly [name: string, check: Check, value: unknown, key?: string];

function childrenOf({ note }: Check, value: unknown, name: string): readonly Child[] {
  if (note?.is === 'list' && Array.isArray(value)) return value.map((one): Child => ['item', note.item, one]);
  if (!isPlainObject(value)) return [];
  if (note?.is === 'map')
    return Object.keys(value).map((key): Child => ['entry', note.value, value[key], key]);
  if (note?.is === 'variant') {
    const { [note.member]: chosen, ...rest } = value;
    const shape = own(note.shapes, String(chosen));
    if (!shape) throw new Unwritable(name);
    return [[String(chosen), shape, rest]];
  }
  return Object.keys(value).map((key): Child => {
    const member = note?.is === 'object' ? (own(note.required, key) ?? own(note.optional, key)) : undefined;
    if (!member) throw new Unwritable(key);
    return [key, member, value[key]];
  });
}

function escaped(text: string): string {
  const read = escapeXml(text);
  if (read === null) throw new Unwritable(text.slice(0, 20));
  return read;
}

/**
 * The value of a document, as JSON would have it: an act, a list of acts, or a body without signature. Only its form is
 * judged: the caller parses it like a document that came as JSON (`parse-act.ts`).
 */
export function readXml(
  source: string
): Result<{ readonly root: keyof typeof ROOTS; readonly value: unknown }> {
  const tree = readXmlTree(source);
  if (!tree.ok) return tree;
  const { name, namespace, line } = tree.value;
  const check = own(ROOTS, name);
  if (namespace !== NAMESPACE || !check) return refuse({ code: 'xml.root', values: { name, line } });
  const problems: Problem[] = [];
  const value = readElement(tree.value, check, problems);
  if (problems.length > 0) return refuse(...problems.slice(0, MAX_PROBLEMS));
  return accept({ root: name as keyof typeof ROOTS, value });
}

function readElement(element: XmlElement, { note }: Check, out: Problem[]): unknown {
  const { name, children, text } = element;
  const wrong = (code: string, about = element): undefined =>
    void out.push({ code, path: about.name, values: { line: about.line, name: about.name } });
  const isSimple = !note || !['object', 'list', 'map', 'variant'].includes(note.is);
  const stray = children.find((child) => child.namespace !== NAMESPACE);
  if (stray) return wrong('xml.element', stray);
  const isKeyed = element.attributes.size === 1 && element.attributes.has('of') && name === 'entry';
  if ((element.attributes.size > 0 && !isKeyed) || (isSimple ? children.length > 0 : text.trim() !== ''))
    return wrong('xml.element');
  if (note?.is === 'list')
    return readAll(element, 'item', out).map((child) => readElement(child, note.item, out));
  if (note?.is === 'map') {
    const pairs = readAll(element, 'entry', out).map(
      (child) => [child.attributes.get('of') ?? '', child] as const
    );
    return toRecord(pairs, (key) => (fits(note.key, key) ? note.value : undefined), out);
  }
  if (note?.is === 'variant') {
    const [only, ...more] = children;
    const shape = only && more.length === 0 ? own(note.shapes, only.name) : undefined;
    if (!only || !shape) return wrong('xml.element', only ?? element);
    const value = readElement(only, withoutMember(shape, note.member), out);
    return isPlainObject(value) ? { [note.member]: only.name, ...value } : value;
  }
  if (note?.is === 'object') {
    const pairs = children.map((child) => [child.name, child] as const);
    return toRecord(pairs, (key) => own(note.required, key) ?? own(note.optional, key), out);
  }
  return toValue(text, note);
}

function withoutMember(shape: Check, member: string): Check {
  const { note } = shape;
  if (note?.is !== 'object') return shape;
  const { [member]: _named, ...required } = note.required;
  const bare: Check = () => undefined;
  return Object.assign(bare, { note: { ...note, required } });
}

function readAll({ children }: XmlElement, name: string, out: Problem[]): readonly XmlElement[] {
  for (const child of children)
    if (child.name !== name)
      out.push({ code: 'xml.element', path: child.name, values: { line: child.line, name: child.name } });
  return children;
}

function own(members: Members, key: string): Check | undefined {
  return Object.prototype.hasOwnProperty.call(members, key) ? members[key] : undefined;
}

function toRecord(
  pairs: readonly (readonly [key: string, element: XmlElement])[],
  checkOf: (key: string) => Check | undefined,
  out: Problem[]
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [key, element] of pairs) {
    const check = checkOf(key);
    const values = { line: element.line, name: element.name };
    if (!check) out.push({ code: 'xml.element', path: element.name, values });
    else if (Object.prototype.hasOwnProperty.call(record, key))
      out.push({ code: 'xml.twice', path: key, values });
    else record[key] = readElement(element, check, out);
  }
  return record;
}

/** Text that is not of its type stays text, and its shape refuses it. */
function toValue(text: string, note: Check['note']): unknown {
  if (note?.is === 'integer') return /^-?(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : text;
  if (note?.is === 'yesOrNo') return text === 'true' || (text === 'false' ? false : text);
  if (note?.is === 'oneOf') return note.values.find((value) => String(value) === text) ?? text;
  return text;
}
