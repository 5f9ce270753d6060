/**
 * In memory, kept fresh from the changes feed (architecture §7). Only verified good acts that are not refused count in
 * a dossier.
 */
import type { Act, ActKind, ActOf, DossierAct, PublicKey, ReceiptBody } from '#lib/domain/act/body.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import type { CarriedAct, LaterAct } from '#lib/domain/act/later-act.ts';
import type { Block } from '#lib/domain/authorization/block.ts';
import { APPLICATION_PREFIX } from '#lib/domain/application/application-id.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { addTo } from '#lib/domain/groups.ts';
import { DossierIndex, isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import { actReference } from '#lib/domain/dossier/fold-dossier.ts';
import type { ActId, AuthorityCode, DossierKey } from '#lib/domain/ids.ts';
import type { SignatureChecker } from '#lib/crypto/check-signatures.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import type { Ledger, Verdict } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import { Follower } from '../disk/follower.ts';
import { ActsByKind } from './acts-by-kind.ts';
import { Applications } from './applications.ts';
import { Receipts } from './receipts.ts';
import type { Opened, SealedDatabase } from '../disk/sealed-database.ts';
import { isDraftId, Shelf } from './shelf.ts';
import { Verdicts } from './verdicts.ts';

const FIRST = '';
const LAST = '\uffff';
const FIRST_ACT = 'act:';
const LAST_ACT = `act:${LAST}`;

/** Acts that are read and folded in one step while a person works on the page. */
const PORTION = 250;
const LEADING: ReadonlySet<string> = new Set<ActKind>(['match-decision', 'paper-record']);

interface RecordsOptions {
  readonly authority: AuthorityCode;
  readonly country: SealedDatabase;
  readonly reference: SealedDatabase | null;
  readonly book: DeviceBook;
  readonly roots: readonly PublicKey[];
  /** Background threads for many signatures; absent where there are none. */
  readonly signatures?: () => Promise<SignatureChecker>;
}

export class Records {
  readonly shelf: Shelf;
  readonly dossiers = new DossierIndex();
  readonly receipts = new Receipts();
  readonly applications = new Applications();
  readonly keyring: Keyring;
  readonly verdicts: Verdicts;
  readonly #options: RecordsOptions;
  /** Not verified good, or refused. */
  readonly uncounted = new Set<ActId>();
  #uncountedChanged = new Set<ActId>();
  readonly #counted = new Set<ActId>();
  readonly #countedByKind = new ActsByKind();
  readonly #followers: Follower[] = [];
  readonly #unchecked = new Map<ActId, CarriedAct>();
  #checking: Promise<void> | null = null;
  #stopped = false;
  #version = 0;
  changed: () => void = () => undefined;

  constructor(options: RecordsOptions) {
    this.#options = options;
    this.shelf = new Shelf((id) => options.book.isSigned(id));
    this.keyring = new Keyring(options.roots);
    const memory = {
      isSigned: (id: ActId) => options.book.isSigned(id),
      // A signed act is read without parsing after the next start.
      keepSigned: (ids: readonly ActId[]) =>
        options.book.keepSigned(ids.filter((id) => !this.shelf.later.has(id)))
    };
    this.verdicts = new Verdicts(this.keyring, memory, options.signatures);
  }

  /** Not with drafts: a key press recomputes no list of records. */
  get version(): number {
    return this.#version;
  }

  /** All at once: the fastest. New signatures are verified later, in the background. */
  async load(): Promise<void> {
    await this.#begin();
    const acts: CarriedAct[] = [];
    const take = (page: Opened[]): void => void this.#shelve(page, acts);
    const { country } = this.#options;
    await Promise.all([country.load(FIRST_ACT, LAST_ACT, take), this.#loadOthers(take)]);
    await this.#learnKeys(acts);
    this.#place(acts);
    this.#end();
  }

  /** Only `ids` of the country's acts, and everything else. `loadRest` must follow. */
  async loadFirst(ids: readonly ActId[]): Promise<void> {
    await this.#begin();
    const acts: CarriedAct[] = [];
    const take = (page: Opened[]): void => void this.#shelve(page, acts);
    await Promise.all([this.#options.country.loadSome(ids).then(take), this.#loadOthers(take)]);
    await this.#learnKeys(acts);
    this.#place(acts);
    this.#touch();
  }

  /** The country's other acts, in small portions. After each, `rest` lets the page do its own work. */
  async loadRest(rest: (read: number) => Promise<void>): Promise<void> {
    const acts: CarriedAct[] = [];
    let read = 0;
    const take = async (page: Opened[]): Promise<void> => {
      this.#shelve(page, acts);
      await this.#pause(rest, (read += page.length));
    };
    await this.#options.country.load(FIRST_ACT, LAST_ACT, take, { size: PORTION });
    await this.#learnKeys(acts);
    for (const portion of portionsOf(acts)) {
      this.#place(portion);
      await this.#pause(rest, read);
    }
    this.#end();
  }

  async #pause(rest: (read: number) => Promise<void>, read: number): Promise<void> {
    await rest(read);
    if (this.#stopped) throw new Error('the records were closed while they were read');
  }

  /** A change from here on is read by the followers, perhaps a second time. */
  async #begin(): Promise<void> {
    const { country, reference } = this.#options;
    for (const db of reference ? [country, reference] : [country])
      this.#followers.push(await Follower.at(db, (changes) => this.#takeChanges(changes)));
  }

  async #loadOthers(take: (page: Opened[]) => void): Promise<void> {
    const { country, reference, book } = this.#options;
    await Promise.all([
      country.load(APPLICATION_PREFIX, LAST, take, { conflicts: true }),
      reference?.load(FIRST, LAST, take)
    ]);
    for (const block of book.device.blocks)
      if (!this.shelf.blocks.has(block._id)) this.shelf.blocks.set(block._id, block);
  }

  #end(): void {
    for (const follower of this.#followers) follower.start();
    this.#touch();
    this.#verifyInBackground();
  }

  /** True if the central server's answer on one's own acts has changed. */
  #shelve(page: readonly Opened[], acts: CarriedAct[]): boolean {
    let isOther = false;
    for (const opened of page) {
      const act = this.shelf.take(opened);
      if (act) acts.push(act);
      this.applications.take(opened);
      if (this.#options.book.central.take(opened)) isOther = true;
    }
    return isOther;
  }

  /** Other tabs' acts must be loaded before a number is chosen. */
  async catchUp(): Promise<void> {
    for (const follower of this.#followers) await follower.catchUp();
  }

  async #takeChanges(changes: readonly Opened[]): Promise<void> {
    const acts: CarriedAct[] = [];
    const isOther = this.#shelve(changes, acts);
    const learnt = await this.#learnKeys(acts);
    this.#place(acts);
    if (learnt || isOther) this.recount();
    if (changes.every(({ id }) => isDraftId(id))) this.changed();
    else this.#touch();
    this.#verifyInBackground();
  }

  async #learnKeys(acts: readonly CarriedAct[]): Promise<boolean> {
    const keyActs = acts.filter(({ body }) => isKeyKind(body.kind));
    await Promise.all(keyActs.map((act) => this.keyring.addAct(act)));
    return keyActs.length > 0;
  }

  /** They count immediately, even if the feed brought them earlier as unverified. */
  takeSigned(acts: readonly CarriedAct[]): void {
    this.#settle(acts);
  }

  /** Usable immediately, and after a restart offline. */
  async takeBlock(block: Block): Promise<void> {
    this.shelf.blocks.set(block._id, block);
    await this.#options.book.updateDevice((device) => ({ ...device, blocks: [...device.blocks, block] }));
    this.#touch();
  }

  verdictOf(id: ActId): Verdict {
    const act = this.shelf.acts.get(id) ?? this.shelf.later.get(id);
    return act ? this.verdicts.verdictOf(act) : 'pending';
  }

  ledgerOf(id: ActId): Ledger | null {
    const { book } = this.#options;
    const act = this.shelf.acts.get(id);
    return act ? this.receipts.ledgerOf(act, book.serverHop(id), book.isRefused(id)) : null;
  }

  laterIn(dossier?: DossierKey): readonly LaterAct[] {
    const all = [...this.shelf.later.values()].filter(({ _id }) => this.counts(_id));
    return dossier === undefined ? all : all.filter(({ body }) => body.dossier === dossier);
  }

  countedOf<K extends ActKind>(kind: K): readonly ActOf<K>[] {
    return this.#countedByKind.of(kind);
  }

  counts(id: ActId): boolean {
    return this.#counted.has(id);
  }

  #place(acts: readonly CarriedAct[]): void {
    const good: DossierAct[] = [];
    for (const act of acts) {
      const verdict = this.verdicts.verdictOf(act);
      if (verdict === 'pending' || verdict === 'unknown-key') this.#unchecked.set(act._id, act);
      if (this.#counted.has(act._id)) continue;
      if (verdict !== 'good' || this.#options.book.isRefused(act._id)) {
        this.uncounted.add(act._id);
        this.#uncountedChanged.add(act._id);
        continue;
      }
      if (this.uncounted.delete(act._id)) this.#uncountedChanged.add(act._id);
      this.#counted.add(act._id);
      if (this.shelf.isLater(act)) continue;
      if (isDossierAct(act)) good.push(act);
      this.#receive(act);
    }
    this.dossiers.add(good);
  }

  /** Acts of `uncounted` that came, were judged again or went since the last call; for one reader. */
  takeUncounted(): ReadonlySet<ActId> {
    const changed = this.#uncountedChanged;
    this.#uncountedChanged = new Set();
    return changed;
  }

  /** After a certificate, a withdrawal, a refusal or its end. */
  recount(): void {
    const out: ActId[] = [];
    for (const id of this.#counted) {
      if (this.verdictOf(id) !== 'good' || this.#options.book.isRefused(id)) out.push(id);
    }
    for (const id of out) this.#counted.delete(id);
    if (out.length > 0) this.#takeOut(out);
    this.#place(this.shelf.carried.filter((act) => !this.#counted.has(act._id)));
    this.#touch();
  }

  async addRoots(roots: readonly PublicKey[]): Promise<void> {
    if (!(await this.keyring.addRoots(roots))) return;
    this.recount();
    this.#verifyInBackground();
  }

  #takeOut(ids: readonly ActId[]): void {
    this.dossiers.remove(new Set(ids));
    this.receipts.clear();
    this.applications.forgetIssued();
    this.#countedByKind.clear();
    for (const id of this.#counted) {
      const act = this.shelf.acts.get(id);
      if (act) this.#receive(act);
    }
  }

  #receive(act: Act): void {
    this.#countedByKind.add(act);
    if (act.body.issuer === this.#options.authority) this.applications.receive(act);
    if (act.body.kind === 'receipt') return this.receipts.add(act as Act<ReceiptBody>);
    const upon = isDossierAct(act) ? actReference(act) : null;
    if (upon !== null && parseActId(upon)?.issuer !== act.body.issuer) this.receipts.addUpon(act, upon);
  }

  /** Results that the disk refuses are verified again after the next start. */
  #verifyInBackground(): void {
    this.verifyPending().catch(() => undefined);
  }

  /** Resolves when nothing is left to verify. One run at a time. */
  verifyPending(): Promise<void> {
    if (this.#unchecked.size > 0) this.#checking ??= this.#verifyAll();
    return this.#checking ?? Promise.resolve();
  }

  async #verifyAll(): Promise<void> {
    try {
      while (this.#unchecked.size > 0 && !this.#stopped) {
        const acts = [...this.#unchecked.values()];
        this.#unchecked.clear();
        await this.verdicts.check(
          acts,
          (portion) => this.#settle(portion),
          () => this.#stopped
        );
        // An act that came meanwhile has had no turn yet.
        const isNew = this.#unchecked.size > acts.length;
        if (!isNew && acts.every((act) => this.#unchecked.has(act._id))) return;
      }
    } finally {
      // At once: an act that arrives a moment later would wait for a run that has ended.
      this.#checking = null;
    }
  }

  #settle(portion: readonly CarriedAct[]): void {
    this.#place(portion);
    this.#touch();
  }

  #touch(): void {
    this.#version++;
    this.changed();
  }

  suspend(): void {
    for (const follower of this.#followers) follower.suspend();
  }

  resume(): void {
    for (const follower of this.#followers) follower.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#followers.map((follower) => follower.stop()));
    await this.#checking?.catch(() => undefined);
  }
}

/**
 * What decides where other acts belong comes first, and the acts of one dossier together: so each dossier is folded
 * about once.
 */
function portionsOf(acts: readonly CarriedAct[]): readonly (readonly CarriedAct[])[] {
  const leading: CarriedAct[] = [];
  const byDossier = new Map<string, CarriedAct[]>();
  for (const act of acts) {
    if (isDossierAct(act) && !LEADING.has(act.body.kind)) addTo(byDossier, act.body.dossier, act);
    else leading.push(act);
  }
  const portions: CarriedAct[][] = [leading, []];
  byDossier.forEach((together) => {
    const last = portions[portions.length - 1]!;
    if (last.length > 0 && last.length + together.length > PORTION) portions.push(together);
    else last.push(...together);
  });
  return portions;
}
