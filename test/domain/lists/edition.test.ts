/** INCB's edition over the bundled one: its factors come first, the computed ones stay, and codes find substances. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import {
  CURRENT_EDITION,
  designationOf,
  factorOf,
  findForm,
  findSubstance
} from '#lib/domain/goods/substance.ts';
import { searchSubstances } from '#lib/domain/goods/substance-search.ts';
import { judgeIssued } from '#lib/domain/authorization/judge-issued.ts';
import { toBase } from '#lib/domain/quantity.ts';
import { Admission } from '#lib/domain/door/admission.ts';
import { BlockShelf } from '#lib/domain/door/blocks.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { editionOn, judgeNamedFactors } from '#lib/domain/lists/edition.ts';
import { COLUMNS } from '#lib/domain/lists/columns.ts';
import { unwrap } from '#lib/domain/result.ts';
import { arranged } from '../../samples/tables.ts';
import { readTables } from '#lib/import/read-file.ts';
import { aConfirmation, aList, listPlanOf } from '../../samples/lists.ts';
import { anExportAuthorization, anImportAuthorization } from '../../samples/acts.ts';

const ROW = { state: 'extracted', source: 'Yellow List, 64th edition' };
const list = aList('substance-edition', {
  edition: '2027-1',
  entries: [
    { substance: 'methadone', name: 'methadone', ids: 'NM 002', hs: '2922.31', atc: 'N07BC02', ...ROW },
    { substance: 'methadone', name: 'hydrochloride', form: 'hydrochloride', factor: '0.9', ...ROW },
    {
      substance: 'acetorphine',
      name: 'acetorphine',
      ids: 'NA 001',
      convention: 1961,
      schedules: ['I'],
      ...ROW
    }
  ]
});
const acts: readonly Act[] = [list, aConfirmation([list])];
const edition = editionOn('2026-12-05' as CalendarDate, acts);

describe('an edition of INCB in force', () => {
  it('gives its factor, names itself, and leaves the computed factor beside it', () => {
    const form = findForm(findSubstance('methadone', edition)!, 'hydrochloride')!;
    expect(factorOf(form, edition)).toEqual({
      ...{ value: '0.9', source: 'INCB', edition: '2027-1', date: '2026-11-20' }
    });
    const bundled = findForm(findSubstance('methadone')!, 'hydrochloride')!;
    expect(form.computed).toBe(bundled.factor);
    expect(factorOf(bundled)?.source).toBe('computed');
  });

  it('lists substances that the bundled one lacks, and keeps all others', () => {
    expect(findSubstance('acetorphine', edition)).toMatchObject({ convention: 1961, schedules: ['I'] });
    expect(edition.edition.rows.length).toBe(CURRENT_EDITION.edition.rows.length + 1);
  });

  it.each(['NM 002', 'nm002', 'NM-002', '2922.31', 'N07BC02', '76-99-3'])('finds methadone by %s', (code) => {
    expect(searchSubstances(code, edition).map(({ substance }) => substance.key)).toContain('methadone');
  });

  it('names a substance in other languages and by trade names where INCB gives them, and finds it by them', () => {
    const row = { substance: 'methadone', name: 'methadone', ru: 'метадон', zh: '美沙酮', ...ROW };
    const named = aList('substance-edition', { entries: [{ ...row, tradeNames: ['Examplone'] }] });
    const next = editionOn('2026-12-05' as CalendarDate, [named, aConfirmation([named])]);
    expect(findSubstance('methadone', next)?.names).toEqual({ ru: 'метадон', zh: '美沙酮' });
    for (const typed of ['метадон', '美沙', 'examplone'])
      expect(searchSubstances(typed, next).map(({ substance }) => substance.key)).toEqual(['methadone']);
    expect(searchSubstances('examplone')).toEqual([]);
  });

  it('counts only once it is confirmed', () => {
    expect(editionOn('2026-12-05' as CalendarDate, [list]).byKey).toEqual(CURRENT_EDITION.byKey);
  });
});

describe('the door', () => {
  const line = anImportAuthorization().body.lines[0]!;
  const codesOf = (value: string, named = '2027-1', source = 'INCB'): string[] =>
    judgeNamedFactors(
      {
        lines: [
          {
            ...{ ...line, substance: 'methadone', form: 'hydrochloride' },
            factor: { ...line.factor, value, source, edition: named }
          }
        ]
      } as never,
      acts
    ).map(({ code, path }) => `${code} ${path}`);

  it('refuses another factor than that of the edition that the line names', () => {
    expect(codesOf('0.9')).toEqual([]);
    expect(codesOf('0.5')).toEqual(['line.factor.malformed body.lines.0.factor']);
  });

  it('accepts a new substance by INCB’s edition, and the bundled factor of a device that does not have it yet', () => {
    const bundled = findSubstance('methadone')!;
    const goods = (key: string, form: string, of: typeof edition) => {
      const [substance, found] = [findSubstance(key, of)!, findForm(findSubstance(key, of)!, form)!];
      const factor = factorOf(found, of)!;
      return {
        ...line,
        ...{ substance: key, form, designation: designationOf(substance, found), factor },
        ...{ content: undefined, base: toBase(line.stated, factor.value) }
      };
    };
    const problemsOf = (one: object, of: typeof edition): string[] => {
      const { body } = anImportAuthorization();
      const judged = judgeIssued({ ...body, lines: [one] } as never, of, [], [], false);
      return judged.map(({ code, path }) => `${code} ${path}`);
    };
    const fresh = goods('acetorphine', 'base', edition);
    expect(problemsOf(fresh, edition)).toEqual([]);
    expect(problemsOf(fresh, CURRENT_EDITION)).toEqual(['line.substance.unknown body.lines.0.substance']);
    const old = goods(bundled.key, 'hydrochloride', CURRENT_EDITION);
    expect(old.factor.source).toBe('computed');
    expect(problemsOf(old, edition)).toEqual([]);
    const wrong = { ...old, factor: { ...old.factor, value: '0.5' } };
    expect(problemsOf(wrong, edition)).toEqual(['line.factor.malformed body.lines.0.factor']);
  });

  it('does not know an edition that it does not have, nor judges other sources by it', () => {
    expect(codesOf('0.5', '2028-1')).toEqual([]);
    expect(codesOf('0.5', '2027-1', 'computed')).toEqual([]);
  });

  it('judges prohibitions by the list of INCB in force', () => {
    const { body } = anExportAuthorization(anImportAuthorization());
    const { importingCountry, lines } = body;
    const entries = [{ country: importingCountry, substance: lines[0]!.substance, since: '2026-11-01' }];
    const forbids = aList('prohibition', { entries });
    const judge = (lists: readonly Act[]): string[] =>
      new Admission({
        ...{ now: '2026-12-05T08:00:00.000Z' as Instant, demonstration: false, blocks: new BlockShelf() },
        ...{ holders: new Map(), published: lists, dossiers: { of: () => [], add: () => undefined } }
      })
        .admit(anExportAuthorization(anImportAuthorization(), { at: '2026-12-01T08:00:00.000Z' }), {
          verdict: 'good'
        })
        .map(({ code }) => code);
    expect(judge([forbids, aConfirmation([forbids])])).toContain('line.prohibited');
    expect(judge([forbids])).not.toContain('line.prohibited');
  });
});

describe('the file of edition 2027-1', () => {
  const read = readTables(new Uint8Array(readFileSync('couch/demonstration/lists/substances-2027-1.csv')));
  const table = arranged(COLUMNS['substance-edition'], unwrap(read));
  const run = listPlanOf('substance-edition', table);

  it('has no problem, and each document is below the limit of the server', () => {
    expect(run.problems).toEqual([]);
    expect(run.documents.length).toBeGreaterThan(1);
    for (const content of run.documents) expect(JSON.stringify(content).length).toBeLessThan(60_000);
  });

  it('names the row of a salt whose substance has no row of its own, and publishes nothing', () => {
    const salt = ['coca-leaf', 'tincture', 'tincture', '20', 'extracted', 'Yellow List, Table 2'];
    const heads = ['key', 'name', 'salt', 'percent', 'state', 'source'];
    const rows = [heads, salt].map((cells, at) => ({ no: at + 1, cells }));
    const { problems, documents } = listPlanOf('substance-edition', { rows, problems: [], is1904: false });
    expect(problems).toMatchObject([{ code: 'list.entry.orphan', values: { row: 2, found: 'coca-leaf' } }]);
    expect(documents).toEqual([]);
  });

  it('differs from the bundled edition in what the table of differences shows, each with its source', () => {
    const columns = COLUMNS['substance-edition'].map(({ name }) => name);
    const shown = (cells: readonly string[] | null | undefined, ...names: string[]): unknown =>
      cells && names.map((name) => cells[columns.indexOf(name)]);
    const of = (key: string, salt: string) =>
      run.differences.find(({ after }) => after?.[0] === key && after[columns.indexOf('salt')] === salt);
    const methadone = of('methadone', 'hydrochloride');
    expect(shown(methadone?.before, 'percent', 'source')).toEqual(['89.46', 'I2ES 2026-1']);
    const yellow = 'INCB Yellow List, 64th edition (2025), extracted';
    expect(shown(methadone?.after, 'percent', 'source')).toEqual(['90', yellow]);
    const isNew = of('2-methyl-ap-237', '');
    expect([isNew?.before, shown(isNew?.after, 'incb code')]).toEqual([null, ['NB 014']]);
    expect(run.differences.filter(({ after }) => after === null)).toEqual([]);
    expect(run.differences.every(({ after }) => shown(after, 'source') !== undefined)).toBe(true);
  });

  it('has INCB’s code for all bundled substances, and INCB’s factor for methadone hydrochloride, 90 %', () => {
    const documents = run.documents.map((content) =>
      aList('substance-edition', { edition: '2027-1', effective: '2027-01-01', ...content })
    );
    const held = [...documents, aConfirmation(documents)];
    const next = editionOn('2027-01-02' as CalendarDate, held);
    const lacking = CURRENT_EDITION.edition.rows.filter(({ key }) => !findSubstance(key, next)?.incbIdsCode);
    expect(lacking.map(({ key }) => key)).toEqual([]);
    expect(findForm(findSubstance('methadone', next)!, 'hydrochloride')).toMatchObject({
      ...{ factor: '0.9', factorSource: 'INCB', computed: '0.8946' }
    });
  });
});
