/**
 * A return as files. Nothing here is INCB's own file: the workbook has the parts and the units of the forms as far as
 * they are published, and the XML a schema of I2ES (`static/schemas/return-1.xsd`).
 */
import type { CompanyFigures } from '#lib/domain/returns/company-figures.ts';
import { findSubstance } from '#lib/domain/goods/substance.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { unitOf } from '#lib/domain/returns/return-goods.ts';
import {
  isQuarterly,
  type FiledFigure,
  type PeriodKey,
  type ReturnForm
} from '#lib/domain/returns/return-document.ts';
import { countryName, microgramsToDecimal, unitName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import { englishNamesText, substanceName } from '#lib/register/substance-words.ts';
import type { Cell, FileTable } from '#lib/ui/file/file-table.ts';
import { columnName, formName, periodName, shortFormName } from './return-words.ts';

export interface ReturnFile {
  readonly form: ReturnForm;
  readonly period: PeriodKey;
  readonly country: CountryCode;
  readonly figures: readonly FiledFigure[];
  /** Null before it is filed: the file then says that it is a draft. */
  readonly filedAt: Instant | null;
  readonly demonstration: boolean;
}

const codeOf = ({ substance }: FiledFigure): string =>
  findSubstance(substance, editionShown())?.incbIdsCode ?? '';
const partnerOf = ({ partner }: FiledFigure): string => (partner ? countryName(partner) : '');

/** Every figure in a row, in micrograms too, so that nothing is lost by a unit. */
export function flatTable(file: ReturnFile): FileTable {
  return {
    name: shortFormName(file.form),
    head: [
      m.returns_form(),
      m.returns_period(),
      m.returns_file_code(),
      m.returns_substance(),
      m.returns_file_what(),
      m.partners_file_code(),
      m.register_column_partner(),
      unitName('g'),
      'µg'
    ],
    rows: file.figures.map((figure) => [
      shortFormName(file.form),
      file.period,
      codeOf(figure),
      substanceName(figure.substance),
      columnName(figure.column),
      figure.partner ?? '',
      partnerOf(figure),
      Number(microgramsToDecimal(figure.micrograms, 'g')),
      figure.micrograms
    ])
  };
}

/** For the authority alone. */
export function companyTable(companies: readonly CompanyFigures[]): FileTable {
  return {
    name: m.returns_companies(),
    head: [
      m.register_company(),
      m.company_number(),
      m.returns_substance(),
      m.returns_file_what(),
      m.returns_consignments_head(),
      unitName('g')
    ],
    rows: companies.flatMap(({ company, name, figures }) =>
      figures.map(({ substance, column, consignments, micrograms }) => [
        name,
        company?.nationalNumber ?? '',
        substanceName(substance),
        columnName(column),
        consignments,
        Number(microgramsToDecimal(String(micrograms), 'g'))
      ])
    )
  };
}

/** Part I imports, part II exports, each alphabetical: kilograms and grams, and below them grams and milligrams. */
export function workbook(file: ReturnFile): readonly FileTable[] {
  const { form, figures } = file;
  const trade = (['import', 'export'] as const).map((column, at) =>
    partTable(
      `${['I', 'II'][at]} ${columnName(column)}`,
      file,
      figures.filter((one) => one.column === column)
    )
  );
  const own = figures.filter(({ partner }) => partner === undefined);
  const stocks = isQuarterly(form) ? [] : [partTable(m.returns_stocks(), file, own)];
  return [coverTable(file), ...(form === 'c' ? [] : trade), ...stocks];
}

function coverTable({ form, period, country, figures, filedAt }: ReturnFile): FileTable {
  const names = englishNamesText(figures.map(({ substance }) => substance));
  return {
    name: shortFormName(form),
    head: [m.returns_form(), formName(form)],
    rows: [
      [m.returns_period(), periodName(period)],
      [m.returns_file_country(), countryName(country)],
      [m.returns_filed(), filedAt ? filedAt.slice(0, 10) : m.returns_file_draft()],
      [m.returns_figures(), figures.length === 0 ? m.returns_nil() : figures.length],
      ['', m.returns_not_incb()],
      ...(names ? [['', names]] : [])
    ]
  };
}

function partTable(name: string, { form }: ReturnFile, figures: readonly FiledFigure[]): FileTable {
  const isInKilograms = form === 'p' || form === 'ap';
  const units = isInKilograms ? (['kg'] as const) : (['kg', 'g', 'mg'] as const);
  return {
    name,
    head: [
      m.returns_file_code(),
      m.returns_substance(),
      m.returns_file_what(),
      m.register_column_partner(),
      ...units.map((unit) => unitName(unit))
    ],
    rows: [...figures]
      .sort(compareForForm)
      .map((figure) => [
        codeOf(figure),
        substanceName(figure.substance),
        columnName(figure.column),
        partnerOf(figure),
        ...(isInKilograms ? [Number(microgramsToDecimal(figure.micrograms, 'kg'))] : splitUnits(figure))
      ])
  };
}

/** The drugs in grams and milligrams follow those in kilograms and grams. */
function compareForForm(a: FiledFigure, b: FiledFigure): number {
  const names = [a, b].map(({ substance, partner = '' }) => `${substance} ${partner}`);
  return unitOf(b.substance) - unitOf(a.substance) || (names[0]! < names[1]! ? -1 : 1);
}

/** 1.25 kg is 1 kg and 250 g; 3.4 g of a strong drug is 3 g and 400 mg. */
function splitUnits({ substance, micrograms }: FiledFigure): readonly Cell[] {
  const [unit, amount] = [unitOf(substance), Number(micrograms)];
  const whole = Math.floor(amount / (unit * 1000));
  const rest = Math.floor(amount / unit) % 1000;
  return unit === 1e6 ? [whole, rest, null] : [null, whole, rest];
}

export function toXml({ form, period, country, figures, filedAt, demonstration }: ReturnFile): string {
  const head = attributes({
    xmlns: 'urn:i2es:return:1',
    form,
    period,
    country,
    nil: String(figures.length === 0),
    ...(filedAt ? { filedAt } : { draft: 'true' }),
    ...(demonstration ? { demonstration: 'true' } : {})
  });
  const rows = figures.map((figure) => {
    const { substance, column, partner, micrograms } = figure;
    const code = codeOf(figure);
    const more = { ...(code ? { code } : {}), ...(partner ? { partner } : {}) };
    return `  <figure${attributes({ substance, ...more, column, micrograms })}/>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<return${head}>\n${rows.join('')}</return>\n`;
}

/** All values are slugs, codes, digits and dates: none has a sign that XML reserves. */
function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}
