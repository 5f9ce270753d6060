/** The reference of interface and documents as plain rows, from operations and shapes. Only read when pages are prerendered. */
import { act, NAMED } from '#lib/domain/act/describe/described.ts';
import {
  CODE_LISTS,
  substanceCodes,
  type CodeList,
  type SubstanceCodes
} from '#lib/domain/act/describe/code-lists.ts';
import { COUNTERPARTS, type Counterpart } from '#lib/domain/act/describe/mapping.ts';
import { wordsOf } from '#lib/domain/act/describe/words.ts';
import { isActKind } from '#lib/domain/act/kind-groups.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import { apiWordsOf } from '#lib/domain/api/api-words.ts';
import { refusalsOf, SHAPE_NAMES } from '#lib/domain/api/openapi.ts';
import { OPERATIONS, signedAct, type Operation } from '#lib/domain/api/operations.ts';
import { BUNDLED_EDITION } from '#lib/domain/goods/substance-edition.ts';
import sources from '#lib/domain/goods/substance-sources.json' with { type: 'json' };
import type { Check, Note } from '#lib/domain/shape/shape.ts';
import { codeToKey } from '#lib/i18n/plain-format.ts';
import type { Block, Text } from '#lib/training/lesson.ts';

export interface MemberRow {
  /** `lines[].factor.value`. */
  readonly path: string;
  readonly type: string;
  /** Shape with a name, in this reference. */
  readonly shape: string | null;
  readonly isRequired: boolean;
  readonly words: string | null;
}

export interface OperationRow extends Pick<Operation, 'id' | 'method' | 'path' | 'scope' | 'idempotent'> {
  readonly parameters: readonly MemberRow[];
  readonly request: readonly MemberRow[] | null;
  readonly reply: readonly MemberRow[];
  readonly status: number;
  readonly refusals: readonly (readonly [status: string, codes: readonly string[]])[];
}

export interface ShapeRow {
  readonly name: string;
  readonly kind: ActKind | null;
  readonly words: string | null;
  /** Description of a shape that is not an object. */
  readonly type: string | null;
  readonly members: readonly MemberRow[];
}

export interface Reference {
  readonly operations: readonly OperationRow[];
  /** Each code of a refusal with its sentence in the reader's language; names in braces are its values. */
  readonly problems: readonly (readonly [code: string, sentence: string])[];
  readonly shapes: readonly ShapeRow[];
  readonly lists: readonly CodeList[];
  readonly substances: readonly SubstanceCodes[];
  readonly counterparts: readonly Counterpart[];
  /** Of the substances. */
  readonly edition: string;
  readonly source: string;
  readonly legend: Readonly<Record<string, string>>;
}

/** More values than a line holds are in their code list. */
const MAX_VALUES = 24;

const nameOf = (check: Check): string | undefined =>
  check === signedAct ? NAMED.get(act) : SHAPE_NAMES.get(check);

function typeOf(note: Note): string {
  switch (note.is) {
    case 'list':
      return `list ${note.least}–${note.most} · ${nameOf(note.item) ?? typeOf(noteOf(note.item))}`;
    case 'map':
      return `map · ${nameOf(note.value) ?? typeOf(noteOf(note.value))}`;
    case 'orNull':
      return `${nameOf(note.check) ?? typeOf(noteOf(note.check))} | null`;
    case 'text':
      return `string ${note.least}–${note.most}${note.multiline ? ' · \\n' : ''}`;
    case 'pattern':
      return `string ${note.expression.source}`;
    case 'oneOf':
      return note.values.length > MAX_VALUES
        ? 'string'
        : [...note.values, ...(note.also ?? [])].map((one) => JSON.stringify(one)).join(' | ');
    case 'integer':
      return `integer ${note.least}–${note.most}`;
    case 'variant':
      return Object.keys(note.shapes).join(' | ');
    case 'object':
      return 'object';
    case 'yesOrNo':
      return 'boolean';
    case 'textOrNumber':
      return 'string | number';
    default:
      return 'string';
  }
}

function noteOf({ note }: Check): Note {
  if (!note) throw new Error('a shape without a note');
  return note;
}

/** The shape itself, or that of the entries of a list. */
function innerOf(check: Check): Check {
  const note = noteOf(check);
  if (nameOf(check) !== undefined) return check;
  if (note.is === 'list') return innerOf(note.item);
  if (note.is === 'map') return innerOf(note.value);
  return note.is === 'orNull' ? innerOf(note.check) : check;
}

function rowsOf(check: Check, at: string, words: readonly string[]): readonly MemberRow[] {
  const note = noteOf(innerOf(check));
  if (note.is === 'variant')
    return Object.keys(note.shapes).flatMap((key) => {
      const shape = note.shapes[key]!;
      return nameOf(shape) === undefined ? rowsOf(shape, `${at}${key}: `, [...words, key]) : [];
    });
  if (note.is !== 'object') return [];
  const rows = (members: Readonly<Record<string, Check>>, isRequired: boolean): readonly MemberRow[] =>
    Object.keys(members).flatMap((key) => {
      const member = members[key]!;
      const inner = innerOf(member);
      const isList = noteOf(member).is === 'list' && nameOf(member) === undefined;
      const path = at + key + (isList ? '[]' : '');
      const shape = nameOf(inner) ?? null;
      const own = {
        path,
        type: nameOf(member) ?? typeOf(noteOf(member)),
        shape,
        isRequired,
        words: apiWordsOf([...words, key])
      };
      return [own, ...(shape === null ? rowsOf(inner, `${path}.`, [...words, key]) : [])];
    });
  return [...rows(note.required, true), ...rows(note.optional, false)];
}

function toShape(check: Check, name: string): ShapeRow {
  const members = rowsOf(check, '', [name]);
  return {
    name,
    kind: isActKind(name) ? name : null,
    words: wordsOf([name]),
    type: members.length > 0 ? null : typeOf(noteOf(check)),
    members
  };
}

function toOperation(operation: Operation): OperationRow {
  const { id, method, path, scope, idempotent, parameters, request, reply } = operation;
  const body = (check: Check): readonly MemberRow[] => {
    const shape = nameOf(check);
    if (shape !== undefined) return [{ path: '', type: shape, shape, isRequired: true, words: null }];
    return rowsOf(check, '', [id]);
  };
  return {
    id,
    method,
    path,
    scope,
    idempotent,
    parameters: parameters.map(({ name, required, check }) => ({
      path: name,
      type: nameOf(check) ?? typeOf(noteOf(check)),
      shape: nameOf(check) ?? null,
      isRequired: required,
      words: apiWordsOf([id, name])
    })),
    request: request && body(request),
    reply: body(reply.body),
    status: reply.status,
    refusals: Object.entries(refusalsOf(operation))
  };
}

/** `messages`: those of the page's language, by key. */
export function readReference(messages: Readonly<Record<string, unknown>>): Reference {
  const operations = (OPERATIONS as readonly Operation[]).map(toOperation);
  const codes = new Set(operations.flatMap(({ refusals }) => refusals.flatMap(([, some]) => some)));
  const shapes = [...SHAPE_NAMES].map(([check, name]) => toShape(check, name));
  const order = ({ kind, members }: ShapeRow): number => (kind !== null ? 0 : members.length > 0 ? 1 : 2);
  return {
    operations,
    problems: [...codes].sort().map((code) => [code, String(messages[codeToKey(code)])]),
    shapes: shapes.sort((a, b) => order(a) - order(b)),
    lists: CODE_LISTS,
    substances: substanceCodes(),
    counterparts: COUNTERPARTS,
    edition: `${BUNDLED_EDITION.edition} (${BUNDLED_EDITION.date})`,
    source: BUNDLED_EDITION.source,
    legend: sources.cas
  };
}

/** The labels of the reference: the last table of the page’s text, whose first column names them. */
export function readLabels(blocks: readonly Block[]): {
  readonly blocks: readonly Block[];
  readonly labels: Readonly<Record<string, string>>;
} {
  const table = blocks[blocks.length - 1];
  if (table?.kind !== 'table') throw new Error('the last block of the reference is the table of its labels');
  const labels = table.rows.map(([name = [], text = []]) => [plain(name), plain(text)] as const);
  return { blocks: blocks.slice(0, -1), labels: Object.fromEntries(labels) };
}

function plain(text: Text): string {
  return text
    .map((part) =>
      typeof part === 'string' ? part : plain(typeof part.text === 'string' ? [part.text] : part.text)
    )
    .join('');
}
