/** Changeable state is behind a counter that Svelte follows; 10,000 records are never made reactive one by one. */
import type { DeviceAnswer } from '#lib/crypto/device-lock.ts';
import type { CalendarDate, DraftId, Instant } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Person, Phase, SealedStore, StorageState } from './api.ts';
import { browserDeps } from './browser/browser-deps.ts';
import type { AskLock } from './sign-in/device-lock.ts';
import { dateToday, instantNow, type StoreDeps } from './browser/deps.ts';
import { diskWatch } from './browser/disk-watch.ts';
import { fetchPart } from './browser/fetch-part.ts';
import type { OpenStore } from './opening/open-store.ts';
import type { Identity } from './sign-in/identity.ts';
import type { SignedIn } from './server/server-api.ts';
import {
  askToPersist,
  judgeRoom,
  readStorage,
  UNKNOWN_STORAGE,
  isPrivateWindow
} from './browser/storage-state.ts';
import type { Topic } from './opening/reading.ts';
import { StoreCommands } from './opening/store-commands.ts';

/** A first verification of 10,000 acts must not repaint 200 times. */
const MIN_REPAINT_PAUSE_MS = 150;

/** The heavier half of the program; the sign-in page need not wait for it. */
const fetchSession = () => import('./sign-in/begin-session.ts');

export class Store extends StoreCommands {
  /** `others` counts every change: of the connection, the session, the disk, records and drafts. */
  readonly #versions = $state({ records: 0, drafts: 0, others: 0 });
  #seen: Readonly<Record<Topic, unknown>> = { records: null, drafts: null };
  #storage = $state.raw<StorageState>(UNKNOWN_STORAGE);
  readonly #findDeps: () => StoreDeps;
  #found: StoreDeps | null = null;
  #isPrivate = $state(false);
  #session: Identity | null = null;
  #starting: Promise<void> | null = null;
  #saveTyped: () => Promise<unknown> = () => Promise.resolve();
  #repaintAt = 0;
  #mayDraw: (draw: () => void) => void = (draw) => draw();
  #repaint: ReturnType<typeof setTimeout> | null = null;

  constructor(deps: () => StoreDeps = browserDeps) {
    super();
    this.#findDeps = deps;
  }

  /** Created once: each creation would listen to other tabs again. */
  get #deps(): StoreDeps {
    return (this.#found ??= this.#findDeps());
  }

  /** Call once; later calls wait for the same start. */
  start(): Promise<void> {
    return (this.#starting ??= this.#begin().catch((error: unknown) => {
      this.#starting = null;
      throw error;
    }));
  }

  async #begin(): Promise<void> {
    void isPrivateWindow().then((isPrivate) => (this.#isPrivate = isPrivate));
    const { beginSession } = await fetchSession();
    const session = beginSession(this.#deps, () => this.#changed());
    session.saveTyped = () => this.#saveTyped();
    this.#session = session;
    diskWatch.changed = () => this.#changed();
    await session.start();
    if (session.phase.name === 'unlocked') void this.#keepStorage();
    // A long poll would wait on, and the screen would show a good connection.
    for (const turn of ['online', 'offline'])
      globalThis.addEventListener?.(turn, () => void session.reconnect());
  }

  // Readers follow these values instead of each change, and read them afresh: a command can be called before a repaint.
  readonly #opened = $derived.by(() => this.#follow() && this.#openNow());
  readonly #person = $derived.by(() => this.#follow() && this.#personNow());
  readonly #day = $derived.by(() => (this.#follow(), dateToday(this.#deps)));
  readonly #connection = $derived.by(() => (this.#follow(), this.open()?.lineState.state));

  get phase(): Phase {
    return this.#follow()?.phase ?? { name: 'opening' };
  }

  get stores(): readonly SealedStore[] {
    return this.#follow()?.state.stores ?? [];
  }

  get person(): Person | null {
    void this.#person;
    return this.#personNow();
  }

  get storage(): StorageState {
    return this.#storage;
  }

  get isPrivate(): boolean {
    return this.#isPrivate;
  }

  get isDiskSilent(): boolean {
    void this.#versions.others;
    return diskWatch.isSilent;
  }

  override get today(): CalendarDate {
    void this.#day;
    return dateToday(this.#deps);
  }

  get now(): Instant {
    void this.#versions.records;
    void this.#connection;
    void this.#day;
    return instantNow({ now: () => Date.now() });
  }

  /** The person might be faster than the loading of the program. */
  async signIn(person: string, password: string): Promise<Result<SignedIn>> {
    const begun = await fetchPart(() => this.start());
    return begun.ok ? this.#started().signIn(person, password) : begun;
  }

  /** A box that drops its typed text must show the stored value. */
  override async saveSetting(...setting: Parameters<StoreCommands['saveSetting']>): Promise<Result<boolean>> {
    const saved = await super.saveSetting(...setting);
    if (saved.ok && saved.value) this.#count();
    return saved;
  }

  override async removeHistoric(id: string): Promise<Result<boolean>> {
    const removed = await super.removeHistoric(id);
    if (removed.ok) this.#count();
    return removed;
  }

  /** After a server answer the caller reads the new data. */
  override async keepHere(...kept: Parameters<StoreCommands['keepHere']>): Promise<Result<boolean>> {
    const told = await super.keepHere(...kept);
    if (told.ok && told.value) this.#count();
    return told;
  }

  resumeSession(patience?: AbortSignal): Promise<Result<true>> {
    return this.#started().resumeSession(patience);
  }

  async createSealedStore(passphrase: string): Promise<Result<true>> {
    const room = judgeRoom(await this.#keepStorage());
    return room.ok ? this.#started().createSealedStore(passphrase) : room;
  }

  continueFilling(): Promise<Result<true>> {
    return this.#started().continueFilling();
  }

  choose(person: string): Promise<Result<true>> {
    return this.#started().choose(person);
  }

  async unlock(passphrase: string): Promise<Result<true>> {
    const unlocked = await this.#started().unlock(passphrase);
    void this.#keepStorage();
    return unlocked;
  }

  async unlockByLock(ask: AskLock): Promise<Result<true>> {
    const unlocked = await this.#started().unlockByLock(ask);
    void this.#keepStorage();
    return unlocked;
  }

  addLock(passphrase: string, answer: DeviceAnswer): Promise<Result<true>> {
    return this.#relisted(this.#started().opener.addLock(passphrase, answer));
  }

  removeLock(): Promise<Result<true>> {
    return this.#relisted(this.#started().opener.removeLock());
  }

  async #relisted(work: Promise<Result<true>>): Promise<Result<true>> {
    const done = await work;
    await this.#started().state.relist();
    this.#changed();
    return done;
  }

  /** The browser's answer is shown later. */
  async #keepStorage(): Promise<StorageState> {
    askToPersist((storage) => (this.#storage = storage));
    return (this.#storage = await readStorage());
  }

  changePassphrase(passphrase: string, next: string): Promise<Result<true>> {
    return this.#started().opener.changePassphrase(passphrase, next);
  }

  isPassphrase(text: string): Promise<boolean> {
    return this.#started().opener.isPassphrase(text);
  }

  get mayBeginAnew(): boolean {
    return this.#follow()?.mayBeginAnew ?? false;
  }

  beginAnew(): Promise<Result<true>> {
    return this.#started().beginAnew();
  }

  /** Before a store is open only the server can report it. */
  get demonstration(): boolean {
    return this.invented !== false;
  }

  get invented(): Invented {
    return this.#follow()?.invented ?? false;
  }

  lock(where?: 'everywhere' | 'here'): Promise<void> {
    return this.#started().lock(where);
  }

  signOut(): Promise<void> {
    return this.#started().signOut();
  }

  /** `save` runs before the server's answer closes the store, so that typed text reaches the disk. */
  saveBeforeClosing(save: () => Promise<unknown>): void {
    this.#saveTyped = save;
  }

  /** `mayDraw` delays the drawing of arriving data, so that nothing moves under a pointer. */
  setRepaintGate(mayDraw: (draw: () => void) => void): void {
    this.#mayDraw = mayDraw;
  }

  get session(): Identity {
    return this.#started();
  }

  syncNow(): void {
    this.open()?.reconnect();
  }

  async acceptEpoch(): Promise<void> {
    await this.open()?.line.acceptEpoch();
  }

  newDraftId(): DraftId {
    return `draft:${this.#deps.uuid()}` as DraftId;
  }

  newCompanyId(): string {
    return `company:${this.#deps.uuid()}`;
  }

  #started(): Identity {
    if (!this.#session) throw new Error('the store has not been started');
    return this.#session;
  }

  #follow(): Identity | null {
    void this.#versions.others;
    return this.#session;
  }

  #personNow(): Person | null {
    const phase = this.#session?.phase;
    return phase && 'person' in phase ? phase.person : null;
  }

  protected override open(topic?: Topic): OpenStore | null {
    void this.#versions[topic ?? 'others'];
    void this.#opened;
    return this.#openNow();
  }

  #openNow(): OpenStore | null {
    return this.#session?.phase.name === 'unlocked' ? this.#session.open : null;
  }

  #count(): void {
    const open = this.#openNow();
    const seen = { records: open?.register.version, drafts: open?.records.shelf.draftsVersion };
    if (seen.records !== this.#seen.records) this.#versions.records++;
    if (seen.drafts !== this.#seen.drafts) this.#versions.drafts++;
    this.#seen = seen;
    this.#versions.others++;
  }

  #changed(): void {
    if (this.#repaint !== null) return;
    const wait = Math.max(0, this.#repaintAt + MIN_REPAINT_PAUSE_MS - performance.now());
    this.#repaint = setTimeout(() => {
      this.#mayDraw(() => {
        this.#repaint = null;
        this.#repaintAt = performance.now();
        this.#count();
      });
    }, wait);
  }
}

export const store = new Store();
