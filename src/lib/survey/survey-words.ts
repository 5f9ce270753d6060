import type { BodyOf } from '#lib/domain/act/body.ts';
import type { SurveyAnswer } from '#lib/domain/act/kinds/survey-answer.ts';
import type { Question, QuestionType } from '#lib/domain/act/kinds/survey.ts';
import type { Receivers } from '#lib/domain/outreach/audience.ts';
import { wordsFor } from '#lib/domain/survey/draft-survey.ts';
import type { NotCounted, Survey, SurveyState } from '#lib/domain/survey/fold-surveys.ts';
import {
  formatDate,
  formatDateTime,
  formatDecimal,
  formatInteger,
  formatList,
  isolate,
  joinSentences
} from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { audienceWords } from '#lib/outreach/letter-words.ts';
import type { Tone } from '#lib/ui/tone.ts';

interface Badge {
  readonly tone: Tone;
  readonly word: string;
}

export function surveyState(state: SurveyState): Badge {
  if (state === 'open') return { tone: 'good', word: m.survey_state_open() };
  if (state === 'withdrawn') return { tone: 'bad', word: m.survey_state_withdrawn() };
  return { tone: 'done', word: state === 'closed' ? m.survey_state_closed() : m.survey_state_ended() };
}

export function withdrawnWords({ closing }: Pick<Survey, 'closing'>): string | null {
  if (closing?.body.as !== 'withdrawn') return null;
  const { at, by } = closing.body;
  return m.survey_withdrawn_by({ date: formatDateTime(at), person: isolate(by.name) });
}

const TYPES: Readonly<Record<QuestionType, () => string>> = {
  'yes-no': m.survey_type_yes_no,
  one: m.survey_type_one,
  several: m.survey_type_several,
  number: m.survey_type_number,
  date: m.survey_type_date,
  line: m.survey_type_line,
  text: m.survey_type_text
};

export function typeWord(type: QuestionType): string {
  return TYPES[type]();
}

const NOT_COUNTED: Readonly<Record<NotCounted, () => string>> = {
  former: m.survey_not_counted_former,
  late: m.survey_not_counted_late,
  unfit: m.survey_not_counted_unfit,
  'not-asked': m.survey_not_counted_not_asked
};

export function notCountedWord(why: NotCounted): string {
  return NOT_COUNTED[why]();
}

export function resultsWord(results: 'board' | 'everybody'): string {
  return results === 'board' ? m.survey_results_board() : m.survey_results_everybody();
}

export function optionWord(question: Question, key: string): string {
  if (question.type === 'yes-no') return key === 'yes' ? m.survey_yes() : m.survey_no();
  const option = question.options?.find((one) => one.key === key);
  return option ? wordsFor(option.words, readLocale()) : key;
}

export function questionWord(question: Question): string {
  return wordsFor(question.words, readLocale());
}

export function unitWord({ unit }: Question): string {
  return unit ? wordsFor(unit, readLocale()) : '';
}

export function answerWord(question: Question, { chosen, number, date, text }: SurveyAnswer): string {
  if (chosen) return formatList(chosen.map((key) => optionWord(question, key)));
  if (number !== undefined) return [formatDecimal(number), unitWord(question)].join(' ').trim();
  return date === undefined ? (text ?? '') : formatDate(date);
}

/** Only countries, whichever person answers there. */
export function askedWords(audience: BodyOf<'survey'>['audience']): string {
  return audience.region || audience.group ? audienceWords(audience) : m.announce_whom_all();
}

export function answeredWords(answered: number, { can, cannot }: Receivers): string {
  return joinSentences([
    m.survey_answered_of({ answered: formatInteger(answered), asked: formatInteger(can.length) }),
    ...(cannot.length > 0 ? [m.survey_cannot_answer({ count: formatInteger(cannot.length) })] : [])
  ]);
}
