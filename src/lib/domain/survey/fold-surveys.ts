import type { ActOf, BodyOf } from '../act/body.ts';
import type { SurveyAnswer } from '../act/kinds/survey-answer.ts';
import { choicesOf, type Question } from '../act/kinds/survey.ts';
import { instantToDate } from '../calendar-date.ts';
import type { ActId, CalendarDate, CountryCode, Instant } from '../ids.ts';
import { countriesOf, receiversOf, type Receivers } from '../outreach/audience.ts';
import type { Standing } from '../registration/standing.ts';
import type { Problem } from '../result.ts';

export const MAX_LINE_LENGTH = 300;

export function askedQuestions(
  questions: readonly Question[],
  answers: readonly SurveyAnswer[]
): readonly Question[] {
  const asked: Question[] = [];
  for (const question of questions) if (isAsked(question, asked, answers)) asked.push(question);
  return asked;
}

/** A question that depends on an unasked question is not asked, even with an earlier answer. */
function isAsked({ when }: Question, before: readonly Question[], answers: readonly SurveyAnswer[]): boolean {
  if (!when) return true;
  if (!before.some(({ key }) => key === when.question)) return false;
  const chosen = answers.find(({ question }) => question === when.question)?.chosen ?? [];
  return chosen.some((key) => when.is.indexOf(key) >= 0);
}

/** Problem paths: `answers.<key of the question>`. */
export function judgeAnswers(questions: readonly Question[], answers: readonly SurveyAnswer[]): Problem[] {
  const asked = askedQuestions(questions, answers);
  const problems: Problem[] = [];
  for (const { question } of answers) {
    if (!questions.some(({ key }) => key === question))
      problems.push({ code: 'survey.answer.unknown', path: `answers.${question}` });
    else if (!asked.some(({ key }) => key === question))
      problems.push({ code: 'survey.answer.notAsked', path: `answers.${question}` });
  }
  for (const question of asked) {
    const code = codeFor(
      question,
      answers.find((one) => one.question === question.key)
    );
    if (code) problems.push({ code, path: `answers.${question.key}` });
  }
  return problems;
}

function codeFor(question: Question, answer: SurveyAnswer | undefined): string | null {
  if (!answer) return question.required ? 'survey.answer.missing' : null;
  return fits(question, answer) ? null : 'survey.answer.wrongType';
}

function fits(question: Question, { chosen, number, date, text }: SurveyAnswer): boolean {
  if (question.type === 'number') return number !== undefined;
  if (question.type === 'date') return date !== undefined;
  if (question.type === 'text') return text !== undefined;
  if (question.type === 'line')
    return text !== undefined && text.length <= MAX_LINE_LENGTH && text.indexOf('\n') < 0;
  const choices = choicesOf(question);
  if (chosen === undefined || chosen.some((key) => choices.indexOf(key) < 0)) return false;
  return question.type === 'several' || chosen.length === 1;
}

/** One answer per country counts: the latest that is in time and valid. The others stay visible. */
export type SurveyAct = ActOf<'survey'>;
export type AnswerAct = ActOf<'survey-answer'>;
export type ClosingAct = ActOf<'survey-closing'>;

/** `ended`: its last day is over. `closed`: INCB closed it. */
export type SurveyState = 'open' | 'ended' | 'closed' | 'withdrawn';

export interface Survey {
  readonly act: SurveyAct;
  readonly state: SurveyState;
  readonly closing: ClosingAct | null;
  /** However often totals were published; null until INCB closes it. */
  readonly endedAt: Instant | null;
}

export type NotCounted = 'former' | 'late' | 'unfit' | 'not-asked';

export interface CountryAnswer {
  readonly act: AnswerAct;
  readonly country: CountryCode;
  readonly notCounted: NotCounted | null;
}

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

export function isSurveyFor({ audience }: Pick<BodyOf<'survey'>, 'audience'>, country: string): boolean {
  return countriesOf(audience).indexOf(country as CountryCode) >= 0;
}

export function answerersOf(
  { audience }: Pick<BodyOf<'survey'>, 'audience'>,
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

/** Later answers are late, however often INCB published totals. */
export function firstClosingOf(id: ActId, closings: readonly ClosingAct[]): ClosingAct | null {
  const said = closings.filter(({ body }) => body.survey === id).sort(laterFirst);
  return said[said.length - 1] ?? null;
}
