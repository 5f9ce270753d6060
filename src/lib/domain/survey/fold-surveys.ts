/**
 * State of surveys from the acts: which are open and which answer counts. One answer per country counts: the latest
 * that is in time and valid. The others stay visible.
 */
import type { ActOf, SurveyBody } from '../act/body.ts';
import { instantToDate } from '../calendar-date.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '../ids.ts';
import type { Standing } from '../registration/standing.ts';
import { countriesOf, receiversOf, type Receivers } from '../outreach/audience.ts';
import { judgeAnswers } from './judge-answer.ts';

export type SurveyAct = ActOf<'survey'>;
export type AnswerAct = ActOf<'survey-answer'>;
export type ClosingAct = ActOf<'survey-closing'>;

/** `ended`: its last day is over. `closed`: INCB closed it. */
export type SurveyState = 'open' | 'ended' | 'closed' | 'withdrawn';

export interface Survey {
  readonly act: SurveyAct;
  readonly state: SurveyState;
  readonly closing: ClosingAct | null;
  /** Time of the first closing, however often totals were published; null until INCB closes it. */
  readonly endedAt: Instant | null;
}

/** Reasons: a later answer of the country, too late, invalid, or country not asked. */
export type NotCounted = 'former' | 'late' | 'unfit' | 'not-asked';

export interface CountryAnswer {
  readonly act: AnswerAct;
  readonly country: CountryCode;
  readonly notCounted: NotCounted | null;
}

/** Latest first. */
export function foldSurveys(
  surveys: readonly SurveyAct[],
  closings: readonly ClosingAct[],
  today: CalendarDate
): readonly Survey[] {
  return [...surveys].sort(laterFirst).map((act) => {
    const closing = closingOf(act._id, closings);
    const isOver = act.body.closes < today;
    const first = closing?.body.as === 'closed' ? firstClosingOf(act._id, closings) : closing;
    return {
      act,
      closing,
      endedAt: first?.body.at ?? null,
      state: closing?.body.as ?? (isOver ? 'ended' : 'open')
    };
  });
}

/** The latest closing, but a withdrawal is final: INCB promised not to use those answers. */
function closingOf(id: ActId, closings: readonly ClosingAct[]): ClosingAct | null {
  const said = closings.filter(({ body }) => body.survey === id).sort(laterFirst);
  return said.find(({ body }) => body.as === 'withdrawn') ?? said[0] ?? null;
}

interface Stated {
  readonly _id: string;
  readonly body: { readonly at: string };
}

function laterFirst(a: Stated, b: Stated): number {
  if (a.body.at !== b.body.at) return a.body.at > b.body.at ? -1 : 1;
  return a._id > b._id ? -1 : 1;
}

export function isSurveyFor({ audience }: Pick<SurveyBody, 'audience'>, country: string): boolean {
  return countriesOf(audience).indexOf(country as CountryCode) >= 0;
}

/** Countries asked that can answer now, and countries that answered but can no longer. */
export function answerersOf(
  { audience }: Pick<SurveyBody, 'audience'>,
  answers: readonly CountryAnswer[],
  standings: readonly Pick<Standing, 'country' | 'state'>[]
): Receivers {
  const answered = new Set(
    answers.flatMap(({ country, notCounted }) => (notCounted === null ? [country] : []))
  );
  const { can, cannot } = receiversOf(audience, standings);
  return {
    can: [...can, ...cannot.filter((country) => answered.has(country))].sort(),
    cannot: cannot.filter((country) => !answered.has(country))
  };
}

export function answersTo(
  survey: SurveyAct,
  firstClosing: ClosingAct | null,
  acts: readonly AnswerAct[]
): readonly CountryAnswer[] {
  const asked = new Set<string>(countriesOf(survey.body.audience));
  const answered = new Set<string>();
  const own = acts.filter(({ body }) => body.survey === survey._id).sort(laterFirst);
  return own.map((act) => {
    const country = act.body.issuer as CountryCode;
    const why = !asked.has(country) ? 'not-asked' : whyNot(act, survey, firstClosing);
    const notCounted = why ?? (answered.has(country) ? 'former' : null);
    if (notCounted === null) answered.add(country);
    return { act, country, notCounted };
  });
}

function whyNot({ body }: AnswerAct, survey: SurveyAct, closing: ClosingAct | null): NotCounted | null {
  const isLate =
    instantToDate(body.at) > survey.body.closes || (closing !== null && body.at > closing.body.at);
  if (isLate) return 'late';
  return judgeAnswers(survey.body.questions, body.answers).length > 0 ? 'unfit' : null;
}

/** First closing: later answers are late, however often INCB published totals. */
export function firstClosingOf(id: ActId, closings: readonly ClosingAct[]): ClosingAct | null {
  const said = closings.filter(({ body }) => body.survey === id).sort(laterFirst);
  return said[said.length - 1] ?? null;
}
