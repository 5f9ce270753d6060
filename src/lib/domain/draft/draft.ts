/** Text exactly as typed, errors included: judged (`authorization/`) but never corrected. */
import { AUTHORIZATION_KINDS, type AuthorizationKind } from '../act/number.ts';
import { canNormalize } from '../bytes.ts';
import { isInstant } from '../calendar-date.ts';
import { canonicalJson } from '../canonical.ts';
import type { DraftId, Instant, KeyId } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { sha256Uuid } from '../sha256.ts';
import { withoutInvisible } from '../shape/characters.ts';

export type Typed = Readonly<Record<string, string>>;

/** A line's key survives reordering and merging. */
export interface DraftLine {
  readonly key: string;
  readonly fields: Typed;
}

export interface DraftFields {
  readonly fields: Typed;
  readonly lines: readonly DraftLine[];
}

const BOARD_TEXTS = ['announcement', 'survey', 'survey-answer', 'user-group-record'] as const;
/** `endorsement`: figures from a file, which an officer looks at and signs. */
const PARTNER_TEXTS = ['message', 'invitation', 'paper-record', 'endorsement'] as const;
const KINDS = [...AUTHORIZATION_KINDS, ...BOARD_TEXTS, ...PARTNER_TEXTS] as const;
export type DraftKind = (typeof KINDS)[number];

export interface DraftOf<K extends DraftKind> extends DraftFields {
  readonly _id: DraftId;
  readonly schema: 1;
  readonly kind: K;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
  readonly device: KeyId;
  readonly demonstration?: true;
}

export type Draft = DraftOf<AuthorizationKind>;
export type AnyDraft = DraftOf<DraftKind>;

export function isAuthorizationDraft(draft: AnyDraft): draft is Draft {
  return AUTHORIZATION_KINDS.some((kind) => kind === draft.kind);
}

/** A named draft that forms begin with. */
export function isTemplate({ fields }: DraftFields): boolean {
  return (fields['template'] ?? '') !== '';
}

export function isDraftOf<K extends DraftKind>(draft: AnyDraft, kind: K): draft is DraftOf<K> & AnyDraft {
  return draft.kind === kind;
}

const DRAFT_ID = /^draft:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EPOCH = '1970-01-01T00:00:00.000Z' as Instant;
const HEAD: readonly string[] = [
  'schema',
  'kind',
  'fields',
  'lines',
  'updatedAt',
  'updatedBy',
  'device',
  'demonstration'
];

export function isDraftId(value: unknown): value is DraftId {
  return typeof value === 'string' && DRAFT_ID.test(value);
}

/**
 * Tolerant except for id, kind and a later schema: non-text becomes text, unknown keys become fields, a missing date is
 * the oldest.
 */
export function parseDraft(value: unknown): Result<AnyDraft> {
  if (!isRecord(value) || !isDraftId(value['_id'])) return refuse({ code: 'draft.malformed', path: '_id' });
  const { schema } = value;
  if (typeof schema === 'number' && schema > 1)
    return refuse({ code: 'document.schema.later', path: 'schema' });
  const kind = KINDS.find((one) => one === value['kind']);
  if (!kind) return refuse({ code: 'draft.malformed', path: 'kind' });
  return accept({
    _id: value['_id'],
    schema: 1,
    kind,
    fields: { ...strayKeys(value), ...toTyped(value['fields']) },
    lines: toLines(value['lines']),
    updatedAt: isInstant(value['updatedAt']) ? value['updatedAt'] : EPOCH,
    updatedBy: toText(value['updatedBy'] ?? ''),
    device: toText(value['device'] ?? '') as KeyId,
    ...(value['demonstration'] === true ? { demonstration: true as const } : {})
  });
}

function strayKeys(value: Readonly<Record<string, unknown>>): Typed {
  const stray: Record<string, string> = {};
  for (const key of Object.keys(value)) {
    if (!key.startsWith('_') && !HEAD.includes(key)) stray[key] = toText(value[key]);
  }
  return stray;
}

function toTyped(value: unknown): Typed {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) return { unreadable: toText(value) };
  return Object.fromEntries(Object.keys(value).map((key) => [key, toText(value[key])]));
}

function toLines(value: unknown): readonly DraftLine[] {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const seen = new Set<string>();
  return list.map((item, index) => {
    const line = isRecord(item) && isRecord(item['fields']) ? item : { fields: item };
    const key = uniqueKey(toText(line['key'] ?? `line-${index}`), seen);
    return { key, fields: { ...strayLineKeys(line), ...toTyped(line['fields']) } };
  });
}

function strayLineKeys(line: Readonly<Record<string, unknown>>): Typed {
  const stray = Object.keys(line).filter((key) => key !== 'key' && key !== 'fields');
  return Object.fromEntries(stray.map((key) => [key, toText(line[key])]));
}

function uniqueKey(wanted: string, seen: Set<string>): string {
  let key = wanted;
  while (seen.has(key)) key += '+';
  seen.add(key);
  return key;
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSameText(a: DraftFields, b: DraftFields): boolean {
  return canonicalJson(wordsOf(a)) === canonicalJson(wordsOf(b));
}

function wordsOf(draft: DraftFields): unknown {
  return [filled(draft.fields), draft.lines.map((line) => [line.key, filled(line.fields)])];
}

function filled(fields: Typed): Typed {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
}

/** The same on all devices of the authority. */
export function draftIdOf(kind: DraftKind, about: string): DraftId {
  return `draft:${sha256Uuid(`${kind} ${about}`)}` as DraftId;
}

/** Leftovers of keyboards and pastes, which the door refuses. */
export function tidyText(typed = ''): string {
  const lines = withoutInvisible(typed.replace(/\r\n?/g, '\n').replace(/\t/g, ' '));
  const text = lines.replace(/[ ]+\n/g, '\n').trim();
  return canNormalize ? text.normalize('NFC') : text;
}
