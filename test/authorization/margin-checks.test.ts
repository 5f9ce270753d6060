/** The margin beside the form: each finding is told apart from the others of its check. */
import { expect, test } from 'vitest';
import { judgeForm } from '#lib/domain/authorization/judge-form.ts';
import { marginChecks } from '#lib/authorization/margin-checks.ts';
import { aContext, aForm } from '../samples/forms.ts';

test('several findings of one check are named by what is wrong, and not all by the check', () => {
  const empty = { ...aForm(), fields: {} };
  const judgement = judgeForm('import-authorization', empty, aContext());
  const titles = marginChecks(judgement, empty, () => {}).map((check) => check.title);
  expect(new Set(titles).size).toBe(titles.length);
});
