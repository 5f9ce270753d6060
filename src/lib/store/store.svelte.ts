/**
 * The one object that screens read. Everything that may change is behind a counter that Svelte follows, so
 * that a screen just reads; 10,000 records are never made reactive one by one.
 */
import type { DeviceAnswer } from '#lib/crypto/device-lock.ts';
import type { CalendarDate, DraftId, Instant } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Person, Phase, SealedStore, StorageState } from './api.ts';
import { browserDeps } from './browser/browser-deps.ts';
import type { AskLock } from './person/device-lock.ts';
import { dateToday, type StoreDeps } from './browser/deps.ts';
import { diskWatch } from './browser/disk-watch.ts';
import { fetchPart } from './browser/fetch-part.ts';
import type { OpenStore } from './desk/open-store.ts';
import type { PersonSession } from './person/person-session.ts';
import type { SignedIn } from './server/second-step.ts';
import { askToPersist, judgeRoom, readStorage, UNKNOWN_STORAGE } from './browser/storage-state.ts';
import { isPrivateWindow } from './browser/private-window.ts';
import { Verbs } from './desk/verbs.ts';

/** Screens are told at most this often; a first verification of 10,000 acts must not repaint 200 times. */
const MIN_REPAINT_PAUSE_MS = 150;

/** What opens records is the heavier half of the program, which a page that asks who comes need not wait for. */
const fetchSession = () => import('./person/begin-session.ts');

export class Store extends Verbs {
  #version = $state(0);
  #storage = $state.raw<StorageState>(UNKNOWN_STORAGE);
  readonly #findDeps: () => StoreDeps;
  #found: StoreDeps | null = null;
  #isPrivate = $state(false);
  #session: PersonSession | null = null;
  #starting: Promise<void> | null = null;
  #saveTyped: () => Promise<unknown> = () => Promise.resolve();
  #repaintAt = 0;
  #mayDraw: (draw: () => void) => void = (draw) => draw();
  #repaint: ReturnType<typeof setTimeout> | null = null;

  constructor(deps: () => StoreDeps = browserDeps) {
    super();
    this.#findDeps = deps;
  }

  /** Found once: each finding would listen to other tabs anew. */
  get #deps(): StoreDeps {
    return (this.#found ??= this.#findDeps());
  }

  /** Once, when the app starts; whoever calls it again waits for the same start. */
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
    // A line that goes is asked again too: a long poll would go on waiting, and the screen would call it well.
    for (const turn of ['online', 'offline'])
      globalThis.addEventListener?.(turn, () => void session.reconnect());
  }

  // ---------------------------------------------------------------- person

  get phase(): Phase {
    return this.#follow()?.phase ?? { name: 'opening' };
  }

  get stores(): readonly SealedStore[] {
    return this.#follow()?.stores ?? [];
  }

  get person(): Person | null {
    const { phase } = this;
    return 'person' in phase ? phase.person : null;
  }

  get storage(): StorageState {
    return this.#storage;
  }

  /** The window forgets everything when it is closed; false where that cannot be known. */
  get isPrivate(): boolean {
    return this.#isPrivate;
  }

  /** The browser's storage has not answered for seconds. */
  get isDiskSilent(): boolean {
    void this.#version;
    return diskWatch.isSilent;
  }

  override get today(): CalendarDate {
    void this.#version;
    return dateToday(this.#deps);
  }

  /** The instant on this device's clock, read again with every change of the store or of the connection. */
  get now(): Instant {
    void this.line;
    return new Date().toISOString() as Instant;
  }

  /** May be asked for by somebody who was quicker than the rest of the program. */
  async signIn(person: string, password: string): Promise<Result<SignedIn>> {
    const begun = await fetchPart(() => this.start());
    return begun.ok ? this.#started().signIn(person, password) : begun;
  }

  /** Read at once: a box that lets go of what was typed in it shows what has been stored, and not what was before. */
  override async saveSetting(...setting: Parameters<Verbs['saveSetting']>): Promise<Result<boolean>> {
    const saved = await super.saveSetting(...setting);
    if (saved.ok && saved.value) this.#version++;
    return saved;
  }

  /** Read at once too: whoever asked the server knows from here on what it has told. */
  override async keepHere(...kept: Parameters<Verbs['keepHere']>): Promise<Result<boolean>> {
    const told = await super.keepHere(...kept);
    if (told.ok && told.value) this.#version++;
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

  /** Unlocks by the device's own lock, beside the passphrase. */
  async unlockByLock(ask: AskLock): Promise<Result<true>> {
    const unlocked = await this.#started().unlockByLock(ask);
    void this.#keepStorage();
    return unlocked;
  }

  addLock(passphrase: string, answer: DeviceAnswer): Promise<Result<true>> {
    return this.#relisted(this.#started().passphrase.addLock(passphrase, answer));
  }

  removeLock(): Promise<Result<true>> {
    return this.#relisted(this.#started().passphrase.removeLock());
  }

  async #relisted(work: Promise<Result<true>>): Promise<Result<true>> {
    const done = await work;
    await this.#started().relist();
    return done;
  }

  /** How it stands now; the browser is asked to keep what is stored, and what it answers is shown when it does. */
  async #keepStorage(): Promise<StorageState> {
    askToPersist((storage) => (this.#storage = storage));
    return (this.#storage = await readStorage());
  }

  changePassphrase(passphrase: string, next: string): Promise<Result<true>> {
    return this.#started().passphrase.changePassphrase(passphrase, next);
  }

  /** Whether it opens the records of whoever is at work here. */
  isPassphrase(text: string): Promise<boolean> {
    return this.#started().passphrase.isPassphrase(text);
  }

  /** Whether a forgotten passphrase may be answered by removing the sealed store: signed in as its owner. */
  get mayBeginAnew(): boolean {
    return this.#follow()?.mayBeginAnew ?? false;
  }

  beginAnew(): Promise<Result<true>> {
    return this.#started().beginAnew();
  }

  /** The installation works on invented data; before a store is open only the server can say so. */
  get demonstration(): boolean {
    return this.invented !== false;
  }

  /** Which of the two: what is printed says it. */
  get invented(): Invented {
    return this.#follow()?.invented ?? false;
  }

  lock(where?: 'everywhere' | 'here'): Promise<void> {
    return this.#started().lock(where);
  }

  signOut(): Promise<void> {
    return this.#started().signOut();
  }

  /** Called before the server closes the desk, so that what is typed goes to the disk. */
  saveBeforeClosing(save: () => Promise<unknown>): void {
    this.#saveTyped = save;
  }

  /** Called before what has come is drawn, so that nothing moves under a hand. */
  drawWhen(mayDraw: (draw: () => void) => void): void {
    this.#mayDraw = mayDraw;
  }

  /** For `leaving.ts`, which is fetched when somebody opens a panel of it. */
  get session(): PersonSession {
    return this.#started();
  }

  // ---------------------------------------------------------------- line

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

  // ---------------------------------------------------------------- following

  #started(): PersonSession {
    if (!this.#session) throw new Error('the store has not been started');
    return this.#session;
  }

  #follow(): PersonSession | null {
    void this.#version;
    return this.#session;
  }

  protected override open(): OpenStore | null {
    const session = this.#follow();
    return session?.phase.name === 'unlocked' ? session.open : null;
  }

  #changed(): void {
    if (this.#repaint !== null) return;
    const wait = Math.max(0, this.#repaintAt + MIN_REPAINT_PAUSE_MS - performance.now());
    this.#repaint = setTimeout(() => {
      this.#mayDraw(() => {
        this.#repaint = null;
        this.#repaintAt = performance.now();
        this.#version++;
      });
    }, wait);
  }
}

export const store = new Store();
