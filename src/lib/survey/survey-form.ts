import type { DraftLine, Typed } from '#lib/domain/draft/draft.ts';
import type { AnswerField } from '#lib/domain/survey/draft-answer.ts';
import { freeKey, wordsList, type SurveyField } from '#lib/domain/survey/draft-survey.ts';
import type { DraftForm } from '#lib/draft/draft-form.svelte.ts';

export type SurveyForm = DraftForm<'survey', SurveyField>;
export type AnswerForm = DraftForm<'survey-answer', AnswerField>;

export function withQuestion(lines: readonly DraftLine[]): readonly DraftLine[] {
  const keys = lines.map(({ key }) => key);
  return [...lines, { key: freeKey('q', keys), fields: { type: 'yes-no' } }];
}

export function withFields(lines: readonly DraftLine[], key: string, fields: Typed): readonly DraftLine[] {
  return lines.map((line) => (line.key === key ? { key, fields: { ...line.fields, ...fields } } : line));
}

/** Another question can take its name later. */
export function withoutQuestion(lines: readonly DraftLine[], key: string): readonly DraftLine[] {
  const left = lines.filter((line) => line.key !== key);
  return left.map((line) =>
    wordsList(line.fields['when'])[0] === key ? { ...line, fields: { ...line.fields, when: '' } } : line
  );
}

export function moved(lines: readonly DraftLine[], key: string, by: -1 | 1): readonly DraftLine[] {
  const from = lines.findIndex((line) => line.key === key);
  const [line, other] = [lines[from], lines[from + by]];
  if (!line || !other) return lines;
  return lines.map((one, index) => (index === from ? other : index === from + by ? line : one));
}

export function withType({ fields }: DraftLine, type: string): Typed {
  const needsOptions = (type === 'one' || type === 'several') && wordsList(fields['options']).length === 0;
  return { type, ...(needsOptions ? { options: 'o1 o2' } : {}) };
}

export function withOption({ fields }: DraftLine): Typed {
  const keys = wordsList(fields['options']);
  return { options: [...keys, freeKey('o', keys)].join(' ') };
}

/** Another option can take its name later. */
export function withoutOption({ fields }: DraftLine, key: string): Typed {
  const keys = wordsList(fields['options']).filter((one) => one !== key);
  const words = Object.keys(fields).filter((name) => name.startsWith(`option.${key}.`));
  return { options: keys.join(' '), ...Object.fromEntries(words.map((name) => [name, ''])) };
}
