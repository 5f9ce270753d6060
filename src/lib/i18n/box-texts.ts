/** Missing values are named as missing. */
import type {
  AuthorizationBody,
  AuthorizationParticulars,
  CitedLicence,
  Exceeding,
  ImportReference,
  Party,
  Purpose,
  SpecialPerson,
  TransportMode
} from '#lib/domain/act/body.ts';
import type { FormKind, TypedBox } from '#lib/domain/authorization/form-fields.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import { countryName, formatDate, formatInteger, isolate } from './format.ts';
import type { Locale } from './locale.ts';
import { m } from './messages.ts';
import { exceedingWord, purposeWord, transportWord } from './form-words.ts';

export interface BoxText {
  readonly text: string;
  readonly bold?: boolean;
  readonly small?: boolean;
  /** Its language, if not the form's. */
  readonly lang?: Locale;
}

type OwnTexts = Partial<
  Record<'portOfEntry' | 'portOfExit' | 'route' | 'carrier' | 'agents' | 'remarks' | 'packages', string>
>;

/** An issued authorization or a draft. In a draft, what is not typed yet is empty. */
export interface BoxSource extends OwnTexts {
  readonly kind: FormKind;
  readonly number: string;
  readonly issuedOn: string;
  readonly authority: AuthorizationParticulars['authority'] | null;
  readonly importer: Party;
  readonly exporter: Party;
  readonly importing: string;
  readonly exporting: string;
  readonly transport?: TransportMode | undefined;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly despatchedOn?: string;
  readonly bondedWarehouse?: Party | undefined;
  readonly consignments?: number;
  readonly purpose?: Purpose | undefined;
  readonly importAuthorization?: Omit<ImportReference, 'issuedOn'> & { readonly issuedOn: string };
  readonly replaces?: string;
  readonly specialPerson?: SpecialPerson | undefined;
  readonly specialLicences?: readonly CitedLicence[];
  readonly emergency?: { readonly reason: string } | undefined;
  readonly exceeding?: Exceeding | undefined;
}

/** Paper serves readers without I2ES: it adds codes of countries and documents, and what is authorized. */
interface Medium {
  readonly locale: Locale;
  readonly isPaper: boolean;
}

type Texts = (source: BoxSource, medium: Medium) => readonly BoxText[];

const TEXTS: Readonly<Record<TypedBox, Texts>> = {
  number: ({ number }) => [{ text: number, bold: true }],
  issuedOn: ({ issuedOn }, { locale }) => [{ text: dateText(issuedOn, locale), bold: true }],
  authority: authorityTexts,
  importer: ({ importer }, medium) => partyTexts(importer, medium),
  exporter: ({ exporter }, medium) => partyTexts(exporter, medium),
  exportingCountry: ({ exporting }, medium) => [{ text: countryText(exporting, medium) }],
  portOfExit: ({ portOfExit }) => plain(portOfExit),
  importingCountry: ({ importing }, medium) => [{ text: countryText(importing, medium) }],
  portOfEntry: ({ portOfEntry }) => plain(portOfEntry),
  route: ({ route }) => plain(route),
  transport: ({ transport }, { locale }) => plain(transport && transportWord(transport, locale)),
  carrier: ({ carrier }) => plain(carrier),
  agents: ({ agents }) => plain(agents),
  validity: ({ validFrom, validUntil }, { locale }) => {
    const dates = { from: dateText(validFrom, locale), until: dateText(validUntil, locale) };
    return [{ text: m.form_validity_period(dates, { locale }), bold: true }];
  },
  consignments: ({ consignments }, { locale }) => plain(consignmentsText(consignments, locale)),
  bonded: ({ kind, bondedWarehouse }, medium) => {
    if (bondedWarehouse) return partyTexts(bondedWarehouse, medium);
    const words = kind === 'import-authorization' ? m.form_bonded_none : m.form_bonded_none_export;
    return [{ text: words({}, { locale: medium.locale }), small: true }];
  },
  purpose: ({ purpose }, { locale }) => plain(purpose && purposeWord(purpose, locale)),
  specialPerson: ({ specialPerson }, { locale }) =>
    specialPerson
      ? [
          { text: specialPerson.name, bold: true },
          { text: m.form_special_person_decision({ decision: specialPerson.decision }, { locale }) }
        ]
      : [{ text: m.form_none({}, { locale }), small: true }],
  reference: referenceTexts,
  despatch: ({ despatchedOn }, { locale }) => [{ text: dateText(despatchedOn, locale), bold: true }],
  packages: ({ packages }) => plain(packages),
  remarks: ({ remarks, replaces, exceeding, specialLicences = [] }, { locale, isPaper }) => [
    ...plain(remarks),
    ...exceedingTexts(exceeding, locale),
    ...specialLicences.map(({ line, number, issuedOn }) => ({
      text: m.form_line_licence({ line, number, date: formatDate(issuedOn, locale) }, { locale })
    })),
    ...(isPaper && replaces ? plain(m.form_replaces({ act: shortActId(replaces) }, { locale })) : []),
    ...(isPaper && !remarks && !replaces && !exceeding && specialLicences.length === 0
      ? [{ text: m.form_none({}, { locale }), small: true }]
      : [])
  ]
};

function exceedingTexts(exceeding: Exceeding | undefined, locale: Locale): readonly BoxText[] {
  if (!exceeding) return [];
  const ground = exceedingWord(exceeding.ground, locale);
  return [
    { text: m.form_exceeding({ ground }, { locale }), bold: true },
    { text: m.form_emergency_reason(exceeding, { locale }) }
  ];
}

export function boxTexts(name: TypedBox, source: BoxSource, medium: Medium): readonly BoxText[] {
  const texts = TEXTS[name](source, medium).filter(({ text }) => text !== '');
  return texts.length > 0 ? texts : [{ text: m.form_not_stated({}, { locale: medium.locale }), small: true }];
}

export function bodyToBoxes(body: AuthorizationBody): BoxSource {
  return body.kind === 'import-authorization'
    ? { ...body, importing: body.issuer, exporting: body.exportingCountry }
    : { ...body, importing: body.importingCountry, exporting: body.issuer };
}

function plain(text: string | undefined): readonly BoxText[] {
  return text ? [{ text }] : [];
}

export function dateText(date: string | undefined, locale: Locale): string {
  return isCalendarDate(date) ? formatDate(date, locale) : m.form_not_stated({}, { locale });
}

/** On paper `Australia (AU)`: name for the reader, code for comparison. */
export function countryText(code: string, { locale, isPaper }: Medium): string {
  const name = countryName(code, locale);
  return name === code || !isPaper ? name : `${name} (${code})`;
}

function partyTexts({ name, address, country, licence }: Party, medium: Medium): readonly BoxText[] {
  const { locale } = medium;
  return [
    { text: name, bold: true },
    { text: address },
    { text: country ? countryText(country, medium) : '' },
    { text: licence ? m.form_licence({ number: licence }, { locale }) : '', small: true }
  ];
}

const AUTHORIZES = {
  'import-authorization': m.form_authorizes_import,
  'export-authorization': m.form_authorizes_export,
  'export-declaration': m.form_declares_export,
  'special-import-licence': m.form_authorizes_licence
};

function authorityTexts(source: BoxSource, medium: Medium): readonly BoxText[] {
  const { kind, authority, importing, exporting } = source;
  const in_ = { locale: medium.locale };
  const isImport = kind === 'import-authorization' || kind === 'special-import-licence';
  const authorizes = AUTHORIZES[kind];
  const basis = authority?.legalBasis ?? (medium.isPaper ? m.form_not_stated({}, in_) : '');
  return [
    { text: authority?.name ?? '', bold: true },
    { text: authority?.address ?? '' },
    ...(medium.isPaper ? [{ text: countryText(isImport ? importing : exporting, medium) }] : []),
    { text: basis && m.form_legal_basis({ text: basis }, in_), small: true },
    ...(medium.isPaper ? [{ text: authorizes({}, in_) }] : [])
  ];
}

/** 1961 art. 31(4)(d); 0 is "no limit stated". */
function consignmentsText(count: number | undefined, locale: Locale): string {
  if (count === 1) return m.form_consignments_one({}, { locale });
  if (count === 0) return m.form_consignments_unlimited({}, { locale });
  if (!Number.isInteger(count)) return '';
  return m.form_consignments_many({ count: formatInteger(count ?? 0, locale) }, { locale });
}

function referenceTexts(source: BoxSource, { locale, isPaper }: Medium): readonly BoxText[] {
  if (source.emergency)
    return [
      { text: m.form_emergency({}, { locale }), bold: true },
      { text: m.form_emergency_reason(source.emergency, { locale }) }
    ];
  if (!source.importAuthorization) return [];
  const { number, issuedOn, authority, act } = source.importAuthorization;
  const in_ = { locale };
  return [
    { text: m.form_reference_number({ number }, in_), bold: true },
    { text: m.form_reference_date({ date: dateText(issuedOn, locale) }, in_) },
    { text: m.form_reference_authority({ authority }, in_) },
    ...(isPaper && act ? [{ text: m.form_reference_act({ act: shortActId(act) }, in_), small: true }] : [])
  ];
}

/** First 16 of the hash's 43 characters, enough to find the act. */
export function shortActId(id: string): string {
  const parts = id.split(':');
  const hash = parts[parts.length - 1] ?? '';
  return isolate([...parts.slice(1, -1), `${hash.slice(0, 16)}…`].join(' '));
}
