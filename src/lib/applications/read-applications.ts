/** The queue: each row is made once for each state of its application, so that a filter only compares. */
import { citedAct } from '#lib/authorization/start-form.ts';
import { judgeForm, withoutEmptyLines, type FormJudgement } from '#lib/authorization/judge-form.ts';
import { readCompanyBook, readExportContext, readOwnHistory } from '#lib/authorization/read-context.ts';
import { readEstimates } from '#lib/balance/read-balance.ts';
import { asKind, type ActOf } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { acceptedForm, importNamedBy } from '#lib/domain/application/accept-application.ts';
import { applicationNumber } from '#lib/domain/application/application-id.ts';
import {
  APPLICATION_SETTING_ID,
  readApplicationSetting,
  type ApplicationSetting
} from '#lib/domain/application/application-setting.ts';
import {
  daysWithAuthority,
  isFinished,
  isOverdue,
  type ApplicationState
} from '#lib/domain/application/application-state.ts';
import { duplicatesOf, goodsKey, isPlain, judgeApplied } from '#lib/domain/application/judge-application.ts';
import { fieldOf, lineFieldOf } from '#lib/domain/authorization/form-fields.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import { findSubstance, type EditionIndex } from '#lib/domain/goods/substance.ts';
import { addTo } from '#lib/domain/groups.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { countryName } from '#lib/i18n/format.ts';
import { store } from '#lib/store/store.svelte.ts';

export function settingHere(): ApplicationSetting {
  return readApplicationSetting(store.setting(APPLICATION_SETTING_ID.slice('setting:'.length)));
}

export interface ApplicationRow {
  readonly state: ApplicationState;
  readonly number: string;
  readonly company: string;
  readonly partner: string;
  readonly substances: readonly string[];
  /** Folded by `foldText`. */
  readonly haystack: string;
  readonly days: number;
  readonly isOverdue: boolean;
}

export interface QueueDay {
  readonly today: CalendarDate;
  readonly targetDays: number;
  readonly edition: EditionIndex;
}

export function companyOf({ application: { of }, form }: ApplicationState): string {
  return fieldOf(form, of === 'import-authorization' ? 'importerName' : 'exporterName').trim();
}

export function partnerOf({ application: { of }, form }: ApplicationState): string {
  return fieldOf(form, of === 'import-authorization' ? 'exportingCountry' : 'importingCountry');
}

export class Queue {
  #rows = new WeakMap<ApplicationState, ApplicationRow>();
  #day: QueueDay | null = null;

  rows(all: readonly ApplicationState[], day: QueueDay): readonly ApplicationRow[] {
    const { today, targetDays, edition } = this.#day ?? {};
    if (today !== day.today || targetDays !== day.targetDays || edition !== day.edition)
      this.#rows = new WeakMap();
    this.#day = day;
    return all.map((state) => {
      const held = this.#rows.get(state) ?? toRow(state, day);
      this.#rows.set(state, held);
      return held;
    });
  }
}

function toRow(state: ApplicationState, { today, targetDays, edition }: QueueDay): ApplicationRow {
  const { application, form } = state;
  const number = applicationNumber(application.country, application._id);
  const [company, partner] = [companyOf(state), partnerOf(state)];
  const keys = [...new Set(form.lines.map((line) => lineFieldOf(line, 'substance')))];
  const substances = keys.map((key) => findSubstance(key, edition)?.name ?? key).filter(Boolean);
  const words = [number, number.replace(/-/g, ''), company, countryName(partner), ...substances];
  return {
    state,
    number,
    company,
    partner,
    substances,
    haystack: foldText([...words, fieldOf(form, 'number'), application.contact.name].join(' ')),
    days: daysWithAuthority(state, today),
    isOverdue: isOverdue(state, today, targetDays)
  };
}

export const QUEUE_TABS = ['new', 'mine', 'question', 'overdue', 'accepted', 'finished', 'all'] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

const IN_TAB: Readonly<Record<QueueTab, (row: ApplicationRow, me: string) => boolean>> = {
  new: ({ state }) => state.status === 'new',
  mine: ({ state }, me) => state.assigned?.to === me && !isFinished(state),
  question: ({ state }) => state.status === 'question',
  overdue: (row) => row.isOverdue,
  accepted: ({ state }) => state.status === 'accepted',
  finished: ({ state }) => isFinished(state),
  all: () => true
};

export function searchQueue(rows: readonly ApplicationRow[], text: string): readonly ApplicationRow[] {
  const words = foldText(text).split(' ').filter(Boolean);
  return words.length === 0
    ? rows
    : rows.filter(({ haystack }) => words.every((one) => haystack.includes(one)));
}

export function rowsInTab(
  rows: readonly ApplicationRow[],
  tab: QueueTab,
  me: string
): readonly ApplicationRow[] {
  return rows.filter((row) => IN_TAB[tab](row, me));
}

export function countTabs(rows: readonly ApplicationRow[], me: string): Readonly<Record<QueueTab, number>> {
  const counts = { new: 0, mine: 0, question: 0, overdue: 0, accepted: 0, finished: 0, all: 0 };
  for (const row of rows) for (const tab of QUEUE_TABS) if (IN_TAB[tab](row, me)) counts[tab]++;
  return counts;
}

export interface Judged {
  /** Of the company's boxes. */
  readonly problems: readonly Problem[];
  readonly duplicates: readonly ApplicationState[];
  readonly isPlain: boolean;
}

/** One look at the data of this device; contexts are shared between applications. */
export class ApplicationJudge {
  readonly #country = store.person?.authority as CountryCode;
  readonly #book = readCompanyBook(this.#country);
  readonly #contexts = new Map<string, ExportContext>();
  readonly #alike = new Map<string, ApplicationState[]>();
  readonly #judged = new WeakMap<ApplicationState, Judged>();
  readonly #imports: readonly ActOf<'import-authorization'>[];

  constructor(all: readonly ApplicationState[]) {
    for (const state of all) addTo(this.#alike, goodsKey(state), state);
    const acts = [...store.actsOf('import-authorization'), ...store.actsOf('paper-record')];
    this.#imports = acts.flatMap((act) => {
      const read = asKind(readAuthorization(act), 'import-authorization');
      const isFor = read?.body.exportingCountry === this.#country && store.counts(act._id);
      return read && isFor ? [read] : [];
    });
  }

  judge(state: ApplicationState): Judged {
    const held = this.#judged.get(state);
    if (held) return held;
    const { of } = state.application;
    const problems = judgeApplied(of, state.form, this.#contextOf(state));
    const duplicates = duplicatesOf(state, this.#alike.get(goodsKey(state)) ?? []);
    const judged = { problems, duplicates, isPlain: isPlain(state, problems, duplicates) };
    this.#judged.set(state, judged);
    return judged;
  }

  #contextOf(state: ApplicationState): ExportContext {
    const partner = partnerOf(state);
    const held = this.#contexts.get(partner);
    if (held) return held;
    const context = { ...readExportContext(this.#country, null, '', partner), companies: this.#book };
    this.#contexts.set(partner, context);
    return context;
  }

  importOf(state: ApplicationState): ActOf<'import-authorization'> | null {
    if (state.application.of !== 'export-authorization') return null;
    const named = importNamedBy(state.form, this.#imports);
    return named && citedAct(named._id);
  }

  /** The boxes of the draft that it becomes; refused if the import authorization is not here. */
  accepted(state: ApplicationState): Result<DraftFields> {
    const { of } = state.application;
    const importAct = this.importOf(state);
    if (of === 'export-authorization' && !importAct)
      return refuse({
        code: 'application.import.missing',
        values: { number: fieldOf(state.form, 'number'), country: countryName(partnerOf(state)) }
      });
    const context = readExportContext(this.#country, importAct, '', partnerOf(state));
    return { ok: true, value: acceptedForm({ of, form: state.form }, context, importAct) };
  }

  /** As the form will judge the draft: with balance, licences and earlier authorizations. */
  preview(state: ApplicationState): {
    readonly words: DraftFields;
    readonly judgement: FormJudgement;
    readonly context: ExportContext;
  } {
    const { of } = state.application;
    const importAct = this.importOf(state);
    const context = {
      ...readExportContext(this.#country, importAct, '', partnerOf(state)),
      companies: this.#book,
      balance: readEstimates(''),
      history: readOwnHistory(of, this.#country)
    };
    const words = withoutEmptyLines(acceptedForm({ of, form: state.form }, context, importAct));
    return { words, judgement: judgeForm(of, words, context), context };
  }
}
