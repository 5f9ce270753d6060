/**
 * A self-assessment is a survey with points: a question of this name whether something is there, and three more when it is
 * not (what, who, until). The answers of a country are its plan, which it and INCB read.
 */
import type { SurveyAnswer } from '../act/kinds/survey-answer.ts';
import type { Question } from '../act/kinds/survey.ts';
import type { CalendarDate } from '../ids.ts';

/** States of a point in which something is missing. */
export const OPEN_STATES = ['partly', 'missing'] as const;

interface Answered {
  readonly question: Question;
  readonly answer: SurveyAnswer;
}

export interface PlanStep {
  readonly point: Question;
  readonly state: SurveyAnswer;
  readonly what: Answered | null;
  readonly who: Answered | null;
  readonly until: CalendarDate | null;
}

/** INCB can word the questions anew: their names and types decide. */
export function pointsOf(questions: readonly Question[]): readonly Question[] {
  return questions.filter(({ key, type, options = [] }) => {
    const until = questions.find((one) => one.key === `${key}until`);
    const keys = options.map((one) => one.key);
    return type === 'one' && until?.type === 'date' && OPEN_STATES.every((state) => keys.indexOf(state) >= 0);
  });
}

/** The earliest date first, those without a date last. */
export function planOf(
  questions: readonly Question[],
  answers: readonly SurveyAnswer[]
): readonly PlanStep[] {
  const answerTo = (key: string): Answered | null => {
    const question = questions.find((one) => one.key === key);
    const answer = answers.find((one) => one.question === key);
    return question && answer ? { question, answer } : null;
  };
  const steps = pointsOf(questions).flatMap((point) => {
    const state = answerTo(point.key)?.answer;
    if (!OPEN_STATES.some((one) => state?.chosen?.[0] === one) || !state) return [];
    const [what, who] = [answerTo(`${point.key}what`), answerTo(`${point.key}who`)];
    return [{ point, state, what, who, until: answerTo(`${point.key}until`)?.answer.date ?? null }];
  });
  const order = ({ until }: PlanStep): string => until ?? '9999-12-31';
  return steps.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}
