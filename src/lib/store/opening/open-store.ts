/** Knows no screen and no rune, so that it runs the same under test. */
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { isCountry } from '#lib/domain/country.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { ageOfTrust, type TrustAge } from '#lib/domain/registration/key-standing.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Vault } from '#lib/crypto/vault.ts';
import type {
  DeviceState,
  FillProgress,
  Ledger,
  LineState,
  Person,
  ReadProgress,
  RefusedWrite,
  RegisterRow
} from '../api.ts';
import { dateToday, instantNow, type StoreDeps } from '../browser/deps.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { RegistryEntry } from '../disk/device-registry.ts';
import { reportOn, type DeviceReport } from '../sync/device-report.ts';
import { OpenedReport } from '../sync/opened-report.ts';
import { Drafts } from '../commands/drafts.ts';
import { readDeviceState } from '../commands/enrolment.ts';
import { Line } from '../sync/line.ts';
import { LineLeader } from '../sync/line-leader.ts';
import { readLineState, type LineView } from '../sync/line-view.ts';
import { Numbers } from '../commands/numbers.ts';
import { isWriter, openParts, type Parts, judgeRoots, noteServer } from './open-parts.ts';
import { Records } from '../index/records.ts';
import { listRefused, unsentActs } from '../index/unsent-count.ts';
import { RetryRefused, WaitingSender } from './send-again.ts';
import { Register } from '../index/register.ts';
import { readSnapshot, type KeptRows } from '../index/snapshot.ts';
import { SnapshotKeeper } from './snapshot-keeper.ts';
import type { SignerParts } from '../commands/act-signer.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import type { ServerLine } from '../server/call-server.ts';
import { ServerApi, type Session } from '../server/server-api.ts';

export class OpenStore {
  readonly person: Person;
  readonly country: SealedDatabase;
  readonly reference: SealedDatabase;
  readonly book: DeviceBook;
  readonly line: Line;
  readonly drafts: Drafts;
  readonly records: Records;
  readonly register: Register;
  readonly signing: SignerParts;
  readonly numbers: Numbers | null;
  readonly server: ServerLine;
  readonly #deps: StoreDeps;
  readonly #api: ServerApi;
  readonly #lead: LineLeader;
  readonly #retry: RetryRefused;
  readonly #waiting: WaitingSender;
  readonly #openFiles: () => SealedDatabase;
  #files: SealedDatabase | null = null;
  readonly #report: DeviceReport;
  readonly #opened: OpenedReport;
  readonly #key: SigningKey;
  #lineState: LineState | null = null;
  #joining: Promise<void> | null = null;
  readonly #keeper: SnapshotKeeper;
  #kept: KeptRows | null = null;
  #reading: ReadProgress | null = null;
  #endReading: () => void = () => undefined;
  readonly #whole = new Promise<void>((resolve) => (this.#endReading = resolve));
  changed: () => void = () => undefined;

  private constructor(deps: StoreDeps, person: Person, parts: Parts) {
    this.#deps = deps;
    this.person = person;
    this.country = parts.country;
    this.reference = parts.reference;
    this.book = parts.book;
    this.#key = parts.key;
    this.#openFiles = parts.openFiles;
    this.server = { base: deps.base, fetch: deps.fetch };
    this.#api = new ServerApi(deps.base, deps.fetch);
    const { country, reference, book } = parts;
    const { authority } = person;
    const { signatures } = deps;
    const { roots } = book.device;
    this.records = new Records({
      authority,
      country,
      reference,
      book,
      roots,
      ...(signatures ? { signatures } : {})
    });
    this.register = new Register(this.records, book, authority);
    this.drafts = new Drafts(country, this.records, { uuid: deps.uuid, book });
    this.line = new Line({
      base: deps.base,
      databases: parts.lineDatabases,
      writer: person,
      book,
      fetch: deps.fetch,
      milliseconds: deps.now,
      random: deps.random
    });
    this.#lead = new LineLeader(deps, person.id, this.line);
    this.#retry = new RetryRefused(this, authorityToDatabase(authority) ?? '');
    const { records, register } = this;
    this.#keeper = new SnapshotKeeper({
      person,
      country,
      reference,
      book,
      records,
      register,
      version: deps.version,
      today: () => this.today(),
      leads: () => this.#lead.leads
    });
    this.#waiting = new WaitingSender(
      this,
      () => this.#isConnected && (may(person, 'issue') || may(person, 'announce'))
    );
    this.#opened = new OpenedReport(this, deps.now);
    this.#report = reportOn(this, parts.key.keyId, this.#lead, deps);
    this.numbers = isCountry(authority)
      ? new Numbers({ country: authority as CountryCode, records: this.records, api: this.#api })
      : null;
    this.signing = {
      person,
      country,
      records: this.records,
      book,
      key: () => (this.device.state === 'certified' ? this.#key : null),
      now: () => this.now(),
      clockAhead: () => this.#lead.view.clockAhead,
      exclusively: (work) => deps.exclusively(`${deps.prefix}i2es-scribe-${person.id}`, work)
    };
    this.#listen();
  }

  /** Loads nothing yet. `session` is given at the first sign-in and pins the roots. */
  static async open(
    deps: StoreDeps,
    entry: Pick<RegistryEntry, 'person' | 'databases' | 'generation'>,
    vault: Vault,
    session: Session | null
  ): Promise<Result<OpenStore>> {
    const parts = await openParts(deps, entry, vault, session);
    return parts.ok ? accept(new OpenStore(deps, session?.person ?? entry.person, parts.value)) : parts;
  }

  /** The server's time is the newest available; pinned roots stay. */
  async noteSession(session: Session): Promise<Result<true>> {
    const noted = await noteServer(this.book, session);
    await this.records.addRoots(noted.roots);
    this.reconnect();
    return judgeRoots(noted);
  }

  /** The browser has removed the records: no delivery is assumed. */
  async forgetFilling(): Promise<void> {
    await this.book.updateDevice((device) => ({ ...device, filled: {} }));
  }

  async fill(progress: (progress: FillProgress) => void): Promise<void> {
    await this.line.fill(progress);
  }

  isFilled(): boolean {
    return this.line.isFilled();
  }

  /**
   * True if the rows of the last time fit: the register and Today can be shown, and `load` reads all that they are made
   * of. Until then nothing else is answered from acts.
   */
  async loadRows(): Promise<boolean> {
    this.#kept = await readSnapshot(this, this.#deps.version, this.today());
    if (this.#kept === null) return false;
    this.#keeper.note(this.#kept.name);
    this.#reading = { done: 0, total: this.#kept.acts };
    await this.records.loadFirst(this.#kept.first);
    return true;
  }

  async load(): Promise<void> {
    if (this.#kept) await this.records.loadRest((read) => this.#rest(read));
    else await this.records.load();
    this.#kept = this.#reading = null;
    if (this.#mayWrite) {
      await this.drafts.clearIssued();
      await this.drafts.mergeAll();
      this.#joinSettings();
    }
    this.#endReading();
    this.#keeper.look();
    this.changed();
  }

  /** Rows are computed as their acts come, so that the last step is no longer than the others. */
  async #rest(read: number): Promise<void> {
    this.register.rows(this.today());
    const { total } = this.#reading!;
    this.#reading = { done: Math.min(read, total), total };
    this.changed();
    await new Promise((resolve) => setTimeout(resolve));
  }

  /** Null when all documents are read. */
  get reading(): ReadProgress | null {
    return this.#reading;
  }

  /** Resolves when all documents are read, or the store is closed. */
  get whole(): Promise<void> {
    return this.#whole;
  }

  rows(): readonly RegisterRow[] {
    return this.#kept?.rows ?? this.register.rows(this.today());
  }

  ledgerOf(id: ActId): Ledger | null {
    return this.records.ledgerOf(id) ?? this.#kept?.ledgerOf(id) ?? null;
  }

  /** One tab connects to the server; the others read its writes. */
  connect(): void {
    this.#lead.apply();
  }

  reconnect(): void {
    this.#lead.reconnect();
  }

  now(): Instant {
    return instantNow(this.#deps);
  }

  today(): CalendarDate {
    return dateToday(this.#deps);
  }

  get signingKey(): SigningKey {
    return this.#key;
  }

  get files(): SealedDatabase {
    return (this.#files ??= this.#openFiles());
  }

  get api(): ServerApi {
    return this.#api;
  }

  get device(): DeviceState {
    const { records, book, numbers } = this;
    return readDeviceState(this.person, this.#key, {
      records,
      book,
      numbers,
      now: this.now(),
      today: this.today()
    });
  }

  nextNumber(kind: AuthorizationKind): string | null {
    const next = this.#key && this.numbers?.next(kind, this.today(), this.#key.keyId);
    return next?.ok ? next.value : null;
  }

  get trustAge(): TrustAge {
    const [run, written] = [this.#lead.view.keysKnownAt, this.book.device.keysKnownAt];
    return ageOfTrust(run !== null && run > (written ?? '') ? run : written, this.now());
  }

  get lineView(): LineView {
    return this.#lead.view;
  }

  get lineState(): LineState {
    this.#lineState = readLineState(this.#lead.view, this, this.#lineState);
    return this.#lineState;
  }

  refused(): RefusedWrite[] {
    return listRefused(this.book, this.records);
  }

  retryRefused(id: string): Promise<Result<true>> {
    return this.#retry.retry(id);
  }

  /** Waits until received and typed data are on the disk. */
  async settle(): Promise<void> {
    this.#lead.giveUp();
    await this.drafts.flush();
    await this.country.settled();
  }

  /** Perhaps for good: closes long polls and databases. */
  suspend(): void {
    this.#lead.suspend();
    this.records.suspend();
    this.book.suspend();
    this.country.suspend();
    this.reference.suspend();
    this.#files?.suspend();
  }

  resume(): void {
    this.country.resume();
    this.reference.resume();
    this.#files?.resume();
    this.book.resume();
    this.records.resume();
    this.#lead.apply();
  }

  async close(): Promise<void> {
    this.records.changed = () => undefined;
    this.book.changed = () => undefined;
    if (this.numbers) this.numbers.changed = () => undefined;
    this.#report.stop();
    this.#lead.giveUp();
    // A full disk closes too; the person was told when the text was refused.
    await this.drafts.flush().catch(() => undefined);
    this.#endReading();
    await this.#joining;
    await this.#keeper.stop();
    await this.#waiting.stop();
    await this.records.stop();
    this.#lead.close();
    await this.book.close();
    await Promise.all([this.country.close(), this.reference.close(), this.#files?.close()]);
  }

  #listen(): void {
    this.records.changed = () => {
      // The next change tries again after a failure.
      if (this.#mayWrite) this.drafts.mergeAll().catch(() => undefined);
      this.#joinSettings();
      this.#replenish();
      if (this.#mayWrite && this.#lead.leads) this.#retry.look();
      this.#tellChanged();
    };
    this.book.changed = () => this.#bookChanged();
    if (this.numbers) this.numbers.changed = () => this.#tellChanged();
    this.#lead.changed = () => {
      this.#replenish();
      this.#tellChanged();
    };
    this.#lead.listen();
  }

  /** Loads when two devices have diverged. */
  #joinSettings(): void {
    if (this.#joining || this.records.shelf.splits.size === 0 || !may(this.person, 'particulars')) return;
    this.#joining = import('../commands/join-settings.ts')
      .then(({ joinSettings }) => joinSettings(this))
      .catch(() => undefined)
      .finally(() => (this.#joining = null));
  }

  #tellChanged(): void {
    this.#waiting.look();
    this.#report.look();
    if (this.#isConnected) this.#opened.look();
    if (!this.#reading) this.#keeper.look();
    this.changed();
  }

  #refusedCount = 0;

  get #isConnected(): boolean {
    const { leads, view } = this.#lead;
    return leads && view.reachable && !view.signedOut;
  }

  /** A restored server could give another device's numbers, or its part of a figure, once more. */
  get #mayClaim(): boolean {
    const { busy, compared } = this.#lead.view;
    const accepted = this.book.device.accepted[authorityToDatabase(this.person.authority) ?? ''];
    return compared && !(busy && accepted?.prepared === false);
  }

  get #mayWrite(): boolean {
    return isWriter(this.person);
  }

  #bookChanged(): void {
    const count = this.book.refusals().length;
    if (count !== this.#refusedCount) this.records.recount();
    this.#refusedCount = count;
    this.#replenish();
    this.#tellChanged();
  }

  #replenish(): void {
    if (!this.#isConnected || !this.#mayClaim || !may(this.person, 'issue')) return;
    if (!this.numbers || this.device.state !== 'certified') return;
    this.numbers.replenish(this.today(), this.#key.keyId).catch(() => undefined);
    this.#reserve();
  }

  #reservedFor = '';

  /**
   * Once for each new list, import authorization, number block, since a new device can have claimed it, and return of a
   * reservation: only then a further part can be worth a document, or this device holds too much. To a server without the
   * latest authorizations it would seem to hold enough.
   */
  #reserve(): void {
    const { shelf } = this.records;
    const lists = shelf.ofKind('list-confirmation').length;
    if (lists === 0 || unsentActs(this).length > 0) return;
    const returns = Array.from(shelf.others.values()).filter((one) => 'returns' in one).length;
    const issued = shelf.ofKind('import-authorization').length;
    const asking = [this.today(), lists, issued, shelf.blocks.size, returns].join(' ');
    if (asking === this.#reservedFor) return;
    this.#reservedFor = asking;
    import('../commands/reservations.ts')
      .then(({ claimReservations }) => claimReservations(this.#reserving))
      .catch(() => false)
      .then((isAnswered) => {
        if (!isAnswered) this.#reservedFor = '';
      });
  }

  get #reserving() {
    const { country, records } = this;
    const own = { own: this.person.authority as CountryCode, device: this.#key.keyId };
    return { ...own, today: this.today(), country, records, api: this.#api };
  }

  /** Before the data of this device is deleted. Offline, its parts are free again when its key is revoked. */
  async giveBack(): Promise<void> {
    if (!this.#isConnected || !this.numbers) return;
    await import('../commands/reservations.ts')
      .then(({ giveBackAll }) => giveBackAll(this.#reserving))
      .catch(() => undefined);
  }
}
