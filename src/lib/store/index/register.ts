/** Rows are computed when their dossier changes, not on each read. */
import { lastDayOf, type Act, type AuthorizationAct } from '#lib/domain/act/body.ts';
import type { Agreement, Dossier, ExportStrand } from '#lib/domain/dossier/dossier.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isPaper, readAuthorization } from '#lib/domain/act/stand-in.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { needsOfExport, needsOfImport, talkNeeds } from '#lib/domain/dossier/needs.ts';
import { COUNTRY_SETTING_ID, readReplyDays } from '#lib/domain/authorization/country-setting.ts';
import { isReminderDue, silencesOf } from '#lib/domain/dossier/silence.ts';
import { openSuspensions } from '#lib/domain/dossier/stops.ts';
import { agreementIn, exportStatusOn, statusOn } from '#lib/domain/dossier/status-on.ts';
import type {
  ActId,
  AuthorityCode,
  CalendarDate,
  CountryCode,
  DossierKey,
  Instant
} from '#lib/domain/ids.ts';
import { findTwice, numbersIn, type Numbered } from '#lib/domain/matching/given-twice.ts';
import { offSystem } from '#lib/domain/partners/membership.ts';
import { isStillFresh, lastReminders } from '#lib/domain/partners/reminder.ts';
import type { MessageAct } from '#lib/domain/partners/thread.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { casNumbers } from '#lib/domain/goods/substance-search.ts';
import { exemptOf, totalsBySubstance, type TotalledGoods } from '#lib/domain/goods/substance-totals.ts';
import type { Need, RegisterRow, RowStatus } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { Records } from './records.ts';

interface Cached {
  readonly dossier: Dossier;
  readonly rows: readonly RegisterRow[];
  /** Documents outside the dossier can alter this. */
  readonly beside: string;
}

interface CachedNumbers {
  readonly dossier: Dossier;
  readonly numbers: readonly Numbered[];
}

type Twice = ReadonlyMap<ActId, ActId>;

interface Seen {
  readonly dossier: Dossier;
  readonly changedAt: Instant;
  readonly today: CalendarDate;
  readonly twice: readonly ActId[];
}

const NONE: readonly ActId[] = [];

export class Register {
  readonly #records: Records;
  readonly #book: DeviceBook;
  readonly #authority: AuthorityCode;
  readonly #cache = new Map<DossierKey, Cached>();
  #numbers = new Map<DossierKey, CachedNumbers>();
  #day: CalendarDate | null = null;
  #replyDays = 0;
  #rows: readonly RegisterRow[] = [];
  #version = '';
  #answersVersion = 0;
  #members = '';
  #reminders: ReadonlyMap<DossierKey, MessageAct> = new Map();
  #isOff: (country: string) => boolean = () => false;

  constructor(records: Records, book: DeviceBook, authority: AuthorityCode) {
    this.#records = records;
    this.#book = book;
    this.#authority = authority;
  }

  /** Everything from which rows are computed, except the day. */
  get version(): string {
    const { answersVersion, device } = this.#book;
    return [this.#records.version, answersVersion, device.keysKnownAt === null].join();
  }

  rows(today: CalendarDate): readonly RegisterRow[] {
    const { version } = this;
    if (this.#version === version && this.#day === today) return this.#rows;
    this.#version = version;
    this.#forgetDelivered();
    const replyDays = readReplyDays(this.#records.shelf.others.get(COUNTRY_SETTING_ID));
    if (this.#day !== today || this.#replyDays !== replyDays) this.#cache.clear();
    this.#replyDays = replyDays;
    this.#day = today;
    this.#readMembers();
    this.#reminders = lastReminders(this.#countedMessages(), this.#authority);
    const rows: RegisterRow[] = [];
    const twice = this.#readTwice();
    this.#records.dossiers.forEach((dossier) => rows.push(...this.#rowsOf(dossier, today, twice)));
    this.#pushUncounted(rows);
    this.#rows = rows;
    return rows;
  }

  #forgetDelivered(): void {
    const { answersVersion } = this.#book;
    if (answersVersion === this.#answersVersion) return;
    this.#answersVersion = answersVersion;
    for (const [key, { rows }] of this.#cache) {
      if (rows.some((row) => row.needs.includes('send'))) this.#cache.delete(key);
    }
  }

  /** A country that joins, or the first list of keys, changes what is to be done with a partner's papers. */
  #readMembers(): void {
    const { shelf } = this.#records;
    const { keysKnownAt } = this.#book.device;
    const good = shelf.ofKind('certificate').filter(({ _id }) => this.#records.verdictOf(_id) !== 'bad');
    const members = [keysKnownAt === null, ...good.map(({ body }) => body.holder.authority)].join();
    if (members !== this.#members) this.#cache.clear();
    this.#members = members;
    this.#isOff = offSystem(good, keysKnownAt);
  }

  #countedMessages(): readonly MessageAct[] {
    return this.#records.shelf.ofKind('message').filter(({ _id }) => this.#records.counts(_id));
  }

  #readTwice(): Twice {
    const [before, actOf] = [this.#numbers, (id: ActId) => this.#records.shelf.acts.get(id) ?? null];
    const all: Numbered[] = [];
    this.#numbers = new Map();
    this.#records.dossiers.forEach((dossier) => {
      const known = before.get(dossier.key);
      const numbers = known?.dossier === dossier ? known.numbers : numbersIn(dossier, actOf);
      this.#numbers.set(dossier.key, { dossier, numbers });
      for (const one of numbers) all.push(one);
    });
    return findTwice(all, actOf);
  }

  #rowsOf(dossier: Dossier, today: CalendarDate, all: Twice): readonly RegisterRow[] {
    const cached = this.#cache.get(dossier.key);
    const twice = this.#twiceIn(dossier, all);
    // A receipt ends the duty to send a copy, and changes no dossier.
    const beside = [this.#reminders.get(dossier.key)?._id ?? '', ...twice].join();
    const isOwed = cached?.rows.some(({ needs }) => needs.includes('copy'));
    if (cached?.dossier === dossier && cached.beside === beside && !isOwed) return cached.rows;
    const rows: RegisterRow[] = [];
    const changedAt = this.#lastChange(dossier);
    const opening = this.#authorization(dossier.importAuthorization);
    const seen = { dossier, changedAt, today, twice };
    if (opening) rows.push(this.#importRow(opening, seen));
    for (const strand of dossier.exports) {
      const act = this.#authorization(strand.act);
      if (act) rows.push(this.#exportRow(act, strand, seen));
    }
    for (const { act: id, isCancelled } of dossier.setAside) {
      const act = this.#authorization(id);
      const status = isCancelled ? 'cancelled' : 'set-aside';
      if (act)
        rows.push(
          this.#row(act, {
            status,
            dossier,
            changedAt,
            needs: talkNeeds(dossier, this.#authority, id),
            isTwice: twice.includes(id)
          })
        );
    }
    this.#cache.set(dossier.key, { dossier, rows, beside });
    return rows;
  }

  #twiceIn({ key }: Dossier, all: Twice): readonly ActId[] {
    if (all.size === 0) return NONE;
    const numbers = this.#numbers.get(key)?.numbers ?? [];
    return numbers.flatMap(({ act }) => (all.has(act) ? [act] : []));
  }

  /** They lack server acceptance or signature; their number can still be found. */
  #pushUncounted(rows: RegisterRow[]): void {
    for (const held of this.#records.shelf.acts.values()) {
      const act = readAuthorization(held);
      if (!act || this.#records.counts(act._id)) continue;
      const status = this.#book.isRefused(act._id) ? 'refused' : 'not-verified';
      rows.push(this.#row(act, { status, dossier: null, changedAt: act.body.at, needs: [] }));
    }
  }

  #authorization(id: ActId | null): AuthorizationAct | null {
    const act = id === null ? undefined : this.#records.shelf.acts.get(id);
    return readAuthorization(act);
  }

  #lastChange(dossier: Dossier): Instant {
    let last = '' as Instant;
    for (const id of dossier.timeline) {
      const at = this.#records.shelf.acts.get(id)?.body.at;
      if (at !== undefined && at > last) last = at;
    }
    return last;
  }

  #importRow(act: AuthorizationAct, { dossier, changedAt, today, twice }: Seen): RegisterRow {
    const status = statusOn(dossier, today);
    const isTwice = twice.includes(act._id);
    const { needs } = needsOfImport(dossier, this.#authority, { act: act._id, today, isTwice });
    return this.#row(act, {
      status,
      dossier,
      changedAt,
      needs: this.#reminded(needs, act, dossier, today),
      isTwice
    });
  }

  #exportRow(
    act: AuthorizationAct,
    strand: ExportStrand,
    { dossier, changedAt, today, twice }: Seen
  ): RegisterRow {
    const isTwice = twice.includes(strand.act);
    const partner = partnerOf(act, this.#authority);
    const isOff = this.#isOff(partner);
    // The database of a country without a certified device has no reader.
    const isDelivered =
      !isOff && Boolean(strand.declaration && this.#records.ledgerOf(strand.act)?.partner[partner]);
    const stated = { strand, today, isTwice, isOff, isDelivered };
    const { needs, due } = needsOfExport(dossier, this.#authority, stated);
    return this.#row(act, {
      status: exportStatusOn(dossier, strand, today),
      dossier,
      changedAt,
      needs: this.#reminded(needs, act, dossier, today),
      isTwice,
      endorseBy: due?.due ?? null,
      overdue: due?.overdue === true
    });
  }

  #reminded(
    needs: readonly Need[],
    act: AuthorizationAct,
    dossier: Dossier,
    today: CalendarDate
  ): readonly Need[] {
    if (this.#replyDays === 0 || this.#isOff(partnerOf(act, this.#authority))) return needs;
    const reminder = this.#reminders.get(dossier.key);
    if (reminder && isStillFresh(reminder, today, this.#replyDays)) return needs;
    const silence = silencesOf(dossier, this.#authority, today).find(({ on }) => on === act._id);
    return silence && isReminderDue(silence, this.#replyDays) ? [...needs, 'remind'] : needs;
  }

  #isOwn(act: Act): boolean {
    return act.body.issuer === this.#authority;
  }

  #row(
    act: AuthorizationAct,
    more: {
      status: RowStatus;
      dossier: Dossier | null;
      changedAt: Instant;
      needs: readonly Need[];
      isTwice?: boolean;
      endorseBy?: CalendarDate | null;
      overdue?: boolean;
    }
  ): RegisterRow {
    const { body } = act;
    const importing = body.kind === 'import-authorization' ? body.issuer : body.importingCountry;
    const partner = partnerOf(act, this.#authority);
    const substances = body.lines.map((line) => line.designation);
    const own = this.#isOwn(act) && !isPaper(act._id);
    const isSigned = parseActId(act._id)?.issuer === this.#authority;
    const unsent = isSigned && more.status !== 'refused' && !this.#book.isOnServer(act._id);
    return {
      id: act._id,
      kind: body.kind,
      direction: importing === this.#authority ? 'import' : 'export',
      own,
      dossier: more.dossier?.key ?? body.dossier,
      number: body.number,
      cited: body.kind === 'export-authorization' ? (body.importAuthorization?.number ?? null) : null,
      partner,
      importer: body.importer.name,
      exporter: body.exporter.name,
      substances,
      totals: totalsBySubstance(body.lines.map(toGoods)),
      status: more.status,
      match: more.dossier?.match ?? 'none',
      agreement: agreementOf(act, more.dossier),
      issuedOn: body.issuedOn,
      validUntil: lastDayOf(body),
      changedAt: more.changedAt,
      verdict: this.#records.verdictOf(act._id),
      needs: unsent ? [...more.needs, 'send'] : more.needs,
      endorseBy: more.endorseBy ?? null,
      overdue: more.overdue ?? false,
      isTwice: more.isTwice ?? false,
      isPaper: isPaper(act._id),
      isSuspended: isSuspendedIn(more.dossier, act),
      demonstration: body.demonstration !== undefined,
      haystack: haystackOf(act, partner)
    };
  }
}

function isSuspendedIn(dossier: Dossier | null, { _id, body }: AuthorizationAct): boolean {
  if (!dossier) return false;
  const isOpening = body.kind === 'import-authorization';
  return openSuspensions(dossier).some(
    ({ of }) => isOpening || of === _id || of === dossier.importAuthorization
  );
}

function haystackOf({ body }: AuthorizationAct, partner: CountryCode): string {
  const cited = (body.kind === 'export-authorization' && body.importAuthorization?.number) || '';
  const goods = body.lines.flatMap((line) => [line.designation, ...casNumbers(line.substance, line.form)]);
  return foldText([body.number, cited, partner, body.importer.name, body.exporter.name, ...goods].join(' '));
}

function toGoods(line: AuthorizationAct['body']['lines'][number]): TotalledGoods {
  const { substance, stated, base } = line;
  return { substance, stated: microgramsOf(stated), base: microgramsOf(base), ...exemptOf(line) };
}

function agreementOf({ _id, body }: AuthorizationAct, dossier: Dossier | null): Agreement {
  if (body.kind !== 'import-authorization')
    return dossier?.exports.find(({ act }) => act === _id)?.agreement ?? 'agrees';
  return dossier ? agreementIn(dossier) : 'agrees';
}

function partnerOf({ body }: AuthorizationAct, authority: AuthorityCode): CountryCode {
  if (body.issuer !== authority) return body.issuer as CountryCode;
  return body.kind === 'import-authorization' ? body.exportingCountry : body.importingCountry;
}
