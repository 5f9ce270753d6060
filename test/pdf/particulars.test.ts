/** Every particular that the Conventions ask for is on the paper: what is printed is read back. */
import { describe, expect, it } from 'vitest';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { authorizationPdf } from '#lib/pdf/authorization-pdf.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { PrintOptions } from '#lib/pdf/print-request.ts';
import { anEmergencyExport, anImportAuthorization } from '../samples/acts.ts';
import { aPaperExport } from '../samples/papers.ts';
import { aFullExport, aFullImport, hasPdfToText, loadFont, readPdf } from './forms.ts';

if (!hasPdfToText)
  console.warn('pdftotext (poppler-utils) is not here: the particulars on paper are NOT checked');

async function printed(act: Parameters<typeof authorizationPdf>[0], options: PrintOptions): Promise<string> {
  return readPdf((await authorizationPdf(act, options, loadFont)).bytes);
}

/** What the act states, which is the same in every language. */
const STATED = [
  'Southern Cross Hospital Supplies Pty Ltd 12 Harbour Street Sydney NSW 2000',
  'AU-LIC-77120',
  'Alpenpharma AG Rheinweg 4 4051 Basel',
  'CH-BM-3301',
  'Zürich Flughafen',
  'Sydney Kingsford Smith Airport',
  'via Singapore Changi (transit, same aircraft)',
  'Alpine Air Cargo',
  'Rhine Forwarding GmbH Basel',
  'morphine sulfate (2:1) pentahydrate',
  'Morphine sulfate injection 10 mg/ml',
  'codeine phosphate hemihydrate',
  'Diazepam tablets 5 mg',
  '500 g',
  '200 g',
  'Botany Bond Store 3 Wharf Road Botany NSW 2019',
  'BW-88',
  'Keep between 2 °C and 8 °C.',
  '2026-1',
  'K'.repeat(43),
  'AU.CH.20261001.'
];

const LINES: Record<'en' | 'fr', string[]> = {
  en: [
    'Sydney NSW 2000 Australia (AU)',
    '4051 Basel Switzerland (CH)',
    'Designation: morphine; 1961 Convention, Schedule I',
    'Designation: codeine; 1961 Convention, Schedule II',
    'INN: diazepam; 1971 Convention, Schedule IV',
    'Ampoule',
    'Strength: 10 mg in 1 ml',
    '5,000 pack(s) of 10 unit(s) = 50,000 unit(s)',
    'Powder',
    'Tablet',
    'Strength: 5 mg per unit',
    '376 g',
    'Factor 0.7520, calculated from molecular formulas, not a published factor; edition 2026-1 of 24 Nov 2026',
    '147.34 g',
    'Factor 0.7367, INCB list; edition Yellow List 59 of 1 Dec 2025',
    '1.25 kg',
    'the anhydrous base itself',
    'End of list: 3 item(s).',
    'Single Convention on Narcotic Drugs, 1961, article 31',
    'Convention on Psychotropic Substances, 1971; ECOSOC resolutions 1985/15 and 1991/44',
    'It is not the form established by the Commission on Narcotic Drugs',
    'Page 1 of'
  ],
  fr: [
    'Sydney NSW 2000 Australie (AU)',
    '4051 Basel Suisse (CH)',
    'Dénomination : morphine (nom en anglais) ; Convention de 1961, Tableau I',
    'DCI : diazepam (nom en anglais) ; Convention de 1971, Tableau IV',
    'Dosage : 10 mg pour 1 ml',
    '5 000 boîte(s) de 10 unité(s) = 50 000 unité(s)',
    'Poudre',
    'Comprimé',
    '147,34 g',
    'Facteur 0,7520, calculé d’après les formules moléculaires, non publié ; édition 2026-1',
    'liste de l’OICS',
    '1,25 kg',
    'la base anhydre elle-même',
    'Fin de la liste : 3 ligne(s).',
    'Convention unique sur les stupéfiants de 1961, article 31',
    'Convention de 1971 sur les substances psychotropes',
    'ce n’est pas le formulaire du modèle établi par la Commission des stupéfiants',
    'Page 1 sur'
  ]
};

const IMPORT: Record<'en' | 'fr', string[]> = {
  en: [
    'Import authorization',
    '1 Oct 2026',
    'Australia (AU)',
    'Switzerland (CH)',
    'From 1 Oct 2026 to 31 Dec 2026',
    'Not more than 3 consignments',
    'Re-export',
    'Air',
    'ORIGINAL for the importer, to be sent to the exporter',
    'Not valid without the official seal',
    'hereby authorizes the importation',
    'Official seal',
    'Signed 2026-10-01 08:00:00 UTC'
  ],
  fr: [
    'Autorisation d’importation',
    '1 oct. 2026',
    'Australie (AU)',
    'Suisse (CH)',
    'Du 1 oct. 2026 au 31 déc. 2026',
    'Au plus 3 envois',
    'Réexportation',
    'Voie aérienne',
    'ORIGINAL pour l’importateur, à transmettre à l’exportateur',
    'autorise par la présente l’importation',
    'Sans valeur sans le sceau officiel',
    'Entrepôt de douane',
    'Signé le 2026-10-01 08:00:00 UTC'
  ]
};

const EXPORT: Record<'en' | 'fr', string[]> = {
  en: [
    'Export authorization',
    'No. AU-I-2026-000101-98 dated 1 Oct 2026 issued by Office of Drug Control',
    'Electronic document 20261001 AU import-authorization',
    'Item 2 of the import authorization',
    'TRIPLICATE for the competent authority of the importing country, to be returned endorsed with the quantity actually imported',
    'From 5 Oct 2026 to 31 Dec 2026',
    'hereby authorizes the exportation',
    'Importer (consignee)'
  ],
  fr: [
    'Autorisation d’exportation',
    'N° AU-I-2026-000101-98 datée du 1 oct. 2026 délivrée par Office of Drug Control',
    'Ligne 2 de l’autorisation d’importation',
    'TRIPLICATA pour l’autorité compétente du pays importateur',
    'Du 5 oct. 2026 au 31 déc. 2026',
    'autorise par la présente l’exportation',
    'Endos de l’autorité du pays importateur'
  ]
};

describe.skipIf(!hasPdfToText).each<'en' | 'fr'>(['en', 'fr'])('in %s', (locale) => {
  it('an import authorization bears every particular', async () => {
    const text = await printed(aFullImport(), { locale, copy: 'original', sealRequired: true });
    const own = [
      'AU-I-2026-000101-98',
      'Office of Drug Control GPO Box 9848 Canberra ACT 2601',
      'Customs (Prohibited Imports) Regulations 1956, regulation 5',
      'Officer of AU',
      'Delegate'
    ];
    const wanted = [...STATED, ...LINES[locale], ...IMPORT[locale], ...own];
    expect(wanted.filter((words) => !text.includes(words))).toEqual([]);
  });

  it('an export authorization bears every particular and cites its import authorization', async () => {
    const text = await printed(aFullExport(), { locale, copy: 'triplicate' });
    const own = [
      'CH-E-2026-000077-13',
      'Swissmedic, Schweizerisches Heilmittelinstitut Hallerstrasse 7 3012 Bern',
      'BetmKV, SR 812.121.1, Art. 28',
      '42 cartons marked SCHS 1–42, 3 pallets',
      'Officer of CH'
    ];
    const wanted = [...STATED, ...LINES[locale], ...EXPORT[locale], ...own];
    expect(wanted.filter((words) => !text.includes(words))).toEqual([]);
  });
});

const KNOWN: Record<'en' | 'fr', string> = {
  en: 'Signature checked against the keys and revocations known to this device on 2026-11-24 09:12:00 UTC',
  fr: 'Signature vérifiée d’après les clés et révocations connues de cet appareil le 2026-11-24 09:12:00 UTC'
};

describe.skipIf(!hasPdfToText)('from when the keys are that the signature was judged by', () => {
  it.each<'en' | 'fr'>(['en', 'fr'])('stands in the record in %s, where it is known', async (locale) => {
    const keysKnownAt = '2026-11-24T09:12:00.000Z' as Instant;
    const options = { locale, copy: 'original' } as const;
    expect(await printed(aFullImport(), { ...options, keysKnownAt })).toContain(KNOWN[locale]);
    expect(await printed(aFullImport(), options)).not.toContain(KNOWN[locale].slice(0, 20));
  });
});

describe.skipIf(!hasPdfToText)('an authorization that was recorded from the partner’s paper', () => {
  it('names that paper, and is not signed in the partner’s name by the officer who recorded it', async () => {
    const act = readAuthorization(aPaperExport(anImportAuthorization()))!;
    const { at } = act.body;
    const recorded = { comparedBy: 'Ada Officer', comparedOn: '2026-11-03' as CalendarDate, at };
    const text = await printed(act, { locale: 'en', copy: 'copy', recorded });
    expect(text).toContain(
      'Recorded from the paper authorization CH 88/2026. Ada Officer compared the record'
    );
    expect(text).toContain('Signed on the original paper');
    expect(text).not.toContain(act.body.by.name);
    const corrects = { of: act._id, reason: 'One box was counted twice.' };
    const corrected = await printed(act, { locale: 'en', copy: 'copy', recorded: { ...recorded, corrects } });
    expect(corrected).toContain('Reason: One box was counted twice.');
  });
});

describe.skipIf(!hasPdfToText)('what is not stated', () => {
  it('is said to be not stated, and no bonded warehouse means that none is authorized', async () => {
    const act = anImportAuthorization();
    const text = await printed(act, { locale: 'en', copy: 'original' });
    expect(text).toContain('Route Not given');
    expect(text).toContain('Importation into a bonded warehouse is not authorized');
    expect(text).toContain('Remarks None');
  });

  it.each([
    [0, 'More than one; no limit given'],
    [1, 'One consignment only'],
    [2, 'Not more than 2 consignments']
  ])('%i consignments reads: %s', async (consignments, words) => {
    const text = await printed(aFullImport({ consignments }), { locale: 'en', copy: 'original' });
    expect(text).toContain(words);
  });
});

describe.skipIf(!hasPdfToText)('terms that only some goods have', () => {
  const onPaper = { locale: 'en', copy: 'original' } as const;

  it('are printed: the specially authorized person, the special import licence, and Schedule III', async () => {
    const [line] = aFullImport().body.lines;
    const text = await printed(
      aFullExport({
        specialPerson: { name: 'Institute of Forensics', decision: '7 of 3 May 2026' },
        specialLicences: [{ line: 1, number: 'SIL 4/2026', issuedOn: '2026-10-02' }],
        lines: [{ ...line, scheduleThree: { atropine: '25000' } }]
      }),
      onPaper
    );
    for (const words of [
      'Institute of Forensics Decision: 7 of 3 May 2026',
      'Line 1: special import licence SIL 4/2026 of 2 Oct 2026',
      'Preparation of Schedule III: the 1961 Convention does not require an authorization',
      'Atropine sulfate per unit: 25 mg'
    ])
      expect(text).toContain(words);
  });

  it('include the emergency, in place of the import authorization', async () => {
    const text = await printed(anEmergencyExport(), onPaper);
    expect(text).toContain('Emergency export without an import authorization');
    expect(text).toContain('Reason: Earthquake: the hospital has no morphine left.');
  });
});
