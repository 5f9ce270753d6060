/**
 * Applications of companies: sent to the server, taken by an officer into the country's database, answered and followed
 * with the receipt code, deleted when due. Every step can be repeated: its documents have one id each, the content is
 * written before what it replaces is deleted.
 */
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import { Mutex } from '#couch/base/turns.ts';
import { databaseToCountry } from '#couch/base/databases.ts';
import { tombstoneOf } from '#couch/database/documents.ts';
import { openNamed } from '#couch/database/named-database.ts';
import type { NamedDatabase, NumberRegister } from '#couch/database/registers.ts';
import { idsFrom, putUnlessChanged, readDocument, readPages, type Engine } from '#couch/engine/engine.ts';
import type { CountryFiles } from '#couch/files/country-files.ts';
import type { Standings } from '#couch/registration/standings.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isAuthorization, type Act, type AuthorizationAct } from '#lib/domain/act/body.ts';
import { parseCarriedContent } from '#lib/domain/act/parse-act.ts';
import {
  applicationOf,
  APPLICATION_PREFIX,
  type ApplicationId
} from '#lib/domain/application/application-id.ts';
import {
  APPLICATION_SETTING_ID,
  readApplicationSetting,
  type ApplicationSetting
} from '#lib/domain/application/application-setting.ts';
import {
  isFinished,
  openApplication,
  readApplications,
  type ApplicationState
} from '#lib/domain/application/application-state.ts';
import {
  judgeApplicationDocument,
  type ANSWER,
  type Application,
  type ApplicationEvent,
  type Attachment,
  type Submission
} from '#lib/domain/application/application.ts';
import { contentHash, toApplication, type Ended } from '#lib/domain/application/waiting.ts';
import { addMonths, instantToDate } from '#lib/domain/calendar-date.ts';
import { SHIPMENT_PREFIX } from '#lib/domain/company/announced-shipment.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { ActId, CalendarDate, CountryCode, DraftId, Instant } from '#lib/domain/ids.ts';
import { MAX_WAITING, WAITING_BYTES } from '#lib/domain/own-choices.ts';
import { standingProblem } from '#lib/domain/registration/standing.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Checked } from '#lib/domain/shape/shape.ts';
import { sha256Uuid } from '#lib/domain/sha256.ts';
import { judgeAttachment, WaitingRoom, type Room, type Sent } from './waiting-room.ts';

interface ApplicationsOptions {
  readonly engine: Engine;
  readonly standings: Standings;
  readonly files: CountryFiles;
  readonly numbers: NumberRegister;
  /** Of a country's own server. */
  readonly national: CountryCode | null;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
  readonly room?: Room;
}

export interface Found {
  readonly state: ApplicationState;
  readonly isWaiting: boolean;
}

interface Officer {
  readonly id: string;
  readonly name: string;
}

/** The account of a company that sends it; without one, anybody with the receipt code. */
export interface CompanyAccount {
  readonly company: string;
  readonly person: string;
  readonly name: string;
}

const SWEEP_EVERY_MS = 6 * 3_600_000;
const PAGE = 500;
const NONE = { form: { fields: {}, lines: [] }, contact: { name: '-', email: '' } } as const;

export class Applications {
  readonly #options: ApplicationsOptions;
  readonly #room: WaitingRoom;
  readonly #turn = new Mutex();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ApplicationsOptions) {
    this.#options = options;
    const { engine, room = { applications: MAX_WAITING, bytes: WAITING_BYTES } } = options;
    this.#room = new WaitingRoom(engine, room);
  }

  begin(): void {
    const tried = (): void => void this.sweep().catch((error) => this.#options.warn('applications', error));
    this.#timer = setInterval(tried, SWEEP_EVERY_MS).unref();
    tried();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn.run('sweep', async () => undefined);
  }

  /** Null for a country that takes none here, whatever the reason. */
  async settingOf(
    country: CountryCode,
    from: 'isOpen' | 'hasCompanyAccounts' = 'isOpen'
  ): Promise<ApplicationSetting | null> {
    const { national, standings } = this.#options;
    if (national !== null && national !== country) return null;
    if (national === null && standingProblem(await standings.of(country))) return null;
    const home = await this.#home(country);
    const held = home && (await readDocument(home.database, APPLICATION_SETTING_ID));
    const setting = readApplicationSetting(held);
    return setting[from] ? setting : null;
  }

  async submit(
    country: CountryCode,
    id: ApplicationId,
    application: Submission,
    account: CompanyAccount | null = null
  ): Promise<Result<Found>> {
    return this.#turn.run(id, async () => {
      const at = this.#now();
      const content = contentHash(application);
      for (;;) {
        const held = await this.#contentOf(country, id);
        if (held !== null && held !== content) return refuse({ code: 'application.repeated', path: 'code' });
        const found = held === null ? null : await this.find(country, id);
        if (found) return accept(found);
        if ((await this.settingOf(country, settingFor(account))) === null)
          return refuse({ code: 'application.closed' });
        const by = account && { company: account.company, person: account.person };
        const put = await this.#room.put(country, id, { at, application, ...by });
        if (!put.ok) return put;
      }
    });
  }

  /** Before or after what names it. */
  attach(
    country: CountryCode,
    id: ApplicationId,
    given: Sent,
    account: CompanyAccount | null = null
  ): Promise<Result<null>> {
    return this.#turn.run(id, async () => {
      const sent = judgeAttachment(given);
      if (!sent.ok) return sent;
      const { sha256, type, bytes } = sent.value;
      const found = await this.find(country, id);
      if (found === null && (await this.settingOf(country, settingFor(account))) === null)
        return refuse({ code: 'application.closed' });
      const isNamed = found?.state.attachments.some(({ hash }) => hash === sha256) === true;
      if (found && !found.isWaiting && isNamed) return this.#options.files.keep(country, sha256, type, bytes);
      if (found && isFinished(found.state)) return refuse({ code: 'application.finished' });
      if (found && !isNamed && found.state.question === null)
        return refuse({ code: 'application.attachment.unnamed', path: 'hash' });
      return this.#room.putAttachment(country, id, sent.value, this.#now());
    });
  }

  /** All three places are read whatever is in them, so that the time of an answer tells nothing. */
  async find(country: CountryCode, id: ApplicationId): Promise<Found | null> {
    const [taken, waiting, ended] = await Promise.all([
      this.#readTaken(country, id),
      this.#room.read(country, id),
      this.#room.readEnded(country, id)
    ]);
    if (taken) return { state: taken, isWaiting: false };
    const application = ended ? emptied(id, ended) : waiting && toApplication(id, waiting);
    if (application === null) return null;
    const state = openApplication(application, ended ? [ended.event] : [], () => []);
    return { state, isWaiting: true };
  }

  async answer(
    country: CountryCode,
    id: ApplicationId,
    given: Checked<typeof ANSWER>,
    account: CompanyAccount | null = null
  ): Promise<Result<Found>> {
    return this.#turn.run(id, async () => {
      const found = await this.find(country, id);
      if (found === null) return refuse({ code: 'application.unknown' });
      const { question, application, events } = found.state;
      if (question === null) {
        const last = events.filter(({ kind }) => kind === 'answer').pop();
        const isRepeated = last?.kind === 'answer' && last.text === given.text && !isFinished(found.state);
        return isRepeated ? accept(found) : refuse({ code: 'application.noQuestion' });
      }
      const event = {
        _id: eventId(id, `answer ${question._id}`),
        schema: 1,
        kind: 'answer',
        at: this.#after(question.at),
        ...signedBy(application, account),
        ...given
      };
      const judged = judgeApplicationDocument(event);
      if (!judged.ok) return judged;
      const moved = await this.#moveAttachments(country, id, given.attachments ?? []);
      if (!moved.ok) return moved;
      return this.#write(country, id, event);
    });
  }

  async withdraw(
    country: CountryCode,
    id: ApplicationId,
    reason: string,
    account: CompanyAccount | null = null
  ): Promise<Result<Found>> {
    return this.#turn.run(id, async () => {
      const found = await this.find(country, id);
      if (found === null) return refuse({ code: 'application.unknown' });
      if (found.state.status === 'withdrawn') return accept(found);
      if (isFinished(found.state)) return refuse({ code: 'application.finished' });
      const event = {
        _id: eventId(id, `withdrawn ${found.state.lastAt}`),
        schema: 1,
        kind: 'withdrawn',
        at: this.#after(found.state.lastAt),
        ...signedBy(found.state.application, account),
        ...(reason === '' ? {} : { reason })
      };
      const judged = judgeApplicationDocument(event);
      if (!judged.ok) return judged;
      const waiting = found.isWaiting ? await this.#room.read(country, id) : null;
      if (waiting === null) return this.#write(country, id, event);
      await this.#room.end(waiting, event as ApplicationEvent);
      await this.#settle(country, id);
      return this.#again(country, id);
    });
  }

  /** Waiting ones of a company's account; those that were taken are in the country's database. */
  waitingOf(country: CountryCode, company: string): ReturnType<WaitingRoom['listOf']> {
    return this.#room.listOf(country, company);
  }

  list(country: CountryCode): ReturnType<WaitingRoom['list']> {
    return this.#room.list(country);
  }

  /** Those that another officer took before count as taken. A problem stops only what comes after it. */
  async take(country: CountryCode, ids: readonly ApplicationId[]): Promise<Result<readonly ApplicationId[]>> {
    const taken: ApplicationId[] = [];
    for (const id of ids) {
      const one = await this.#turn.run(id, () => this.#take(country, id));
      if (!one.ok) return taken.length > 0 ? accept(taken) : one;
      if (one.value) taken.push(id);
    }
    return accept(taken);
  }

  async discard(
    country: CountryCode,
    ids: readonly ApplicationId[],
    { reason, by }: { readonly reason: string; readonly by: Officer }
  ): Promise<readonly ApplicationId[]> {
    const discarded: ApplicationId[] = [];
    for (const id of ids)
      await this.#turn.run(id, async () => {
        const waiting = await this.#room.read(country, id);
        const ended = await this.#room.readEnded(country, id);
        if (ended ? ended.event.kind === 'refused' : waiting) discarded.push(id);
        if (waiting === null || ended) return;
        const event = {
          _id: eventId(id, 'refused'),
          schema: 1,
          kind: 'refused',
          at: this.#after(waiting.at),
          by: by.name,
          person: by.id,
          reason
        };
        await this.#room.end(waiting, event as ApplicationEvent);
        await this.#settle(country, id);
      });
    return discarded;
  }

  /** Deletes applications that nobody took in time, and finished ones that are due. */
  sweep(): Promise<number> {
    return this.#turn.run('sweep', async () => {
      const { engine, national, standings, clock } = this.#options;
      let count = await this.#room.sweep(clock());
      for (const name of await engine.list()) {
        const country = databaseToCountry(name);
        // A country's own server deletes, and the link brings it here.
        const isElsewhere = national === null && country && (await standings.of(country))?.ownServer === true;
        if (country !== null && !isElsewhere) count += await this.#deleteDue(country, name);
      }
      return count;
    });
  }

  async #take(country: CountryCode, id: ApplicationId): Promise<Result<boolean>> {
    const waiting = await this.#room.read(country, id);
    const home = await this.#home(country);
    if (home === null) return accept(false);
    if (await this.#room.readEnded(country, id)) {
      if (waiting) await this.#room.remove(waiting);
      return accept(false);
    }
    if (waiting === null) return accept((await readDocument(home.database, id)) !== null);
    const attachments = waiting.application.attachments ?? [];
    const moved = await this.#moveAttachments(country, id, attachments);
    if (!moved.ok) return moved;
    await putUnlessChanged(home.database, toApplication(id, waiting));
    await this.#room.remove(waiting);
    await this.#room.forgetOwn(waiting);
    await this.#settle(country, id);
    // Another gateway can have received one since.
    const late = await this.#moveAttachments(country, id, attachments);
    if (late.ok) await this.#room.deleteAttachments(country, id);
    return accept(true);
  }

  /** Ended at one gateway while another one took it. */
  async #settle(country: CountryCode, id: ApplicationId): Promise<void> {
    const home = await this.#home(country);
    const ended = await this.#room.readEnded(country, id);
    if (!ended || !home || (await readDocument(home.database, id)) === null) return;
    await putUnlessChanged(home.database, ended.event);
    await this.#room.remove(ended);
  }

  /** Those that have arrived; the others follow when they do. */
  async #moveAttachments(
    country: CountryCode,
    id: ApplicationId,
    named: readonly Attachment[]
  ): Promise<Result<null>> {
    for (const one of named) {
      const sent = await this.#room.readAttachment(country, id, one);
      if (sent === null) continue;
      const kept = await this.#options.files.keep(country, sent.sha256, sent.type, sent.bytes);
      if (!kept.ok) return kept;
      await this.#room.deleteAttachments(country, id, sent.sha256);
    }
    return accept(null);
  }

  /** Hash of the submission under this code, wherever it is; empty for one that was deleted. */
  async #contentOf(country: CountryCode, id: ApplicationId): Promise<string | null> {
    const home = await this.#home(country);
    if (home) {
      const { rows } = await home.database.allDocs({ keys: [id], include_docs: true });
      const [row] = rows;
      if (row && 'doc' in row && row.doc) return contentHash(row.doc as object as Application);
      if (row && 'value' in row && row.value.deleted) return '';
    }
    const ended = await this.#room.readEnded(country, id);
    if (ended) return ended.content;
    const waiting = await this.#room.read(country, id);
    return waiting && contentHash(waiting.application);
  }

  async #readTaken(country: CountryCode, id: ApplicationId): Promise<ApplicationState | null> {
    const home = await this.#home(country);
    if (home === null) return null;
    const { rows } = await home.database.allDocs({ ...idsFrom(id), include_docs: true });
    const documents = rows.flatMap(({ doc }) => doc ?? []);
    const [read] = readApplications(documents, () => []);
    if (!read) return null;
    const issued = await this.#issuedFrom(home, country, read.draft);
    return openApplication(read.application, read.events, () => issued);
  }

  async #issuedFrom(
    home: NamedDatabase,
    country: CountryCode,
    draft: DraftId
  ): Promise<readonly AuthorizationAct[]> {
    const ids = (await this.#options.numbers.known(home, country)).drafts.get(draft) ?? [];
    if (ids.length === 0) return [];
    const { rows } = await home.database.allDocs({ keys: [...ids], include_docs: true });
    const parsed = rows.flatMap((row) => ('doc' in row && row.doc ? [parseCarriedContent(row.doc)] : []));
    const acts = parsed.flatMap((one) => (one.ok ? [one.value as Act] : []));
    return acts.filter(isAuthorization).sort((a, b) => (a.body.at < b.body.at ? -1 : 1));
  }

  async #write(
    country: CountryCode,
    id: ApplicationId,
    event: { readonly _id: string }
  ): Promise<Result<Found>> {
    const home = await this.#home(country);
    if (home) await putUnlessChanged(home.database, event);
    return this.#again(country, id);
  }

  async #again(country: CountryCode, id: ApplicationId): Promise<Result<Found>> {
    const found = await this.find(country, id);
    return found ? accept(found) : refuse({ code: 'application.unknown' });
  }

  async #deleteDue(country: CountryCode, name: string): Promise<number> {
    const home = await this.#home(country);
    if (home === null) return 0;
    const { keepMonths } = readApplicationSetting(await readDocument(home.database, APPLICATION_SETTING_ID));
    const before = addMonths(instantToDate(this.#now()), -keepMonths);
    const { drafts } = await this.#options.numbers.known(home, country);
    const work = new SlicedTask(scheduleSliced(country));
    let [group, count]: [Stored[], number] = [[], 0];
    const settle = async (): Promise<void> => {
      if (group.length === 0 || !isDue(group, drafts, before)) return;
      await home.database.bulkDocs(group.map(tombstoneOf) as object[]);
      count += group.length;
    };
    const range = { ...idsFrom(APPLICATION_PREFIX), limit: PAGE, include_docs: true };
    for await (const rows of readPages(home.database, range))
      for (const { doc } of rows) {
        await work.yieldWhenDue();
        const document = doc as Stored;
        if (group[0] && applicationOf(group[0]._id) !== applicationOf(document._id)) {
          await settle();
          group = [];
        }
        group.push(document);
      }
    await settle();
    const announced = { ...idsFrom(SHIPMENT_PREFIX), limit: PAGE, include_docs: true };
    for await (const rows of readPages(home.database, announced))
      for (const { doc } of rows) {
        await work.yieldWhenDue();
        const shipment = doc as Stored & { readonly date?: unknown };
        const isKept = [shipment.at, shipment.date].some((at) => String(at).slice(0, 10) >= before);
        if (!isKept && (await putUnlessChanged(home.database, tombstoneOf(shipment)))) count++;
      }
    if (count > 0) await this.#options.engine.compact(name);
    return count;
  }

  #home(country: CountryCode): Promise<NamedDatabase | null> {
    return openNamed(this.#options.engine, authorityToDatabase(country) ?? '');
  }

  #now(): Instant {
    return new Date(this.#options.clock()).toISOString() as Instant;
  }

  /** Later than what it follows, even if the clock of that device is ahead. */
  #after(at: Instant): Instant {
    const next = new Date(Date.parse(at) + 1).toISOString() as Instant;
    return next > this.#now() ? next : this.#now();
  }
}

interface Stored {
  readonly _id: string;
  readonly _rev: string;
  readonly at?: unknown;
}

/** An event without its application is due by its own date. */
function isDue(
  group: readonly Stored[],
  drafts: ReadonlyMap<string, readonly ActId[]>,
  before: CalendarDate
): boolean {
  if (group.some(({ at }) => typeof at !== 'string' || at.slice(0, 10) >= before)) return false;
  const [state] = readApplications(group, () => []);
  if (!state) return true;
  const issued = (drafts.get(state.draft) ?? []).map((id) => parseActId(id)?.date ?? before);
  return issued.length > 0 ? issued.every((date) => date < before) : isFinished(state);
}

/** The company's own words are gone; nothing of them is shown. */
function emptied(_id: ApplicationId, { country, at }: Ended): Application {
  return {
    _id,
    schema: 1,
    country,
    at,
    source: 'server',
    of: 'import-authorization',
    language: 'en',
    ...NONE
  };
}

function settingFor(account: CompanyAccount | null): 'isOpen' | 'hasCompanyAccounts' {
  return account ? 'hasCompanyAccounts' : 'isOpen';
}

function signedBy({ contact }: Application, account: CompanyAccount | null): object {
  return account ? { by: account.name, person: account.person } : { by: contact.name };
}

/** The same event is written once, however often it is sent. */
function eventId(id: ApplicationId, what: string): string {
  return `${id}:${sha256Uuid(`${id} ${what}`)}`;
}
