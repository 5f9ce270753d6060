import { afterEach, describe, expect, it } from 'vitest';
import {
  completeCatalog,
  hasSentence,
  loadCatalog,
  openCatalog,
  openPart,
  sentenceOf
} from '#lib/i18n/catalog.ts';
import { messagesByCatalog, partOfLanguage } from '#lib/i18n/locale-split.ts';
import { onBeforeReload, saveBeforeReload } from '#lib/pwa/safe-reload.ts';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';
import { articleText, hasProblemText, problemText } from '#lib/i18n/problem-text.ts';
import { judgeExport } from '#lib/domain/authorization/judge-export.ts';
import { judgeShipment } from '#lib/domain/authorization/judge-actual.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { BOARD_FORMS, NATIONAL_PRACTICE, OWN_RULE, type Problem } from '#lib/domain/result.ts';
import { aLine, anExportAuthorization, anImportAuthorization } from '../samples/acts.ts';
import { aContext, anEmergencyForm, MORPHINE } from '../samples/forms.ts';
import { readMessages } from './message-file.ts';

describe('a problem', () => {
  it('is told in a sentence with its values, each isolated from the line’s direction', () => {
    expect(problemText({ code: 'number.malformed', values: { typed: 'ten' } })).toBe(
      '\u2068ten\u2069 is not a number. Use digits and one decimal sign.'
    );
  });

  it('quotes only the beginning of a long text that was typed by mistake', () => {
    const typed = 'é'.repeat(300);
    expect(problemText({ code: 'number.malformed', values: { typed } })).toContain(
      `\u2068${'é'.repeat(60)}…\u2069`
    );
  });

  it('that nobody has written a sentence for is told with its code, never swallowed', () => {
    expect(hasProblemText('some.new.rule')).toBe(false);
    expect(problemText({ code: 'some.new.rule' })).toContain('some.new.rule');
  });

  it('cites the Convention and the article, or says that it is each country’s own practice', () => {
    expect(articleText(NATIONAL_PRACTICE)).toBe('National practice');
    expect(articleText(BOARD_FORMS)).toBe('INCB’s forms');
    expect(articleText(OWN_RULE)).toBe('I2ES rule');
    expect(articleText('1961:31.8')).toBe('1961 Convention, art. \u206831.8\u2069');
    expect(articleText('national law')).toBe('national law');
  });
});

describe('a refused quantity', () => {
  afterEach(() => overwriteGetLocale(() => baseLocale));

  const importAct = anImportAuthorization({ over: { lines: [aLine({ stated: '1000' })] } });
  const context = { ...aContext({ country: 'CH' as CountryCode }), importAct };
  const asked = judgeExport(
    anEmergencyForm({}, [{ ...MORPHINE, quantity: '480,1250' }]),
    context
  ).problems.find(({ code }) => code === 'export.line.exceedsImport');
  const exportAct = anExportAuthorization();
  const shipped = judgeShipment(
    { shippedOn: exportAct.body.validFrom, lines: { 1: { quantity: '1,25', unit: 'kg' } } },
    { today: '2026-12-01' as CalendarDate, exportAct }
  ).problems.find(({ code }) => code === 'shipment.line.exceedsAuthorization');
  const textOf = (problem: Problem | undefined): string => (problem ? problemText(problem) : '');

  it.each([
    ['es', '480,125\u00a0g', '1\u00a0mg', '1,25\u00a0kg', '500\u00a0g'],
    ['fr', '480,125\u00a0g', '1\u00a0mg', '1,25\u00a0kg', '500\u00a0g'],
    ['ar', '480.125\u00a0غ', '1\u00a0ملغ', '1.25\u00a0كغ', '500\u00a0غ']
  ] as const)('is told in the notation of %s, with what was asked and what is left', (locale, ...figures) => {
    overwriteGetLocale(() => locale);
    const [much, left, sent, authorized] = figures;
    expect(textOf(asked)).toContain(much);
    expect(textOf(asked)).toContain(left);
    expect(textOf(shipped)).toContain(sent);
    expect(textOf(shipped)).toContain(authorized);
  });
});

describe('a pharmaceutical form that was changed', () => {
  afterEach(() => overwriteGetLocale(() => baseLocale));

  const values = {
    number: 'CH-1',
    line: 1,
    pharmaceuticalForm: 'prefilled-syringe',
    authorizedForm: 'tablet'
  };

  it.each([
    ['en', 'Prefilled syringe', 'Tablet'],
    ['fr', 'Seringue préremplie', 'Comprimé'],
    ['zh', '预充式注射器', '片剂']
  ] as const)('is told with both forms by their words in %s', (locale, ...words) => {
    overwriteGetLocale(() => locale);
    for (const code of ['line.pharmaceuticalForm.differs', 'matching.pharmaceuticalForm.differs'])
      for (const word of words) expect(problemText({ code, values })).toContain(word);
  });
});

describe('the sentences in the browser', () => {
  it('come from the one loaded catalog and name no language', () => {
    expect(messagesByCatalog).toContain("from '../catalog.ts'");
    expect(messagesByCatalog).not.toMatch(/messages\/(en|fr|es|ru|zh|ar)\.js/);
  });

  it('are the reader’s, and another language’s only when it was loaded for a form', async () => {
    await openCatalog('fr');
    expect(sentenceOf('ui_close')({})).toBe('Fermer');
    expect(sentenceOf('ui_close', { locale: 'es' })({})).toBe('Fermer');
    await loadCatalog('es');
    expect(sentenceOf('ui_close', { locale: 'es' })({})).toBe('Cerrar');
    expect(sentenceOf('ui_close')({})).toBe('Fermer');
  });

  it('keep their direction where an Arabic page falls back to English', async () => {
    await openCatalog('ar');
    expect(sentenceOf('ui_close')({})).toBe('إغلاق');
    const [english, arabic] = [readMessages('en'), readMessages('ar')];
    const fallback = Object.keys(english).find((key) => !(key in arabic));
    if (fallback) expect(sentenceOf(fallback)({})).toMatch(/^\u2066.*\u2069$/s);
  });

  it('that are on their way are empty, and a key nobody wrote is shown as it is once all are there', async () => {
    await openCatalog('en');
    expect(sentenceOf('problem_no_such')({})).toBe('');
    expect(hasSentence('problem_no_such')).toBe(false);
    expect(sentenceOf('no_such_sentence')({})).toBe('no_such_sentence');
    await completeCatalog();
    expect(sentenceOf('problem_no_such')({})).toBe('problem_no_such');
  });

  it('come in a part of their own once one of them is asked for', async () => {
    await openCatalog('en');
    sentenceOf('people_no_such')({});
    await openPart('desks');
    expect(sentenceOf('people_no_such')({})).toBe('people_no_such');
    expect(sentenceOf('problem_no_such')({})).toBe('');
  });
});

describe('a language in its parts', () => {
  const compiled = [
    '/* eslint-disable */\nimport * as registry from "../registry.js"\n',
    'export const today_title = () => {\n\treturn `Today`\n};\n\n',
    'export const problem_unknown = (i) => {\n\treturn `Code ${i?.code}`\n};\n\n',
    'export const problem_number_missing = () => {\n\treturn `A number`\n};\n',
    'export { form_title } from "./en.js"\n',
    'export const people_title = () => {\n\treturn `People`\n};\n',
    'export { today_lead } from "./en.js"\n'
  ].join('');

  it('has first what the desks say and the sentence for an unknown problem', () => {
    const first = partOfLanguage(compiled, 'first');
    expect(first).toContain('today_title');
    expect(first).toContain('problem_unknown');
    expect(first).toContain('import english from "./en.js"');
    expect(first).toContain("today_lead: english['today_lead']");
    expect(first).not.toMatch(/problem_number_missing|form_title|people_title/);
  });

  it('keeps apart what pages say that few open', () => {
    const desks = partOfLanguage(compiled, 'desks');
    expect(desks).toContain('people_title');
    expect(desks).not.toMatch(/today_|problem_|form_|english/);
  });

  it('has then the rest, which falls back to the same part of English', () => {
    const late = partOfLanguage(compiled, 'problems');
    expect(late).toContain('problem_number_missing');
    expect(late).toContain('import english from "./en.js?problems"');
    expect(late).toContain("form_title: english['form_title']");
    expect(late).not.toMatch(/today_|problem_unknown|people_title/);
    expect(late).toContain('registry');
  });
});

describe('a reload', () => {
  it('waits for every form, and does not happen when one could not save', async () => {
    const close = onBeforeReload(() => Promise.reject(new Error('disk full')));
    await expect(saveBeforeReload()).rejects.toThrow('disk full');
    close();
    await expect(saveBeforeReload()).resolves.toBeUndefined();
  });
});
