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
import { inOrder } from '#lib/domain/groups.ts';
import { NumbersGiven } from '#lib/domain/matching/given-twice.ts';
import { offSystem } from '#lib/domain/partners/membership.ts';
import { isStillFresh, lastReminders } from '#lib/domain/partners/reminder.ts';
import type { MessageAct } from '#lib/domain/partners/thread.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { casNumbers } from '#lib/domain/goods/substance.ts';
import { exemptOf, totalsBySubstance, type TotalledGoods } from '#lib/domain/goods/substance-totals.ts';
import type { Need, RegisterRow, RowStatus } from '../api.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import { LATEST_FIRST } from './query-register.ts';
import type { Records } from './records.ts';

interface Seen {
  readonly dossier: Dossier;
  readonly changedAt: Instant;
  readonly today: CalendarDate;
  readonly twice: ReadonlyMap<ActId, ActId>;
}

export class Register {
  readonly #records: Records;
  readonly #book: DeviceBook;
  readonly #authority: AuthorityCode;
  readonly #rowsOf = new Map<DossierKey, readonly RegisterRow[]>();
  /** Outside all dossiers; with what can change of them. */
  readonly #uncounted = new Map<ActId, { readonly says: string; readonly row: RegisterRow }>();
  /** Dossiers with rows that depend on more than the dossier: receipts, and what the server has. */
  readonly #owed = new Set<DossierKey>();
  readonly #unsent = new Set<DossierKey>();
  readonly #numbers: NumbersGiven;
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
    this.#numbers = new NumbersGiven((id) => records.shelf.acts.get(id) ?? null);
  }

  /** Everything from which rows are computed, except the day. */
  get version(): string {
    const { answersVersion, device } = this.#book;
    return [this.#records.version, answersVersion, device.keysKnownAt === null].join();
  }

  /** The latest change first. Only rows of dossiers that changed since are computed. */
  rows(today: CalendarDate): readonly RegisterRow[] {
    const { version } = this;
    if (this.#version === version && this.#day === today) return this.#rows;
    this.#version = version;
    const [gone, fresh]: [RegisterRow[], RegisterRow[]] = [[], []];
    // Before the list of changes, which notes the answers that it has read.
    this.#readUncounted(gone, fresh);
    for (const key of this.#listChanged(today)) {
      gone.push(...(this.#rowsOf.get(key) ?? []));
      fresh.push(...this.#readRows(key, today));
    }
    return (this.#rows = inOrder(this.#rows, { gone, fresh }, LATEST_FIRST));
  }

  /** The dossier's acts that need another number, each with the act that has it. */
  twiceIn(key: DossierKey, today: CalendarDate): ReadonlyMap<ActId, ActId> {
    void this.rows(today);
    return this.#numbers.twiceIn(key);
  }

  /** Those of all dossiers, as they will be on a later day if nothing else changes. */
  *rowsOn(day: CalendarDate): Generator<RegisterRow> {
    for (const key of [...this.#rowsOf.keys()]) {
      const dossier = this.#records.dossiers.get(key);
      if (dossier) yield* this.#makeRows(dossier, day);
    }
  }

  #listChanged(today: CalendarDate): ReadonlySet<DossierKey> {
    const { dossiers } = this.#records;
    const changed = new Set(dossiers.takeChanged());
    for (const key of Array.from(changed))
      for (const near of this.#numbers.put(key, dossiers.get(key))) changed.add(near);
    if (this.#isAnotherBasis(today)) for (const key of dossiers.keys()) changed.add(key);
    const reminders = lastReminders(this.#countedMessages(), this.#authority);
    for (const [key, { _id }] of reminders) if (this.#reminders.get(key)?._id !== _id) changed.add(key);
    for (const key of this.#reminders.keys()) if (!reminders.has(key)) changed.add(key);
    this.#reminders = reminders;
    for (const key of this.#owed) changed.add(key);
    const { answersVersion } = this.#book;
    if (answersVersion !== this.#answersVersion) for (const key of this.#unsent) changed.add(key);
    this.#answersVersion = answersVersion;
    return changed;
  }

  /** The day, a setting, or a country that joined, or the first list of keys, which changes what is to be done with a partner's papers. */
  #isAnotherBasis(today: CalendarDate): boolean {
    const { shelf } = this.#records;
    const { keysKnownAt } = this.#book.device;
    const replyDays = readReplyDays(shelf.others.get(COUNTRY_SETTING_ID));
    const good = shelf.ofKind('certificate').filter(({ _id }) => this.#records.verdictOf(_id) !== 'bad');
    const members = [keysKnownAt === null, ...good.map(({ body }) => body.holder.authority)].join();
    const isSame = this.#day === today && this.#replyDays === replyDays && this.#members === members;
    [this.#day, this.#replyDays, this.#members] = [today, replyDays, members];
    if (!isSame) this.#isOff = offSystem(good, keysKnownAt);
    return !isSame;
  }

  #countedMessages(): readonly MessageAct[] {
    return this.#records.shelf.ofKind('message').filter(({ _id }) => this.#records.counts(_id));
  }

  #readRows(key: DossierKey, today: CalendarDate): readonly RegisterRow[] {
    const dossier = this.#records.dossiers.get(key);
    const rows = dossier ? this.#makeRows(dossier, today) : [];
    if (dossier) this.#rowsOf.set(key, rows);
    else this.#rowsOf.delete(key);
    for (const [need, keys] of [
      ['copy', this.#owed],
      ['send', this.#unsent]
    ] as const) {
      if (rows.some(({ needs }) => needs.includes(need))) keys.add(key);
      else keys.delete(key);
    }
    return rows;
  }

  #makeRows(dossier: Dossier, today: CalendarDate): readonly RegisterRow[] {
    const rows: RegisterRow[] = [];
    const twice = this.#numbers.twiceIn(dossier.key);
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
            isTwice: twice.has(id)
          })
        );
    }
    return rows;
  }

  /** They lack server acceptance or signature; their number can still be found. An answer of the server can be about any. */
  #readUncounted(gone: RegisterRow[], fresh: RegisterRow[]): void {
    const { uncounted } = this.#records;
    const changed = this.#records.takeUncounted();
    const isAnswered = this.#book.answersVersion !== this.#answersVersion;
    for (const id of isAnswered ? new Set([...changed, ...uncounted]) : changed) {
      const held = this.#uncounted.get(id);
      const act = uncounted.has(id) ? this.#authorization(id) : null;
      const status = this.#book.isRefused(id) ? 'refused' : 'not-verified';
      const says = act ? [status, this.#records.verdictOf(id), this.#book.isOnServer(id)].join(' ') : '';
      if (says === (held?.says ?? '')) continue;
      if (held) gone.push(held.row);
      this.#uncounted.delete(id);
      if (!act) continue;
      const row = this.#row(act, { status, dossier: null, changedAt: act.body.at, needs: [] });
      this.#uncounted.set(id, { says, row });
      fresh.push(row);
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
    const isTwice = twice.has(act._id);
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
    const isTwice = twice.has(strand.act);
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
