/** Long forms, marks across the page and the statements that come later. */
import { describe, expect, it } from 'vitest';
import { authorizationCopiesPdf, authorizationPdf, authorizationsPdf } from '#lib/pdf/authorization-pdf.ts';
import type { AuthorizationAct } from '#lib/domain/act/body.ts';
import type { PrintOptions } from '#lib/pdf/print-request.ts';
import { statedAs } from '#lib/domain/act/stated-as.ts';
import { aCorrection, anEndorsement, aShipment } from '../samples/acts.ts';
import { aFullExport, aFullImport, FULL_LINES, hasPdfToText, loadFont, readPages } from './forms.ts';

const ENGLISH = { locale: 'en', copy: 'original' } as const;

async function pagesOf(act: AuthorizationAct, options: PrintOptions = ENGLISH): Promise<string[]> {
  return readPages((await authorizationPdf(act, options, loadFont)).bytes);
}

function manyLines(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({
    ...FULL_LINES[index % FULL_LINES.length],
    no: index + 1,
    designation: `substance number ${index + 1}`
  }));
}

describe.skipIf(!hasPdfToText)('a form of fifty lines', () => {
  it('runs over sheets that each say number, date, country and which sheet of how many', async () => {
    const pages = await pagesOf(aFullImport({ lines: manyLines(50) }));
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, index) => expect(page).toContain(`Page ${index + 1} of ${pages.length}`));
    for (const page of pages.slice(1)) {
      expect(page).toContain('Import authorization No. AU-I-2026-000101-98 of 1 Oct 2026, Australia');
      expect(page).toContain('ORIGINAL');
    }
  });

  it('has every line once, and the head of the table over each part of it', async () => {
    const pages = await pagesOf(aFullImport({ lines: manyLines(50) }));
    const all = pages.join(' ');
    const counts = manyLines(50).map((_, index) => all.split(`substance number ${index + 1} `).length - 1);
    expect(counts).toEqual(counts.map(() => 1));
    const parts = pages.filter((page) => page.includes('substance number'));
    for (const part of parts) expect(part).toContain('Pharmaceutical form and content');
    expect(all).toContain('End of list: 50 item(s).');
  });
});

describe.skipIf(!hasPdfToText)('all copies in one document', () => {
  it('stand one after another, each named, with its own count of sheets and for whom it is', async () => {
    const act = aFullImport({ lines: manyLines(50) });
    const { bytes, filename } = await authorizationCopiesPdf(act, { locale: 'en' }, loadFont);
    const pages = readPages(bytes);
    const single = (await pagesOf(act)).length;
    expect(filename).toBe('import-authorization-AU-I-2026-000101-98-copies-en.pdf');
    expect(pages).toHaveLength(4 * single);
    ['ORIGINAL', 'DUPLICATE', 'TRIPLICATE', 'QUADRUPLICATE'].forEach((name, index) =>
      pages.slice(index * single, (index + 1) * single).forEach((page, at) => {
        expect(page).toContain(name);
        expect(page).toContain(`Page ${at + 1} of ${single}`);
      })
    );
  });
});

describe.skipIf(!hasPdfToText)('many authorizations in one document', () => {
  const acts = [1, 2, 3].map((one) => aFullImport({ number: `AU-I-2026-00010${one}-98` }));
  const [first, ...others] = acts.map((act) => ({ act, options: ENGLISH }));
  const counts: number[] = [];
  const watch = (signal: AbortSignal, onprinted: (count: number) => void): Watched => ({
    title: 'Forms of the list (3)',
    filename: 'forms-2026-11-30.pdf',
    signal,
    onprinted
  });
  type Watched = Parameters<typeof authorizationsPdf>[1];

  it('stand one after another, each with its own count of sheets, and tell of each', async () => {
    const going = watch(new AbortController().signal, (count) => counts.push(count));
    const { bytes, filename } = await authorizationsPdf([first!, ...others], going, loadFont);
    const pages = readPages(bytes);
    expect(filename).toBe('forms-2026-11-30.pdf');
    expect(counts).toEqual([1, 2, 3]);
    expect(pages).toHaveLength(6);
    acts.forEach(({ body }, at) => {
      expect(pages[2 * at]).toContain(body.number);
      expect(pages[2 * at + 1]).toContain('Page 2 of 2');
    });
  });

  it('are not made once stopped', async () => {
    const stopper = new AbortController();
    const stopped = watch(stopper.signal, () => stopper.abort());
    await expect(authorizationsPdf([first!, ...others], stopped, loadFont)).rejects.toThrow('abort');
  });
});

describe.skipIf(!hasPdfToText)('long names, addresses and remarks', () => {
  const words = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}`);

  it('wrap, run on to the next sheet and lose no word', async () => {
    const name = words('Name', 40);
    const address = words('Street', 60);
    const remarks = words('Remark', 1500);
    const act = aFullImport({
      importer: { name: name.join(' '), address: address.join('\n') },
      remarks: remarks.join(' ')
    });
    const pages = await pagesOf(act);
    const printed = new Set(pages.join(' ').split(' '));
    expect([...name, ...address, ...remarks].filter((word) => !printed.has(word))).toEqual([]);
    expect(pages.join(' ')).toContain('Remarks (continued)');
  });

  it('are broken inside a word that has no space, with every letter on paper', async () => {
    const word = Array.from({ length: 400 }, (_, index) =>
      'abcdefghijklmnopqrstuvwxyz'.charAt(index % 26)
    ).join('');
    const act = aFullImport({ lines: [{ ...FULL_LINES[0], designation: word }], remarks: word });
    const text = (await pagesOf(act)).join(' ').replace(/ /g, '');
    expect(text.split(word).length - 1).toBe(2);
  });
});

describe.skipIf(!hasPdfToText)('names in a script that no font has', () => {
  it('stand as visible signs, and each sheet says how many and where to look', async () => {
    const act = aFullImport({ lines: manyLines(20), importer: { name: 'ახალ (United)', address: '藥龐' } });
    const pages = await pagesOf(act);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages[0]).toContain('���� (United)');
    for (const page of pages) {
      expect(page).toContain(
        '6 character(s) could not be printed in this font and are shown as �. See the electronic document.'
      );
    }
  });

  it('are not needed for Polish, Vietnamese, Turkish, Greek and Cyrillic', async () => {
    const address = 'Łódź Hồ Chí Minh Bağcılar Αθήνα Київ Ташкент Țara µg';
    const text = (await pagesOf(aFullImport({ importer: { name: 'X', address } }))).join(' ');
    expect(text).toContain(address);
    expect(text).not.toContain('could not be printed');
  });
});

describe.skipIf(!hasPdfToText)('what a reader must know on every sheet', () => {
  it('is that a demonstration is no authorization', async () => {
    const pages = await pagesOf(aFullExport({ demonstration: true }));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      expect(page.replace(/ /g, '')).toContain('DEMONSTRATION');
      expect(page).toContain('Demonstration with sample data: this is not an authorization.');
    }
  });

  it.each([
    ['en', 'PRACTICE', 'Made in a practice session with sample data. This is not an authorization.'],
    ['fr', 'EXERCICE', 'Établi lors d’un exercice pratique, avec des données fictives.']
  ] as const)('is, in %s, that a rehearsal authorizes nothing', async (locale, word, note) => {
    for (const act of [
      aFullImport({ demonstration: 'practice' }),
      aFullExport({ demonstration: 'practice' })
    ])
      for (const options of [
        { locale, copy: 'original' },
        { locale, copy: 'quadruplicate' }
      ] as const) {
        const pages = await pagesOf(act, options);
        for (const page of pages) {
          expect(page.replace(/ /g, '')).toContain(word);
          expect(page.replace(/[\u00A0\s]+/g, ' ')).toContain(note);
        }
      }
  });

  it('is not said of a real one', async () => {
    expect((await pagesOf(aFullExport())).join(' ')).not.toMatch(/demonstration|practice|cancelled|offline/i);
  });

  it('is that it was cancelled and by what it was replaced', async () => {
    const mark = { kind: 'replaced', on: '2026-10-07' as never, by: 'CH-E-2026-000080-22' } as const;
    for (const page of await pagesOf(aFullExport(), { ...ENGLISH, mark })) {
      expect(page.replace(/ /g, '')).toContain('REPLACED');
      expect(page).toContain('Cancelled on 7 Oct 2026 and replaced by No. CH-E-2026-000080-22');
    }
    const cancelled = { kind: 'cancelled', on: '2026-10-07' as never } as const;
    expect((await pagesOf(aFullExport(), { ...ENGLISH, mark: cancelled }))[0]?.replace(/ /g, '')).toContain(
      'CANCELLED'
    );
  });

  it('is that it is suspended', async () => {
    const mark = { kind: 'suspended', on: '2026-10-07' as never } as const;
    for (const page of await pagesOf(aFullExport(), { ...ENGLISH, mark })) {
      expect(page.replace(/ /g, '')).toContain('SUSPENDED');
      expect(page).toContain('Suspended on 7 Oct 2026');
    }
  });

  it('is that its delivery is pending', async () => {
    const pages = await pagesOf(aFullExport(), { ...ENGLISH, ledgerNote: 'delivery-pending' });
    for (const page of pages) expect(page).toContain('Issued offline, delivery pending');
    const sent = await pagesOf(aFullExport(), { ...ENGLISH, ledgerNote: 'partner-pending' });
    for (const page of sent) expect(page).toContain('Not yet delivered to the partner authority');
  });
});

describe.skipIf(!hasPdfToText)('the end of an export authorization', () => {
  const ea = aFullExport();

  it('states what was exported and what was imported, line by line, and who states it', async () => {
    const related = {
      shipment: aShipment(ea, { stated: ['480000000', '200000000', '1250000000'] }),
      endorsement: anEndorsement(ea, { stated: ['479500000', '200000000', '1250000000'] })
    };
    const text = (await pagesOf(ea, { ...ENGLISH, related })).join(' ');
    const wanted = [
      '500 g anhydrous base 376 g 480 g anhydrous base 360.96 g 479.5 g anhydrous base 360.584 g',
      'Date of despatch: 10 Oct 2026',
      'Officer of CH, Delegate, Switzerland (CH)',
      'Date of receipt: 20 Oct 2026',
      'Officer of AU, Delegate, Australia (AU)',
      '20261020 AU endorsement',
      '20261010 CH shipment'
    ];
    expect(wanted.filter((words) => !text.includes(words))).toEqual([]);
    expect(text).not.toContain('Complete by hand');
  });

  it('states the corrected quantity, that it was corrected, and why', async () => {
    const first = aShipment(ea, { stated: ['480000000', '200000000', '1250000000'] });
    const correction = aCorrection(first, ea, { stated: ['470000000', '200000000', '1250000000'] });
    const shipment = statedAs(correction, 'shipment')!;
    const text = (await pagesOf(ea, { ...ENGLISH, related: { shipment } })).join(' ');
    expect(text).toContain('470 g anhydrous base 353.44 g');
    expect(text).not.toContain('480 g');
    expect(text).toMatch(/Corrected on 25 Oct 2026.*Reason: One box was counted twice\./);
    expect(text).toContain('20261025 CH correction');
  });

  it('says that nothing was imported where that is the endorsement', async () => {
    const endorsement = anEndorsement(ea, { stated: ['0', '0', '0'], over: { outcome: 'not-imported' } });
    const text = (await pagesOf(ea, { ...ENGLISH, related: { endorsement } })).join(' ');
    expect(text).toContain(
      'Not imported: the period fixed for the importation has expired. Date: 20 Oct 2026'
    );
    expect(text).toContain('376 g 0 g anhydrous base 0 g');
  });

  it('is left blank for the pen as long as nothing is stated', async () => {
    const text = (await pagesOf(ea)).join(' ');
    expect(text).toContain('Actually exported');
    expect(text).toContain('Date, official seal and signature');
  });

  it('is not on an import authorization', async () => {
    expect((await pagesOf(aFullImport())).join(' ')).not.toContain('Actually exported');
  });
});

describe.skipIf(!hasPdfToText)('what another authority prints', () => {
  it('says on each sheet that it is a copy, and on none that it is an original', async () => {
    for (const act of [aFullImport(), aFullExport()]) {
      const pages = await pagesOf(act, { locale: 'en', copy: 'copy' });
      for (const page of pages) expect(page).toContain('COPY');
      expect(pages.join('\n')).not.toContain('ORIGINAL');
      expect(pages[0]).toContain('not an original');
    }
  });
});
