import { describe, expect, test } from 'vitest';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import { formQuestionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import { aLine, anImportAuthorization } from '../../samples/acts.ts';
import { aContext, aForm, MORPHINE, TODAY } from '../../samples/forms.ts';

const earlier = anImportAuthorization({ at: `${TODAY}T08:00:00.000Z`, over: { lines: [aLine()] } });

type Fields = Readonly<Record<string, string>>;

function questions(
  fields: Fields = {},
  lines?: readonly Fields[],
  issued: readonly AuthorizationAct[] = [earlier]
) {
  const judged = judgeImport(aForm(fields, lines), aContext({ issuedToday: issued }));
  return { asked: formQuestionsOf(judged.problems), body: judged.body };
}

describe('an authorization like one of the same day', () => {
  test('is asked about with the number of the earlier one, and may be issued all the same', () => {
    const { asked, body } = questions();
    expect(asked).toMatchObject([
      { code: 'authorization.twice', values: { number: earlier.body.number, act: earlier._id } }
    ]);
    expect(body).toBeDefined();
  });

  test('is told by its parties in whatever spelling', () => {
    expect(questions({ exporterName: 'ALPENPHARMA' }).asked).toHaveLength(1);
  });

  test.each([
    ['another quantity', {}, [{ ...MORPHINE, quantity: '501' }]],
    ['other goods', {}, [{ ...MORPHINE, form: 'sulfate-2-1-anhydrous' }]],
    ['one more line', {}, [MORPHINE, { ...MORPHINE, substance: 'codeine', form: 'phosphate-hemihydrate' }]],
    ['another importer', { importerName: 'Perth Hospital Supplies' }, undefined],
    ['another exporter', { exporterName: 'Limmat Pharma AG' }, undefined],
    ['another country', { exportingCountry: 'BE', exporterCountry: 'BE' }, undefined]
  ])('is not asked about with %s', (_, fields, lines) => {
    expect(questions(fields as Fields, lines).asked).toEqual([]);
  });

  test('is not asked about where none was issued that day', () => {
    expect(questions({}, undefined, []).asked).toEqual([]);
  });
});
