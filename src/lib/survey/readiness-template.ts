/** A self-assessment that INCB can send as it is; the words are ours (`domain/survey/readiness-plan.ts`). */
import type { Question, SurveyWords } from '#lib/domain/act/kinds/survey.ts';
import { OPEN_STATES } from '#lib/domain/survey/readiness-plan.ts';
import words from './readiness-words.json' with { type: 'json' };

type Named = readonly (string | SurveyWords)[];

const optionsOf = (named: readonly Named[]): NonNullable<Question['options']> =>
  named.map(([key, of]) => ({ key: String(key), words: of as SurveyWords }));

function pointQuestions({
  key,
  words: of
}: {
  readonly key: string;
  readonly words: SurveyWords;
}): readonly Question[] {
  const when = { question: key, is: OPEN_STATES };
  return [
    { key, type: 'one', words: of, required: true, options: optionsOf(words.states) },
    { key: `${key}what`, type: 'line', words: words.what, when },
    {
      key: `${key}who`,
      type: 'one',
      words: words.who,
      required: true,
      options: optionsOf(words.providers),
      when
    },
    { key: `${key}until`, type: 'date', words: words.until, when }
  ];
}

export const readinessTemplate = {
  texts: words.texts,
  questions: [
    ...words.subjects.flatMap(pointQuestions),
    ...words.numbers.map(([key, of]): Question => ({
      key: String(key),
      type: 'number',
      words: of as SurveyWords
    }))
  ]
};
