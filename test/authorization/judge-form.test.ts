/** The form's context: what is left of the import authorization, whose settings count, which lines are lines. */
import { describe, expect, test } from 'vitest';
import {
  countrySettings,
  exportContext,
  judgeForm,
  listHalfTyped,
  withoutEmptyLines
} from '#lib/domain/authorization/judge-form.ts';
import { issueObstacle, signingObstacle } from '#lib/authorization/issue-obstacles.ts';
import { formFromAct, wordsLike, wordsOfAct } from '#lib/authorization/replacement-form.ts';
import { formToSheet } from '#lib/authorization/sheet.ts';
import { parseStartRequest } from '#lib/authorization/start-form.ts';
import { judgeImport } from '#lib/domain/authorization/judge-import.ts';
import { draftFromImport } from '#lib/domain/authorization/new-form.ts';
import type { Answer, DossierAct } from '#lib/domain/act/body.ts';
import { formQuestionsOf } from '#lib/domain/act/kinds/confirmed.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { aReply, aShipment, anExportAuthorization, anImportAuthorization, CH } from '../samples/acts.ts';
import { aContext, aForm, MORPHINE } from '../samples/forms.ts';

describe('what is left to export', () => {
  const ia = anImportAuthorization({ over: { consignments: 2 } });
  const ea = anExportAuthorization(ia);
  const dossier = foldDossier(ia.body.dossier, [ia, ea, aShipment(ea)]);
  const context = exportContext(aContext({ country: CH, today: '2026-11-24' as CalendarDate }), ia, dossier);

  test('is what was authorized less what was actually exported', () => {
    expect(context.remaining?.[1]?.stated).toBe(20000000);
    expect(context.remaining?.[2]?.stated).toBe(0);
  });

  test('comes with everything that the import authorization says of warehouse and ways', () => {
    const bondedWarehouse = { name: 'Botany Bond Store', address: '3 Wharf Road\nBotany', licence: 'BW-88' };
    const ways = { carrier: 'Alpine Air Cargo', agents: 'Rhine Forwarding GmbH' };
    const cited = anImportAuthorization({ over: { bondedWarehouse, ...ways } });
    const whole = aContext({ country: CH, today: '2026-11-24' as CalendarDate });
    const words = draftFromImport(cited, whole);
    const judged = judgeForm('export-authorization', words, { ...whole, importAct: cited });
    expect(judged.body).toMatchObject({ bondedWarehouse, ...ways });
  });

  test('begins the next export form, and one microgram more is refused', () => {
    const words = draftFromImport(ia, context);
    expect(words.lines.map((line) => line.fields['quantity'])).toEqual(['20']);
    const lines = words.lines.map((line) => ({ ...line, fields: { ...line.fields, quantity: '20.000001' } }));
    const codes = judgeForm('export-authorization', { ...words, lines }, context).problems.map(
      (one) => one.code
    );
    expect(codes).toContain('export.line.exceedsImport');
    expect(judgeForm('export-authorization', words, context).body).toBeDefined();
  });

  test('is nothing once the consignments are used up', () => {
    const used = { ...context, consignmentsUsed: 2 };
    const codes = judgeForm('export-authorization', draftFromImport(ia, context), used).problems.map(
      (one) => one.code
    );
    expect(codes).toContain('export.consignments.exceeded');
  });
});

describe('lines', () => {
  test('in which nothing was typed are no lines', () => {
    const words = aForm({}, [MORPHINE, { unit: 'g' }, {}]);
    expect(withoutEmptyLines(words).lines.map((line) => line.key)).toEqual(['k1']);
  });

  test('are asked for where there is none', () => {
    expect(withoutEmptyLines(aForm({}, [{}])).lines).toHaveLength(1);
  });
});

describe('the authority that is printed', () => {
  const directory = { name: 'Directory name', address: 'Directory address' };

  test('is the country’s own setting, and the directory’s where there is none', () => {
    const own = { authority: { name: 'Own', address: 'Own address' } };
    expect(countrySettings(own, directory).authority?.name).toBe('Own');
    expect(countrySettings(null, directory).authority?.name).toBe('Directory name');
    expect(countrySettings(null, null).authority).toBeNull();
  });
});

describe('issuing', () => {
  const officer = { role: 'officer' } as const;
  const certified = {
    state: 'certified',
    isReserving: false,
    numbersLeft: { 'import-authorization': 1, 'export-authorization': 0, 'export-declaration': 0 }
  } as const;

  test('needs an officer, a certified device and a number of that kind, and no connection', () => {
    expect(issueObstacle('import-authorization', officer, certified)).toBeNull();
    expect(issueObstacle('export-authorization', officer, certified)?.way?.page).toBe('sync');
    expect(signingObstacle({ role: 'reader' }, certified)).not.toBeNull();
    expect(signingObstacle(officer, { state: 'waiting' })?.way?.page).toBe('sync#device');
    expect(signingObstacle(officer, null)).not.toBeNull();
  });
});

describe('an authorization in place of another', () => {
  test('begins with everything that the cancelled one said, can be issued, and names it', () => {
    const ways = { carrier: 'Alpine Air Cargo', agents: 'Rhine Forwarding GmbH\nBasel' };
    const old = anImportAuthorization({ over: ways });
    const context = aContext();
    const words = formFromAct(old, context);
    const judged = judgeImport(words, context);
    expect(judged.problems.filter((one) => one.weight !== 'notice')).toEqual([]);
    expect(judged.body).toMatchObject({
      replaces: old._id,
      importer: old.body.importer,
      exporter: old.body.exporter,
      ...ways
    });
    expect(judged.body?.lines.map((line) => line.stated)).toEqual(old.body.lines.map((line) => line.stated));
  });
});

describe('an authorization that the server refused', () => {
  test('is stated anew with everything it said, and replaces nothing: it was never in force', () => {
    const refused = anImportAuthorization();
    const context = aContext();
    const judged = judgeForm('import-authorization', wordsOfAct(refused, context), context);
    expect(judged.body).toMatchObject({ importer: refused.body.importer, purpose: refused.body.purpose });
    expect(judged.body).not.toHaveProperty('replaces');
  });
});

describe('an authorization like an earlier one', () => {
  test('waits for the quantities alone, in a period of its own, and says nothing of what came before', () => {
    const earlier = anImportAuthorization({ over: { remarks: 'For the trial of 2025.' } });
    const context = aContext({ today: '2027-03-01' as CalendarDate });
    const words = wordsLike(earlier, context);
    const judged = judgeForm('import-authorization', words, context);
    const open = judged.problems.filter(({ weight }) => weight !== 'notice');
    expect(open.length).toBeGreaterThan(0);
    expect(open.every(({ weight, path }) => weight === 'todo' && /quantity|packs/.test(path ?? ''))).toBe(
      true
    );
    expect(words.fields).toMatchObject({ validFrom: '2027-03-01', validUntil: '2027-06-01' });
    expect(words.fields).not.toHaveProperty('remarks');
    expect(words.fields).not.toHaveProperty('replaces');
  });
});

describe('a draft that is only read', () => {
  test('shows the lines that are not understood yet in the words that were typed', () => {
    const context = aContext();
    const whole = wordsOfAct(anImportAuthorization(), context);
    const half = { key: 'half', fields: { substance: 'morphin', quantity: '5', unit: 'kg' } };
    const words = { fields: whole.fields, lines: [...whole.lines, half] };
    const judged = judgeForm('import-authorization', words, context);
    expect(listHalfTyped(words, judged)).toEqual(['morphin · 5 kg']);
    expect(formToSheet(words, judged, context).lines).toHaveLength(whole.lines.length);
  });
});

describe('an export upon an import authorization to which this authority objected', () => {
  const ia = anImportAuthorization();
  const day = { country: CH, today: '2026-11-24' as CalendarDate };
  const say = (on: DossierAct, answer: Answer, at: string) =>
    aReply(on, { at, over: { answer, text: 'No.' } });
  const objection = say(ia, 'objection', '2026-10-02T10:00:00.000Z');
  const explanation = say(objection, 'explanation', '2026-10-03T10:00:00.000Z');
  const upheld = say(explanation, 'upheld', '2026-10-04T10:00:00.000Z');
  const withdrawn = say(explanation, 'withdrawn', '2026-10-04T10:00:00.000Z');

  function judge(acts: readonly DossierAct[]) {
    const context = exportContext(aContext(day), ia, foldDossier(ia.body.dossier, acts));
    return judgeForm('export-authorization', draftFromImport(ia, context), context);
  }

  test('asks the officer before signing, while the objection is open', () => {
    const open = [
      [ia, objection],
      [ia, objection, explanation, upheld]
    ];
    for (const acts of open) {
      const { problems, body } = judge(acts);
      expect(formQuestionsOf(problems)).toMatchObject([
        { code: 'export.importObjected', values: { number: ia.body.number } }
      ]);
      expect(body).toBeDefined();
    }
  });

  test('asks nothing after the objection was withdrawn', () => {
    for (const acts of [[ia], [ia, objection, explanation, withdrawn]])
      expect(formQuestionsOf(judge(acts).problems)).toEqual([]);
  });
});

describe('an export in place of another', () => {
  const ia = anImportAuthorization();
  const old = anExportAuthorization(ia);
  const open = foldDossier(ia.body.dossier, [ia, old]);
  const swiss = aContext({ country: CH, today: '2026-11-24' as CalendarDate });
  const words = formFromAct(old, swiss, 'By sea, not by air.');
  const codesIn = (dossier: typeof open, replaced?: string): string[] =>
    judgeForm('export-authorization', words, exportContext(swiss, ia, dossier, replaced))
      .problems.filter(({ weight }) => weight !== 'notice')
      .map(({ code }) => code);

  test('may take what the other gives up, which nobody else may', () => {
    expect(codesIn(open, old._id)).toEqual([]);
    expect(codesIn(open)).toContain('export.line.exceedsImport');
    expect(words.fields['replacesReason']).toBe('By sea, not by air.');
  });

  test('may not once the other is shipped', () => {
    const shipped = foldDossier(ia.body.dossier, [ia, old, aShipment(old)]);
    expect(codesIn(shipped, old._id)).toContain('export.line.exceedsImport');
  });
});

describe('the address of a new form', () => {
  test('asks for nothing where its words are not understood', () => {
    expect(parseStartRequest(new URLSearchParams('kind=other'))).toBeNull();
    expect(parseStartRequest(new URLSearchParams('kind=import&from=act:nonsense'))).toEqual({
      kind: 'import-authorization',
      from: null,
      like: null,
      paper: null,
      corrects: null,
      emergency: '',
      template: null
    });
  });
});
