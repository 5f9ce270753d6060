/** Acts that use every particular of the form, and the tools that read a printed form back. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActOf, Line } from '#lib/domain/act/body.ts';
import type { LoadFont } from '#lib/pdf/fonts.ts';
import { aLine, anExportAuthorization, anImportAuthorization, aCodeineLine } from '../samples/acts.ts';

export const loadFont: LoadFont = (file) =>
  Promise.resolve(new Uint8Array(readFileSync(`static/fonts/${file}`)));

export const hasPdfToText = spawnSync('pdftotext', ['-v']).status === 0;

/** The words of the form in reading order, every run of white space as one space. */
export function readPdf(bytes: Uint8Array): string {
  return readPages(bytes).join(' ');
}

/** The words of each sheet. */
export function readPages(bytes: Uint8Array): string[] {
  return pdfToText(bytes, '-raw');
}

/** The words as a reader copies them, column by column, without marks of direction. */
export function readColumns(bytes: Uint8Array): string {
  return pdfToText(bytes)
    .join(' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}

function pdfToText(bytes: Uint8Array, ...options: string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'form-'));
  try {
    const file = join(folder, 'form.pdf');
    writeFileSync(file, bytes);
    const text = execFileSync('pdftotext', [...options, '-enc', 'UTF-8', file, '-'], { encoding: 'utf8' });
    return text
      .split('\f')
      .filter((page) => page.trim() !== '')
      .map((page) => page.replace(/\s+/g, ' '));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const AMPOULES = {
  strength: '10000',
  per: '1',
  unit: 'ml',
  unitSize: '1',
  unitsPerPack: 10,
  packs: 5000
};

export const FULL_LINES: readonly Line[] = [
  aLine({ content: AMPOULES }),
  aCodeineLine({
    factor: { value: '0.7367', source: 'INCB', edition: 'Yellow List 59', date: '2025-12-01' }
  }),
  aLine({
    no: 3,
    substance: 'diazepam',
    form: 'base',
    designation: 'diazepam',
    pharmaceuticalForm: 'tablet',
    preparation: 'Diazepam tablets 5 mg',
    content: { strength: '5000', per: '1', unit: 'unit', unitSize: '1', unitsPerPack: 1000, packs: 250 },
    stated: '1250000000',
    factor: { value: '1', source: 'identity', edition: '2026-1', date: '2026-11-24' }
  })
];

const ROUTE = {
  portOfEntry: 'Sydney Kingsford Smith Airport',
  portOfExit: 'Zürich Flughafen',
  route: 'via Singapore Changi (transit, same aircraft)',
  transport: 'air',
  carrier: 'Alpine Air Cargo',
  agents: 'Rhine Forwarding GmbH\nBasel',
  remarks: 'Keep between 2 °C and 8 °C.',
  importer: {
    name: 'Southern Cross Hospital Supplies Pty Ltd',
    address: '12 Harbour Street\nSydney NSW 2000',
    country: 'AU',
    licence: 'AU-LIC-77120'
  },
  exporter: {
    name: 'Alpenpharma AG',
    address: 'Rheinweg 4\n4051 Basel',
    country: 'CH',
    licence: 'CH-BM-3301'
  },
  bondedWarehouse: { name: 'Botany Bond Store', address: '3 Wharf Road\nBotany NSW 2019', licence: 'BW-88' }
};

export function aFullImport(over: Record<string, unknown> = {}): ActOf<'import-authorization'> {
  return anImportAuthorization({
    over: {
      ...ROUTE,
      lines: FULL_LINES,
      purpose: 're-export',
      consignments: 3,
      authority: {
        name: 'Office of Drug Control',
        address: 'GPO Box 9848\nCanberra ACT 2601',
        legalBasis: 'Customs (Prohibited Imports) Regulations 1956, regulation 5'
      },
      ...over
    }
  });
}

export function aFullExport(over: Record<string, unknown> = {}): ActOf<'export-authorization'> {
  return anExportAuthorization(aFullImport(), {
    over: {
      ...ROUTE,
      packages: '42 cartons marked SCHS 1–42, 3 pallets',
      authority: {
        name: 'Swissmedic, Schweizerisches Heilmittelinstitut',
        address: 'Hallerstrasse 7\n3012 Bern',
        legalBasis: 'BetmKV, SR 812.121.1, Art. 28'
      },
      ...over
    }
  });
}
