/**
 * Everything of one country as one ZIP (`domain/exchange/archive-manifest.ts`): what its database may hold, the keys that
 * verify it, and the public documents that it names. Nothing else is read of other countries, and no account.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Audit } from '#couch/accounts/audit.ts';
import { documentToPerson, PersonRecords } from '#couch/accounts/person.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { readRevisions } from '#couch/database/read-revisions.ts';
import { idsFrom, readPages, type Database, type Engine } from '#couch/engine/engine.ts';
import { dossierKeys, DossierReader } from '#couch/gateway/door/read-dossiers.ts';
import { PieceStore } from '#couch/files/piece-store.ts';
import type { SystemSettings } from '#couch/installation/system-settings.ts';
import { textToBytes, type Bytes } from '#lib/crypto/bytes.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { signText } from '#lib/crypto/sign.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { COUNTRY_SETTING } from '#lib/domain/authorization/country-setting.ts';
import { FORM_SETTING } from '#lib/domain/authorization/form-choices.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { EDITION_KINDS } from '#lib/domain/lists/edition.ts';
import { printCodeId } from '#lib/domain/print-code/print-code.ts';
import { isPractice } from '#lib/domain/act/practice.ts';
import { checkAct, checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import { authorityToDatabase, countryToFiles, REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import {
  ACTIVITY_LOG,
  ARCHIVE_FORMAT,
  filePath,
  KEY_ACTS,
  MANIFEST_PATH,
  monthPath,
  NAMED_ACTS,
  OWN_DOCUMENTS,
  PEOPLE,
  SCAN_RECORDS,
  SIGNATURE_PATH,
  type ArchiveEntry,
  type ArchiveManifest,
  type FormLanguages
} from '#lib/domain/exchange/archive-manifest.ts';
import { piecesOf, readStoredScan, scanId, STORED, type StoredScan } from '#lib/domain/file/scan.ts';
import type { ActId, AuthorityCode, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import type { FormThread } from './form-thread.ts';
import { packZip, type ZipEntry } from './zip-writer.ts';

export interface ArchiveSource {
  readonly country: CountryCode;
  readonly engine: Pick<Engine, 'exists' | 'compact' | 'freeBytes'>;
  /** For the command as administrator, at the gateway as the country's own user. */
  open(name: string): Database;
  readonly accounts: Pick<Engine, 'open'>;
  readonly system: Pick<SystemSettings, 'roots' | 'demonstration'>;
  readonly version: string;
  readonly at: Date;
  /** Pages of the built app, by their path in the archive. */
  readonly pages: Readonly<Record<string, string>>;
  readonly key: SigningKey | null;
  /** After each document, for other countries. */
  readonly pause?: () => Promise<void>;
  readonly told?: (manifest: ArchiveManifest) => void;
  /** Also the forms, as PDF. */
  readonly forms?: FormRequest | undefined;
}

export interface FormRequest extends FormLanguages {
  readonly thread: Pick<FormThread, 'open' | 'print'>;
  /** Of the codes on each form. */
  readonly origin: string;
  readonly printed?: (count: number) => void;
}

interface StoredAct {
  readonly _id: ActId;
  readonly body: {
    readonly kind: string;
    readonly issuer: AuthorityCode;
    readonly keyId?: KeyId;
    readonly seq: Readonly<Record<string, number>>;
  };
  readonly signature: { readonly key: KeyId };
}

/** The reader page and the explanation, which the build makes. */
export function readArchivePages(appFolder: string): ArchiveSource['pages'] | null {
  try {
    return {
      'README.txt': readFileSync(join(appFolder, 'archive-readme.txt'), 'utf8'),
      'reader.html': readFileSync(join(appFolder, 'archive-reader.html'), 'utf8')
    };
  } catch {
    return null;
  }
}

const PAGE = 200;
const PRINTED_KINDS: readonly string[] = [
  'import-authorization',
  'export-authorization',
  'export-declaration'
];
const FORM_SOURCES: readonly string[] = ['national-practice', ...EDITION_KINDS];
const FORM_SETTINGS = [COUNTRY_SETTING, FORM_SETTING];
const NAMED = /act:\d{8}:[A-Z]{2,8}:[a-z-]{4,24}:[A-Za-z0-9_-]{43}/g;

export function archiveCountry(source: ArchiveSource): AsyncGenerator<Bytes> {
  return packZip(new CountryArchive(source).entries(), source.at);
}

class CountryArchive {
  readonly #source: ArchiveSource;
  readonly #database: Database;
  readonly #entries: ArchiveEntry[] = [];
  readonly #leftOut: { readonly id: string; readonly code: string }[] = [];
  readonly #held = new Set<string>();
  readonly #named = new Set<string>();
  readonly #signers = new Set<KeyId>();
  /** Certificates, and the lists and practices from which forms are printed. */
  readonly #public = new Map<string, StoredAct>();
  readonly #unprinted = new Set<ActId>();
  readonly #sequence = new Map<string, ArchiveManifest['sequence'][number]>();
  #ends: { firstAct?: ActId; lastAct?: ActId } = {};
  #countOfActs = 0;

  constructor(source: ArchiveSource) {
    this.#source = source;
    this.#database = source.open(this.#name);
    if (source.key) this.#signers.add(source.key.keyId);
  }

  get #name(): string {
    return authorityToDatabase(this.#source.country) ?? '';
  }

  async *entries(): AsyncGenerator<ZipEntry> {
    for (const [path, page] of Object.entries(this.#source.pages)) yield this.#entry(path, textsOf([page]));
    for await (const month of this.#months()) yield this.#lines(monthPath(month), this.#acts(month));
    yield this.#lines(KEY_ACTS, this.#keyActs());
    yield this.#lines(NAMED_ACTS, this.#namedActs());
    yield this.#lines(OWN_DOCUMENTS, this.#ownDocuments());
    yield* this.#files();
    yield* this.#forms();
    yield this.#lines(ACTIVITY_LOG, this.#activity());
    yield this.#lines(PEOPLE, this.#people());
    yield* this.#manifest();
  }

  /** A later month begins after every id of the one before. */
  async *#months(): AsyncGenerator<string> {
    const { endkey } = idsFrom('act:');
    for (let startkey = 'act:'; ;) {
      const [row] = (await this.#database.allDocs({ startkey, endkey, limit: 1 })).rows;
      if (!row) return;
      const month = /^act:(\d{6})/.exec(row.id)?.[1];
      if (month === undefined) this.#leaveOut(row.id, 'act.id.differs');
      else yield month;
      startkey = month === undefined ? `${row.id}\u0000` : `act:${month}\ufff0`;
    }
  }

  async *#acts(month: string): AsyncGenerator<object> {
    const pages = readPages(this.#database, { ...idsFrom(`act:${month}`), limit: PAGE, include_docs: true });
    for await (const rows of pages)
      for (const { id, doc } of rows) {
        const act = this.#belonging(id, doc, this.#name);
        if (act === null) continue;
        this.#held.add(id);
        if (PRINTED_KINDS.includes(act.body.kind)) this.#unprinted.add(act._id);
        if (this.#isSource(act.body.kind)) this.#public.set(id, act);
        this.#ends = { firstAct: this.#ends.firstAct ?? act._id, lastAct: act._id };
        this.#count(act);
        this.#countOfActs++;
        yield act;
      }
  }

  /** Altered, planted or addressed to others: such a document is left out, and the manifest says so. */
  #belonging(id: string, document: unknown, database: string): StoredAct | null {
    const checked = checkAct(
      (document ?? { _id: id }) as Record<string, unknown>,
      null,
      database,
      nativeSha256
    );
    const act = document as StoredAct;
    const code = checked.ok
      ? isPractice(act.body)
        ? 'door.practice.refused'
        : null
      : checked.problems[0]?.code;
    if (code === null) return act;
    this.#leaveOut(id, code ?? 'act.id.differs');
    return null;
  }

  #isSource(kind: string): boolean {
    return isKeyKind(kind) || (this.#source.forms !== undefined && FORM_SOURCES.includes(kind));
  }

  #leaveOut(id: string, code: string): void {
    this.#leftOut.push({ id, code });
  }

  #count({ body, signature: { key } }: StoredAct): void {
    this.#signers.add(key);
    const number = body.seq[this.#source.country];
    if (number === undefined) return;
    const place = `${key} ${body.issuer}`;
    const { first = number, last = number, count = 0 } = this.#sequence.get(place) ?? {};
    const ends = { first: Math.min(first, number), last: Math.max(last, number) };
    this.#sequence.set(place, { key, issuer: body.issuer, ...ends, count: count + 1 });
  }

  /** Certificates of the signers up to a root, and what revoked them: names of other countries' people only as far as needed. */
  async *#keyActs(): AsyncGenerator<object> {
    const known: StoredAct[] = [];
    const reference = this.#source.open(REFERENCE_DATABASE);
    for await (const rows of readPages(reference, { ...idsFrom('act:'), limit: 5_000 })) {
      const ids = rows.map(({ id }) => id).filter((id) => this.#isSource(parseActId(id)?.kind ?? ''));
      for (let at = 0; at < ids.length; at += PAGE)
        known.push(...(await this.#read(reference, ids.slice(at, at + PAGE))));
    }
    const needed = new Set(this.#signers);
    const taken = new Set<StoredAct>();
    for (let before = -1; before < taken.size;) {
      before = taken.size;
      for (const act of known)
        if (act.body.keyId !== undefined && needed.has(act.body.keyId)) {
          taken.add(act);
          needed.add(act.signature.key);
        }
    }
    for (const act of known) if (taken.has(act) || !isKeyKind(act.body.kind)) this.#public.set(act._id, act);
    for (const act of taken) if (!this.#held.has(act._id)) yield act;
    for (const { _id } of taken) this.#held.add(_id);
  }

  /** Lists, editions and practices by which documents of the country were judged, and their parts. */
  async *#namedActs(): AsyncGenerator<object> {
    const reference = this.#source.open(REFERENCE_DATABASE);
    for (let asked = this.#unheld(); asked.length > 0; asked = this.#unheld()) {
      for (const id of asked) this.#held.add(id);
      for (let at = 0; at < asked.length; at += PAGE)
        for (const act of await this.#read(reference, asked.slice(at, at + PAGE))) yield act;
    }
  }

  #unheld(): readonly string[] {
    return [...this.#named].filter((id) => !this.#held.has(id));
  }

  async #read(reference: Database, keys: readonly string[]): Promise<readonly StoredAct[]> {
    const { rows } = await reference.allDocs({ keys: [...keys], include_docs: true });
    return rows.flatMap((row) => {
      const document = 'doc' in row ? row.doc : null;
      return document ? (this.#belonging(document._id, document, REFERENCE_DATABASE) ?? []) : [];
    });
  }

  /** With their histories, conflicts and deletions: a device would otherwise bring back what was deleted. */
  async *#ownDocuments(): AsyncGenerator<object> {
    const reader = {
      isLeftOut: (id: string) => id.startsWith('act:'),
      lost: (id: string) => this.#leaveOut(id, 'document.malformed')
    };
    for await (const page of readRevisions(this.#database, reader))
      for (const document of page as readonly Record<string, unknown>[]) {
        const checked = document['_deleted'] ? null : checkCountryDocument(document, null, this.#name);
        if (checked?.ok === false)
          this.#leaveOut(String(document['_id']), checked.problems[0]?.code ?? 'document.malformed');
        else yield document;
      }
  }

  async *#files(): AsyncGenerator<ZipEntry> {
    const name = countryToFiles(this.#source.country);
    const scans: (StoredScan & { readonly _id: string })[] = [];
    if (await this.#source.engine.exists(name)) {
      const database = this.#source.open(name);
      const { rows } = await database.allDocs({ ...idsFrom(scanId('')), include_docs: true });
      const pieces = new PieceStore(this.#source.engine, { name, database, kind: STORED });
      for (const { id, doc } of rows) {
        const scan = readStoredScan((doc ?? {}) as Record<string, unknown>);
        if (!scan?.completeAt) continue;
        const sha256 = id.slice(scanId('').length);
        const read: Bytes[] = [];
        const measured = await pieces.measure(piecesOf(sha256), scan, (bytes) => void read.push(bytes));
        if (!('hash' in measured) || measured.hash !== sha256) {
          this.#leaveOut(id, 'scan.damaged');
          continue;
        }
        scans.push({ _id: id, ...scan });
        yield this.#entry(filePath(sha256, scan.type), toAsync(read));
      }
    }
    yield this.#lines(SCAN_RECORDS, toAsync(scans));
  }

  /** Dossier by dossier: only one is in memory, with its forms. */
  async *#forms(): AsyncGenerator<ZipEntry> {
    const { forms, country, system, at, pause } = this.#source;
    if (!forms) return;
    const { thread, origin, locale, second } = forms;
    const settings = await this.#documents(FORM_SETTINGS.map((name) => `setting:${name}`));
    thread.open({
      country,
      origin,
      locale,
      ...(second ? { second } : {}),
      roots: system.roots,
      at: at.toISOString() as Instant,
      documents: [...this.#public.values()],
      settings: Object.fromEntries(settings.map((one) => [one._id.slice('setting:'.length), one]))
    });
    const taken = new Set<string>();
    for await (const key of dossierKeys(this.#database)) {
      const routed = routeActs(await new DossierReader(this.#database, null).readDossiers([key]));
      const acts = (routed.get(key) ?? []).filter(({ _id }) => this.#held.has(_id));
      if (acts.length === 0) continue;
      const codes = await this.#documents(acts.map(({ _id }) => printCodeId(_id)));
      for (const { id, path, bytes } of await thread.print({ key, acts, codes })) {
        if (bytes === null || taken.has(path)) continue;
        taken.add(path);
        this.#unprinted.delete(id);
        yield this.#entry(path, toAsync([bytes]));
        forms.printed?.(taken.size);
        await pause?.();
      }
    }
    for (const id of this.#unprinted) this.#leaveOut(id, 'form.unprinted');
  }

  async #documents(keys: readonly string[]): Promise<readonly { readonly _id: string }[]> {
    const { rows } = await this.#database.allDocs({ keys: [...keys], include_docs: true });
    return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
  }

  async *#activity(): AsyncGenerator<object> {
    const audit = new Audit({ engine: this.#source.accounts, clock: () => this.#source.at.getTime() });
    for (let before: string | undefined; ;) {
      const entries = await audit.list(this.#source.country, { ...(before ? { before } : {}), limit: PAGE });
      yield* entries;
      if (entries.length < PAGE) return;
      before = entries.at(-1)?.id;
    }
  }

  /** Named member by member: accounts hold passwords and second factors. */
  async *#people(): AsyncGenerator<object> {
    const records = new PersonRecords(this.#source.accounts.open('accounts'));
    for (const held of await records.listOf(this.#source.country)) {
      const { id, name, function: office, role } = documentToPerson(held);
      yield { id, name, function: office, role, suspended: held.suspended === true };
    }
  }

  async *#manifest(): AsyncGenerator<ZipEntry> {
    const { country, version, at, system, key, told } = this.#source;
    const manifest: ArchiveManifest = {
      product: 'I2ES',
      archive: 'country',
      format: ARCHIVE_FORMAT,
      version,
      country,
      at: at.toISOString() as Instant,
      demonstration: system.demonstration,
      roots: system.roots,
      acts: this.#countOfActs,
      ...this.#ends,
      sequence: [...this.#sequence.values()],
      leftOut: this.#leftOut,
      entries: this.#entries
    };
    const text = `${JSON.stringify(manifest, null, 1)}\n`;
    yield { path: MANIFEST_PATH, content: textsOf([text]) };
    if (key) {
      const signature = { alg: 'ES256', key: key.keyId, value: await signText(text, key) };
      yield { path: SIGNATURE_PATH, content: textsOf([`${JSON.stringify(signature)}\n`]) };
    }
    told?.(manifest);
  }

  #lines(path: string, documents: AsyncIterable<object>): ZipEntry {
    const { pause } = this.#source;
    const named = this.#named;
    return this.#entry(
      path,
      (async function* () {
        for await (const document of documents) {
          const text = `${JSON.stringify(document)}\n`;
          for (const [id] of text.matchAll(NAMED)) named.add(id);
          yield textToBytes(text);
          await pause?.();
        }
      })()
    );
  }

  #entry(path: string, content: AsyncIterable<Bytes>): ZipEntry {
    const entries = this.#entries;
    return {
      path,
      content: (async function* () {
        const measure = createHash('sha256');
        let bytes = 0;
        for await (const chunk of content) {
          measure.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
        entries.push({ path, bytes, sha256: measure.digest('hex') });
      })()
    };
  }
}

async function* toAsync<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

async function* textsOf(texts: Iterable<string>): AsyncGenerator<Bytes> {
  for (const text of texts) yield textToBytes(text);
}
