/**
 * Applications of this browser: texts in its local storage, so that a page that is closed has saved them; attachments,
 * which are larger, in a database of their own.
 */
import type { Attachment } from '#lib/domain/application/application.ts';
import { APPLIED_KINDS, type AppliedKind } from '#lib/domain/application/application.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { DraftFields, Typed } from '#lib/domain/draft/draft.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { parseConfirmationCode, type ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { withPlace } from '#lib/pwa/small-database.ts';
import { forget, remember, remembered } from '#lib/pwa/remember.ts';
import { readStatus, type AppliedStatus } from './apply-api.ts';

export interface KeptApplication {
  readonly id: string;
  readonly country: CountryCode;
  readonly of: AppliedKind;
  /** Made before the first attempt to send, so that every attempt is the same application. */
  readonly code: ConfirmationCode;
  readonly changedAt: Instant;
  /** With the contact person, and the answer to a question. */
  readonly form: DraftFields;
  readonly attachments: readonly Attachment[];
  /** Id of the company, if a user of its account wrote it. */
  readonly company: string | null;
  /** Numbers of the company’s licences for this, as the register has them. */
  readonly licences: readonly string[];
  /** Written on another device. */
  readonly isFollowed: boolean;
  /** Ready to send when there is a connection; “Change application” makes it a draft again. */
  readonly isReady: boolean;
  /** An attempt to send: the server might have it. */
  readonly triedAt: Instant | null;
  readonly sentAt: Instant | null;
  /** Content of the last attempt. */
  readonly sent: { readonly form: DraftFields; readonly hashes: readonly string[] } | null;
  readonly status: AppliedStatus | null;
  readonly statusAt: Instant | null;
}

const KEPT_AS = 'I2ES_APPLICATION_';

export function keptKey(id: string): string {
  return KEPT_AS + id;
}

export function keepApplication(kept: KeptApplication): boolean {
  return remember(keptKey(kept.id), kept);
}

export function readKept(id: string): KeptApplication | null {
  const kept = remembered(keptKey(id));
  if (!isPlainObject(kept) || kept['id'] !== id || !isCountry(kept['country'])) return null;
  const of = APPLIED_KINDS.find((kind) => kind === kept['of']);
  const code = parseConfirmationCode(kept['code']);
  const form = readForm(kept['form']);
  if (!of || !code.ok || !form) return null;
  const status = readStatus(kept['status']);
  const sent = isPlainObject(kept['sent']) ? kept['sent'] : null;
  const sentForm = sent && readForm(sent['form']);
  return {
    id,
    country: kept['country'],
    of,
    code: code.value,
    changedAt: readInstant(kept['changedAt']) ?? ('1970-01-01T00:00:00.000Z' as Instant),
    form,
    attachments: Array.isArray(kept['attachments']) ? kept['attachments'].filter(isAttachment) : [],
    company: typeof kept['company'] === 'string' ? kept['company'] : null,
    licences: textsIn(kept['licences']),
    isFollowed: kept['isFollowed'] === true,
    isReady: kept['isReady'] === true,
    triedAt: readInstant(kept['triedAt']),
    sentAt: readInstant(kept['sentAt']),
    sent: sentForm ? { form: sentForm, hashes: textsIn(sent?.['hashes']) } : null,
    status: status.ok ? status.value : null,
    statusAt: readInstant(kept['statusAt'])
  };
}

/** Newest first: those without an account, of all countries or one; or those of one company's account. */
export function listKept(country?: CountryCode, company: string | null = null): readonly KeptApplication[] {
  return listAll().filter(
    (one) => one.company === company && (country === undefined || one.country === country)
  );
}

function listAll(): readonly KeptApplication[] {
  let keys: readonly string[] = [];
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(KEPT_AS));
  } catch {
    // Without storage nothing is kept.
  }
  return keys
    .flatMap((key) => readKept(key.slice(KEPT_AS.length)) ?? [])
    .sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
}

export async function removeKept({ id, attachments }: KeptApplication): Promise<void> {
  forget(keptKey(id));
  const used = new Set(listAll().flatMap((one) => one.attachments.map(({ hash }) => hash)));
  for (const { hash } of attachments) if (!used.has(hash)) await forgetContent(hash).catch(() => undefined);
}

const readInstant = (value: unknown): Instant | null => (isInstant(value) ? value : null);
const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function isAttachment(value: unknown): value is Attachment {
  if (!isPlainObject(value)) return false;
  const texts = ['hash', 'name', 'type'].every((name) => typeof value[name] === 'string');
  return texts && typeof value['bytes'] === 'number';
}

function isTyped(value: unknown): value is Typed {
  return isPlainObject(value) && Object.values(value).every((one) => typeof one === 'string');
}

function readForm(value: unknown): DraftFields | null {
  if (!isPlainObject(value) || !isTyped(value['fields']) || !Array.isArray(value['lines'])) return null;
  const lines = value['lines'].flatMap((line: unknown) =>
    isPlainObject(line) && typeof line['key'] === 'string' && isTyped(line['fields'])
      ? [{ key: line['key'], fields: line['fields'] }]
      : []
  );
  return { fields: value['fields'], lines };
}

const KEPT_IN = ['i2es-applications', 'attachments'] as const;

export async function keepContent(hash: string, content: Blob): Promise<void> {
  // A blob's bytes, because some browsers cannot store a blob.
  const bytes = await content.arrayBuffer();
  await withPlace(KEPT_IN, 'readwrite', (place) => place.put(bytes, hash));
}

/** Null if this browser no longer has it. */
export async function readContent(hash: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const kept: unknown = await withPlace(KEPT_IN, 'readonly', (place) => place.get(hash)).catch(() => null);
  return kept instanceof ArrayBuffer ? new Uint8Array(kept) : null;
}

async function forgetContent(hash: string): Promise<void> {
  await withPlace(KEPT_IN, 'readwrite', (place) => place.delete(hash));
}
