/** The deriving class supplies the store and the reactivity. */
import type { Act, ActOf, Signatory } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { LaterAct } from '#lib/domain/act/later-act.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { KeptFound } from '#lib/domain/groups.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import {
  isAuthorizationDraft,
  isDraftOf,
  isTemplate,
  type AnyDraft,
  type Draft,
  type DraftKind,
  type DraftOf
} from '#lib/domain/draft/draft.ts';
import type { ApplicationId } from '#lib/domain/application/application-id.ts';
import type { ApplicationState } from '#lib/domain/application/application-state.ts';
import type { ActId, AuthorityCode, CalendarDate, DossierKey, DraftId } from '#lib/domain/ids.ts';
import type { DeviceRequestDocument } from '#lib/domain/registration/device-request.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import type { TrustAge } from '#lib/domain/registration/key-standing.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import type {
  Company,
  DeviceRequest,
  DeviceState,
  DraftConflict,
  Gap,
  Ledger,
  LineState,
  Poison,
  ReadProgress,
  RefusedWrite,
  RegisterQuery,
  RegisterRow,
  TamperedAct,
  Today,
  Verdict
} from '../api.ts';
import { buildToday } from '../index/build-today.ts';
import { listDeviceRequests } from '../index/device-requests.ts';
import { readOwnRequest, signatoryOfKey } from '../commands/enrolment.ts';
import { gapsIn, listTampered } from '../index/tampered.ts';
import { undeliveredActs, unsentActs } from '../index/unsent-count.ts';
import type { OpenStore } from './open-store.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import { queryRegister } from '../index/query-register.ts';
import { isReadLate } from '../index/snapshot.ts';
import type { UsageReading } from '../index/usage-reading.ts';

const NONE: readonly never[] = [];

export type Topic = 'records' | 'drafts';

export abstract class Reading {
  readonly #pressing = new KeptFound((row: RegisterRow) => (row.needs.length > 0 ? row : null));

  /** Without a topic: the reader follows every change. */
  protected abstract open(topic?: Topic): OpenStore | null;
  abstract get today(): CalendarDate;

  /** Documents that are read while the register and Today are shown already; null when all are. */
  get reading(): ReadProgress | null {
    return this.open()?.reading ?? null;
  }

  /** Null while documents are read: some of them would give a wrong answer. */
  #whole(topic?: Topic): OpenStore | null {
    const open = this.open(topic);
    return open?.reading ? null : open;
  }

  get line(): LineState | null {
    return this.open()?.lineState ?? null;
  }

  get device(): DeviceState | null {
    return this.open()?.device ?? null;
  }

  get signatory(): Signatory | null {
    const open = this.open();
    return open && signatoryOfKey(open.person, open.device.keyId, open.records, open.now());
  }

  get deviceName(): string | null {
    return this.open()?.book.device.deviceName ?? null;
  }

  get trustAge(): TrustAge {
    return this.open()?.trustAge ?? { knownAt: null, state: 'unknown' };
  }

  /** People compare them with INCB's publication. */
  get rootFingerprints(): readonly string[] {
    return this.open()?.book.device.roots.map((root) => fingerprintOf(keyIdOf(root))) ?? [];
  }

  deviceRequest(): DeviceRequestDocument | null {
    const open = this.open();
    return open && readOwnRequest(open.person, open.signingKey, open.book, open.now());
  }

  nextNumber(kind: AuthorizationKind): string | null {
    return this.#whole()?.nextNumber(kind) ?? null;
  }

  registerRows(query?: RegisterQuery): readonly RegisterRow[] {
    const open = this.open('records');
    return open ? queryRegister(open.rows(), query) : [];
  }

  desk(): Today {
    const open = this.open('records');
    return buildToday({
      rows: this.#pressing.in(open?.rows() ?? []).values(),
      toSend: open ? unsentActs(open) : [],
      refused: open?.refused().filter((one) => !one.setAside) ?? [],
      deviceRequests: this.#deviceRequests()
    });
  }

  /** Without this device while it has no certificate: another person must approve it. */
  #deviceRequests(): readonly DeviceRequest[] {
    const open = this.open('records');
    if (!open) return [];
    const requests = listDeviceRequests(open.person, open.records);
    const { state, keyId } = open.device;
    return state === 'certified' ? requests : requests.filter((one) => one.keyId !== keyId);
  }

  /** A receipt says that a document arrived in its database. */
  hasReached(authority: AuthorityCode): boolean {
    return this.#whole('records')?.records.receipts.hasReached(authority) ?? false;
  }

  /** Own acts that a partner's database lacks. */
  undelivered(): readonly ActId[] {
    const open = this.#whole('records');
    return open ? undeliveredActs(open) : NONE;
  }

  act(id: ActId): Act | null {
    return this.open('records')?.records.shelf.acts.get(id) ?? null;
  }

  actsOf<K extends ActKind>(kind: K): readonly ActOf<K>[] {
    const open = isReadLate(kind) ? this.#whole('records') : this.open('records');
    return open?.records.shelf.ofKind(kind) ?? NONE;
  }

  /** Verified good and not refused. The same list until that changes. */
  countedOf<K extends ActKind>(kind: K): readonly ActOf<K>[] {
    const open = isReadLate(kind) ? this.#whole('records') : this.open('records');
    return open?.records.countedOf(kind) ?? NONE;
  }

  /** What was issued from this draft. */
  actsFrom(draft: DraftId): readonly Act[] {
    return this.#whole('records')?.records.shelf.fromDraft(draft) ?? NONE;
  }

  get lettersRead(): readonly ActId[] {
    return this.open()?.book.device.lettersRead ?? NONE;
  }

  /** False unless verified good and not refused by the server. */
  counts(id: ActId): boolean {
    return this.open('records')?.records.counts(id) ?? false;
  }

  dossier(key: DossierKey): Dossier | null {
    return this.#whole('records')?.records.dossiers.get(key) ?? null;
  }

  dossierOf(id: ActId): Dossier | null {
    const records = this.#whole('records')?.records;
    const act = records?.shelf.acts.get(id);
    return records && act && isDossierAct(act) && records.counts(id) ? records.dossiers.ofAct(act) : null;
  }

  /** The same list until a dossier changes. */
  dossiers(): readonly Dossier[] {
    return this.#whole('records')?.records.dossiers.all ?? NONE;
  }

  /** Acts that name this dossier themselves, whether they count in it or not. */
  actsNaming(dossier: DossierKey): readonly Act[] {
    return this.#whole('records')?.records.shelf.inDossier(dossier) ?? NONE;
  }

  /** The dossier's acts that need another number, each with the act that has it. */
  givenTwice(dossier: DossierKey): ReadonlyMap<ActId, ActId> {
    return this.#whole('records')?.register.twiceIn(dossier, this.today) ?? new Map<ActId, ActId>();
  }

  laterActs(dossier?: DossierKey): readonly LaterAct[] {
    return this.#whole('records')?.records.laterIn(dossier) ?? NONE;
  }

  verdictOf(id: ActId): Verdict {
    return this.open('records')?.records.verdictOf(id) ?? 'pending';
  }

  ledgerOf(id: ActId): Ledger | null {
    return this.open('records')?.ledgerOf(id) ?? null;
  }

  poison(): readonly Poison[] {
    return [...(this.open()?.records.shelf.poison.values() ?? [])];
  }

  tampered(): readonly TamperedAct[] {
    const open = this.#whole();
    return open ? listTampered(open.book, open.records) : [];
  }

  gaps(): readonly Gap[] {
    const open = this.#whole('records');
    return open ? gapsIn(open.records, open.person.authority) : [];
  }

  refused(): readonly RefusedWrite[] {
    return this.open()?.refused() ?? [];
  }

  drafts(): readonly Draft[] {
    return this.#authorizationDrafts().filter((draft) => !isTemplate(draft));
  }

  draft(id: DraftId): Draft | null {
    const draft = this.open('drafts')?.drafts.get(id);
    return draft && isAuthorizationDraft(draft) && !isTemplate(draft) ? draft : null;
  }

  /** Named drafts from which a new form is filled; a template cannot be signed. */
  templates(): readonly Draft[] {
    return this.#authorizationDrafts().filter(isTemplate);
  }

  #authorizationDrafts(): readonly Draft[] {
    return this.#latestDrafts().filter(isAuthorizationDraft);
  }

  draftsOf<K extends DraftKind>(kind: K): readonly DraftOf<K>[] {
    return this.#latestDrafts().filter((draft) => isDraftOf(draft, kind));
  }

  draftOf<K extends DraftKind>(kind: K, id: DraftId): DraftOf<K> | null {
    const draft = this.open('drafts')?.drafts.get(id);
    return draft && isDraftOf(draft, kind) ? draft : null;
  }

  #latestDrafts(): readonly AnyDraft[] {
    return [...(this.open('drafts')?.drafts.list() ?? [])].sort((a, b) =>
      a.updatedAt < b.updatedAt ? 1 : -1
    );
  }

  draftConflicts(id: DraftId): readonly DraftConflict[] {
    return this.open()?.drafts.conflictsOf(id) ?? [];
  }

  companies(): readonly Company[] {
    return [...(this.open('records')?.records.shelf.companies.values() ?? [])];
  }

  company(id: string): Company | null {
    return this.open('records')?.records.shelf.companies.get(id) ?? null;
  }

  /** The same list until something about an application arrives. */
  get applications(): readonly ApplicationState[] {
    return this.#whole('records')?.records.applications.all ?? NONE;
  }

  application(id: ApplicationId): ApplicationState | null {
    return this.#whole('records')?.records.applications.of(id) ?? null;
  }

  applicationOfDraft(draft: DraftId): ApplicationState | null {
    return this.#whole('records')?.records.applications.ofDraft(draft) ?? null;
  }

  documents(prefix: string): readonly StoredDocument[] {
    return this.open('records')?.records.shelf.documents(prefix) ?? NONE;
  }

  async usage(): Promise<UsageReading> {
    const { readUsage } = await import('../index/usage-reading.ts');
    const open = this.open();
    return open ? readUsage(this.documents('usage:'), open.records.keyring) : { usage: [], doubtful: [] };
  }

  setting(name: string): StoredDocument | null {
    return this.open('records')?.records.shelf.others.get(`setting:${name}`) ?? null;
  }
}
