/** INCB's monthly report, once a month to each person who asked for it and can see the overview. */
import type { PersonRecords } from '#couch/accounts/person.ts';
import type { Records } from '#couch/accounts/stored-document.ts';
import { listDocuments, storedAs } from '#couch/database/documents.ts';
import { readDocument, type Engine } from '#couch/engine/engine.ts';
import type { MailMessage, MailOutcome } from '#couch/outreach/mailer.ts';
import { listStandings } from '#couch/registration/standings.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { parseRegistration } from '#lib/domain/registration/registration.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { monthToReport, reportOf, type MonthlyReport } from '#lib/domain/usage/monthly-report.ts';
import {
  OVERVIEW_SETTING_ID,
  readOverviewSetting,
  USUAL_ACTIVE_MONTHS
} from '#lib/domain/usage/overview-settings.ts';
import { parseUsage } from '#lib/domain/usage/usage-record.ts';
import type { Month } from '#lib/domain/usage/usage-rows.ts';
import type { NotificationLanguage } from './daily-hour.ts';
import { writeReport } from './report-mail-text.ts';
import type { StopLinks } from './session-mail.ts';

interface ReportMailOptions {
  readonly engine: Engine;
  readonly wishes: Records<'notifications'>;
  readonly people: PersonRecords;
  readonly clock: () => number;
  /** Origin of the app, or null. */
  readonly address: string | null;
  readonly send: (message: MailMessage) => Promise<MailOutcome>;
  readonly stopOf: (person: string) => StopLinks;
}

const parseRecord = storedAs(parseUsage);
const parseRequest = storedAs(parseRegistration);

export class ReportMail {
  readonly #options: ReportMailOptions;

  constructor(options: ReportMailOptions) {
    this.#options = options;
  }

  async sendDue(warn: (error: unknown) => void, ends: AbortSignal): Promise<void> {
    const today = instantToDate(new Date(this.#options.clock()).toISOString() as Instant);
    const month = monthToReport(today);
    const due = (await this.#options.wishes.list()).filter(({ report }) => report && report.sentFor < month);
    if (due.length === 0) return;
    const made = await this.#make(month, today);
    for (const { _id } of due) {
      if (ends.aborted) return;
      await this.#sendTo(_id.slice('notifications:'.length), made).catch(warn);
    }
  }

  async #make(month: Month, today: CalendarDate): Promise<MonthlyReport> {
    const board = this.#options.engine.open('incb');
    const [standings, registrations, usage, setting] = await Promise.all([
      listStandings(this.#options.engine),
      listDocuments(board, 'registration:', parseRequest),
      listDocuments(board, 'usage:', parseRecord),
      readDocument(board, OVERVIEW_SETTING_ID)
    ]);
    const { activeMonths = USUAL_ACTIVE_MONTHS } = readOverviewSetting(setting);
    return reportOf({ standings, registrations, usage, today, activeMonths }, month);
  }

  async #sendTo(person: string, report: MonthlyReport): Promise<void> {
    const { wishes, address, send, stopOf } = this.#options;
    const email = await this.#emailOf(person);
    if (email === null) return;
    // Claimed before it is sent: another gateway, or a restart, sends no second one.
    let before: Month | undefined;
    const claimed = await wishes.change(person, (held) => {
      if (!held?.report || held.report.sentFor >= report.month) return null;
      before = held.report.sentFor;
      return { ...held, report: { ...held.report, sentFor: report.month } };
    });
    if (!claimed?.report) return;
    const { stop, headers } = stopOf(person);
    const language = claimed.report.language as NotificationLanguage;
    const letter = writeReport(report, { language, address, stop });
    const outcome = await send({ to: email, ...letter, ...(headers ? { headers } : {}) });
    // Refused for certain, so the next round tries again.
    if (outcome.state === 'refused')
      await wishes.change(person, (held) =>
        held?.report?.sentFor === report.month && before !== undefined
          ? { ...held, report: { ...held.report, sentFor: before } }
          : null
      );
    // The mail server's own words name the person.
    if (outcome.state !== 'sent') throw new Error(`The mail server: ${outcome.state}.`);
  }

  /** As at sign-in: null for a person who is suspended, removed, or cannot see the overview now. */
  async #emailOf(person: string): Promise<string | null> {
    const held = await this.#options.people.read(person);
    if (!held || held.suspended || held.hash === null || !may(held, 'overview')) return null;
    const parsed = parseEmail(held.email);
    return parsed.ok ? parsed.value : null;
  }
}
