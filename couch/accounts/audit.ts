/** An entry is written before its change, so that no change lacks one. No route alters entries. */
import { randomBytes } from 'node:crypto';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { parseStored } from './stored-document.ts';

export const AUDIT_VERBS = [
  'person.invited',
  'person.joined',
  'person.suspended',
  'person.restored',
  'person.removed',
  'person.role',
  'person.particulars',
  'person.reset',
  'person.password',
  'invitation.revoked',
  'session.opened',
  'session.refused',
  'session.device',
  'session.ended',
  'device.asked',
  'policy.changed',
  'registration.asked',
  'registration.letter',
  'registration.letterSent',
  'registration.letterReceived',
  'registration.letterWithdrawn',
  'registration.confirmed',
  'registration.refused',
  'country.suspended',
  'country.resumed',
  'country.closed',
  'country.successor',
  'country.ownServer',
  'secondFactor.added',
  'secondFactor.removed',
  'secondFactor.cleared',
  'secondFactor.recovery',
  'calendar.made',
  'calendar.deleted',
  'push.started',
  'push.stopped',
  'webhook.made',
  'webhook.secret',
  'webhook.removed',
  'key.certified',
  'key.renewed',
  'key.withdrawn',
  'practice.published',
  'list.signed',
  'list.confirmed',
  'list.revoked',
  'setting.changed',
  'company.changed',
  'regional.changed',
  'dossier.inspected',
  'dossier.notFound',
  'service.made',
  'service.password',
  'client.made',
  'client.revoked',
  'announcement.mailed',
  'archive.made',
  'installation.restored'
] as const;
export type AuditVerb = (typeof AUDIT_VERBS)[number];

export interface NewAuditEntry {
  readonly authority: AuthorityCode;
  readonly by: string;
  readonly what: AuditVerb;
  readonly about?: string;
  readonly values?: Readonly<Record<string, string>>;
}

export interface AuditEntry extends Omit<NewAuditEntry, 'authority'> {
  readonly id: string;
  readonly at: Instant;
}

type AuditDocument = Omit<AuditEntry, 'id'> & { readonly _id: string; readonly schema: 1 };

export interface Deed {
  readonly document: string;
  readonly entry: NewAuditEntry;
}

export const MAX_ENTRIES = 200;
/** An instant or an entry's id. */
export const AUDIT_BEFORE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(?::[A-Za-z0-9_-]{12})?$/;
const MAX_VALUE_LENGTH = 200;
const INSTANT_LENGTH = '2026-11-24T09:00:00.000Z'.length;

export class Audit {
  readonly #database: Database;
  readonly #clock: () => number;

  constructor({ engine, clock }: { readonly engine: Pick<Engine, 'open'>; readonly clock: () => number }) {
    this.#database = engine.open('accounts');
    this.#clock = clock;
  }

  note(entry: NewAuditEntry): Promise<void> {
    return this.noteAll([entry]);
  }

  async noteAll(entries: readonly NewAuditEntry[]): Promise<void> {
    const at = this.#now();
    await this.#write(entries.map((entry) => toDocument(entry, newPlace(at))));
  }

  async noteOnce(deeds: readonly Deed[]): Promise<void> {
    const at = this.#now();
    const placed = await claimPlaces(this.#database, deeds, () => newPlace(at));
    await this.#write(placed.map(([entry, place]) => toDocument(entry, place)));
  }

  #now(): Instant {
    return new Date(this.#clock()).toISOString() as Instant;
  }

  async #write(documents: readonly AuditDocument[]): Promise<void> {
    const rows = await this.#database.bulkDocs([...documents]);
    const refused = rows.find((row) => 'error' in row && row.error);
    if (!refused) return;
    const held = await this.#database.allDocs({ keys: documents.map(({ _id }) => _id) });
    if (held.rows.some((row) => !('value' in row)))
      throw new Error(`The audit cannot be written: ${JSON.stringify(refused)}`);
  }

  /** Newest first, strictly before an entry's id or an instant. */
  async list(
    authority: AuthorityCode,
    { before, limit }: { readonly before?: string; readonly limit: number }
  ): Promise<AuditEntry[]> {
    const prefix = prefixOf(authority);
    const most = Math.max(1, Math.min(limit, MAX_ENTRIES));
    const startkey = prefix + (before ?? '\ufff0');
    const range = { startkey, endkey: prefix, descending: true, include_docs: true, limit: most + 1 };
    const { rows } = await this.#database.allDocs(range);
    const sound = rows.flatMap(({ doc }) => (parseStored('audit', doc) ?? []) as AuditDocument | []);
    const documents = sound.filter(({ _id }) => _id !== startkey);
    return documents.slice(0, most).map((document) => toEntry(document, prefix));
  }
}

let written = 0;

function nextOrder(): string {
  return (written++ % 36 ** 4).toString(36).padStart(4, '0');
}

function newPlace(at: Instant): string {
  return `${at}:${nextOrder()}${randomBytes(6).toString('base64url')}`;
}

function toDocument({ authority, by, what, about, values }: NewAuditEntry, place: string): AuditDocument {
  return {
    _id: prefixOf(authority) + place,
    schema: 1,
    at: place.slice(0, INSTANT_LENGTH) as Instant,
    by,
    what,
    ...(about === undefined ? {} : { about: about.slice(0, MAX_VALUE_LENGTH) }),
    ...(values === undefined ? {} : { values: shorten(values) })
  };
}

function prefixOf(authority: AuthorityCode): string {
  return `audit:${authority}:`;
}

function toEntry({ _id, at, by, what, about, values }: AuditDocument, prefix: string): AuditEntry {
  return {
    id: _id.slice(prefix.length),
    at,
    by,
    what,
    ...(about === undefined ? {} : { about }),
    ...(values === undefined ? {} : { values })
  };
}

function shorten(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value.slice(0, MAX_VALUE_LENGTH)])
  );
}

interface PlaceDocument {
  readonly _id: string;
  readonly schema: 1;
  readonly place: string;
}

/** Claimed before the entry, so that a repeated try at any gateway writes no second one. */
export async function claimPlaces(
  database: Database,
  deeds: readonly Deed[],
  offer: () => string
): Promise<readonly (readonly [NewAuditEntry, string])[]> {
  const claims = deeds.map((deed): PlaceDocument => ({ _id: claimIdOf(deed), schema: 1, place: offer() }));
  await database.bulkDocs(claims);
  // The database decides which of two claims counts.
  const keys = claims.map(({ _id }) => _id);
  const { rows } = await database.allDocs<PlaceDocument>({ keys, include_docs: true });
  const held = new Map(
    rows.flatMap((row) => ('doc' in row && row.doc ? [[row.doc._id, row.doc.place]] : []))
  );
  return deeds.map((deed) => {
    const place = held.get(claimIdOf(deed));
    if (place === undefined) throw new Error(`The audit has no place for ${deed.document}`);
    return [deed.entry, place] as const;
  });
}

function claimIdOf({ document, entry: { authority, by, what } }: Deed): string {
  return `deed:${nativeSha256([authority, by, what, document].join(' '))}`;
}
