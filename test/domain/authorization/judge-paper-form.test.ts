import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { formQuestionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import { readAuthorization, standInOf } from '#lib/domain/act/stand-in.ts';
import { judgeInstrument } from '#lib/domain/authorization/judge-instrument.ts';
import { judgePaperForm } from '#lib/domain/authorization/judge-paper-form.ts';
import { exportContext } from '#lib/domain/authorization/judge-form.ts';
import { draftFromImport, newPaperForm } from '#lib/domain/authorization/new-form.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import {
  aCodeineLine,
  aLine,
  aShipment,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  AU,
  CH
} from '../../samples/acts.ts';
import { aPaperExport } from '../../samples/papers.ts';
import { aContext, aForm, TODAY } from '../../samples/forms.ts';

const COMPARED = { comparedBy: 'Ada Officer', comparedOn: TODAY };
const PRINTED = {
  paper: 'yes',
  number: 'IMP-0047/26',
  issuedOn: '2026-11-01',
  authorityName: 'Ministry of Health',
  authorityAddress: 'Nairobi',
  importingCountry: 'AU',
  ...COMPARED
};
const swiss = aContext({ country: CH });

/** Switzerland holds a paper import authorization of Australia. */
function aPaperForm(fields: Readonly<Record<string, string>> = {}): DraftFields {
  return aForm({ ...PRINTED, ...fields });
}

function codes(form: DraftFields, weight: string): readonly string[] {
  return judgePaperForm('import-authorization', form, swiss)
    .problems.filter((one) => one.weight === weight)
    .map(({ code }) => code);
}

describe('the record of a paper import authorization', () => {
  test('says what the paper says, and is a document of the authority that holds it', () => {
    const { body } = judgePaperForm('import-authorization', aPaperForm(), swiss);
    expect(body).toMatchObject({
      dossier: dossierKey(AU, CH, '2026-11-01' as CalendarDate, 'IMP-0047/26'),
      ...COMPARED
    });
    const head = {
      schema: 1,
      kind: 'paper-record',
      issuer: CH,
      to: [AU],
      seq: { [CH]: 1, [AU]: 1 }
    } as const;
    const by = { person: 'ch.officer', name: 'Ada Officer', function: 'Delegate' };
    const act = anAct({ ...head, at: `${TODAY}T09:00:00.000Z`, by, ...body } as never);
    expect(parseAct(act)).toMatchObject({ ok: true });
    expect(standInOf(act as never)).toMatchObject({
      kind: 'import-authorization',
      issuer: AU,
      number: 'IMP-0047/26'
    });
  });

  test('needs the number, the date, the authority, and the person who compared it with the original', () => {
    for (const name of [
      'number',
      'issuedOn',
      'authorityName',
      'authorityAddress',
      'comparedBy',
      'comparedOn'
    ])
      expect(codes(aPaperForm({ [name]: '' }), 'todo')).toEqual([`paper.${name}.missing`]);
    expect(codes(aPaperForm({ comparedOn: '2099-01-01' }), 'refused')).toEqual(['paper.comparedOn.future']);
  });

  test('is of any validity, also one that has ended, but not one that ends before it begins', () => {
    expect(codes(aPaperForm({ validFrom: '2026-01-01', validUntil: '2026-02-01' }), 'refused')).toEqual([]);
    expect(codes(aPaperForm({ validFrom: '2026-03-01', validUntil: '2026-02-01' }), 'refused')).toEqual([
      'authorization.validity.reversed'
    ]);
  });

  test('shows a breach of the Conventions as what the paper says: it is judged when something is issued', () => {
    const boxed = aPaperForm({ importerAddress: 'P.O. Box 12, Sydney' });
    expect(codes(boxed, 'notice')).toContain('importer.postBox');
    expect(judgePaperForm('import-authorization', boxed, swiss).body).toBeDefined();
  });
});

describe('the record of a paper export authorization', () => {
  const upon = anImportAuthorization();
  const context = { ...aContext(), importAct: upon };

  test('begins with the parties and goods of its import authorization, and without quantities and dates', () => {
    const subject = { kind: 'export-authorization', partner: '', from: upon } as const;
    const { fields, lines } = newPaperForm(subject, context);
    expect(fields).toMatchObject({ exportingCountry: CH, importAct: upon._id, paper: 'yes' });
    for (const name of ['validFrom', 'validUntil', 'number']) expect(fields).not.toHaveProperty(name);
    expect(lines.map((line) => line.fields['quantity'])).toEqual(upon.body.lines.map(() => undefined));
  });

  test('cites the import authorization and is in its dossier', () => {
    const form = aForm({ ...PRINTED, number: 'CH 88', exportingCountry: 'CH' });
    const { body } = judgePaperForm('export-authorization', form, context);
    expect(body?.dossier).toBe(upon.body.dossier);
    expect(body?.paper).toMatchObject({ number: 'CH 88', importAuthorization: { act: upon._id } });
  });
});

describe('a paper export authorization for more than remains', () => {
  const upon = anImportAuthorization({ over: { lines: [aLine()], consignments: 2 } });
  const earlier = aPaperExport(upon, { stated: '200000000' });
  const asked = (quantity: string, dossier: Dossier, corrected = ''): readonly unknown[] => {
    const context = exportContext(aContext(), upon, dossier, '', corrected);
    const form = draftFromImport(upon, context);
    const fields = { ...form.fields, ...PRINTED, number: 'CH 89', exportingCountry: 'CH' };
    const lines = form.lines.map((line) => ({ ...line, fields: { ...line.fields, quantity, unit: 'g' } }));
    const { problems, body } = judgePaperForm('export-authorization', { fields, lines }, context);
    expect(body?.paper).toMatchObject({ number: 'CH 89' });
    return formQuestionsOf(problems, true).map(({ code, values }) => [code, values]);
  };

  test('is asked about and can be recorded, since the paper says so', () => {
    const dossier = foldDossier(upon.body.dossier, [upon, earlier]);
    expect(asked('300', dossier)).toEqual([]);
    expect(asked('400', dossier)).toEqual([
      ['paper.line.exceedsImport', { line: 1, asked: 400_000_000, remaining: 300_000_000, importLine: 1 }]
    ]);
  });

  test('is not one if it corrects the record that had taken the rest', () => {
    const dossier = foldDossier(upon.body.dossier, [upon, earlier]);
    expect(asked('400', dossier, earlier._id)).toEqual([]);
    const arrived = anEndorsement(readAuthorization(earlier) as never, { stated: ['200000000'] });
    const endorsed = foldDossier(upon.body.dossier, [upon, earlier, arrived]);
    expect(asked('500', endorsed, earlier._id)).toEqual([]);
    expect(asked('501', endorsed, earlier._id)).toHaveLength(1);
  });
});

describe('a paper export authorization that its import authorization does not cover', () => {
  const upon = anImportAuthorization({ over: { lines: [aLine()], consignments: 1 } });
  const asked = (goods: typeof upon, ...acts: DossierAct[]): readonly string[] => {
    const context = exportContext(aContext(), upon, foldDossier(upon.body.dossier, [upon, ...acts]));
    const form = draftFromImport(goods, aContext());
    const fields = { ...form.fields, ...PRINTED, exportingCountry: 'CH' };
    const lines = form.lines.map((line) => ({
      ...line,
      fields: { ...line.fields, quantity: '1', unit: 'g' }
    }));
    const { problems, body } = judgePaperForm('export-authorization', { fields, lines }, context);
    expect(body).toBeDefined();
    return formQuestionsOf(problems, true).map(({ code }) => code);
  };

  test('is asked about and can be recorded: for another substance', () => {
    expect(asked(anImportAuthorization({ over: { lines: [aCodeineLine()] } }))).toEqual([
      'paper.line.notInImport'
    ]);
  });

  test('is asked about and can be recorded: one consignment too many', () => {
    expect(asked(upon)).toEqual([]);
    expect(asked(upon, aPaperExport(upon, { stated: '200000000' }))).toEqual(['paper.consignments.exceeded']);
  });
});

describe('a paper about an authorization', () => {
  const upon = anImportAuthorization();
  const about = anExportAuthorization(upon);
  const shipment = aShipment(about);
  const context = { today: TODAY, dossier: upon.body.dossier, about, shipment };
  const typed = (fields: Readonly<Record<string, string>>, quantity = '0.3'): DraftFields => ({
    fields: { ...COMPARED, ...fields },
    lines: about.body.lines.map(({ no }) => ({ key: String(no), fields: { quantity, unit: 'kg' } }))
  });
  const received = { outcome: 'imported', receivedOn: TODAY };

  test('the endorsed copy states what arrived, by line', () => {
    const { body } = judgeInstrument('endorsed-copy', typed(received), context);
    expect(body?.paper).toMatchObject({
      instrument: 'endorsed-copy',
      exportAuthorization: about._id,
      ...received
    });
  });

  test('names the person who compared it, and never a day after today', () => {
    const { problems } = judgeInstrument(
      'objection',
      typed({ comparedBy: '', writtenOn: '2099-01-01' }),
      context
    );
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['paper.future', 'writtenOn'],
      ['paper.missing', 'text'],
      ['paper.comparedBy.missing', 'comparedBy']
    ]);
  });

  test('a reply by letter needs a text only where a reply here does', () => {
    const letter = { writtenOn: TODAY, answer: 'received' };
    expect(judgeInstrument('reply', typed(letter), context).body?.paper).toMatchObject({ on: about._id });
    expect(judgeInstrument('reply', typed({ ...letter, answer: 'query' }), context).body).toBeUndefined();
  });

  test('diverted goods name the country of transit and the new destination', () => {
    const fields = { divertedOn: TODAY, transit: 'SG', destination: 'NZ' };
    expect(judgeInstrument('diversion', typed(fields), context).body?.paper).toMatchObject(fields);
    expect(judgeInstrument('diversion', typed({ ...fields, transit: '' }), context).body).toBeUndefined();
  });

  test('a licence covers the lines whose quantity it states', () => {
    const fields = { number: 'SIL 3', issuedOn: TODAY, authorityName: 'Ministry', authorityAddress: 'Bern' };
    const licence = { ...context, about: upon };
    const { body } = judgeInstrument('special-import-licence', typed(fields), licence);
    expect(body?.paper).toMatchObject({
      lines: upon.body.lines.map(({ no, substance }) => ({ no, substance }))
    });
    expect(judgeInstrument('special-import-licence', typed(fields, ''), licence).body).toBeUndefined();
  });
});
