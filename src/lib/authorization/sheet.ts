/** Content of the printed form, box by box, from an act or a draft. */
import type {
  AuthorizationParticulars,
  ExportAuthorizationBody,
  ImportAuthorizationBody,
  Line,
  Party,
  Purpose,
  TransportMode
} from '#lib/domain/act/body.ts';
import { PURPOSES, TRANSPORT_MODES } from '#lib/domain/act/body.ts';
import { boxNumber, rowsAroundGoods, type BoxName } from '#lib/domain/authorization/boxes.ts';
import { settingsOf } from '#lib/domain/authorization/country-settings.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import { boxLabel } from '#lib/i18n/box-labels.ts';
import { countryName, formatDate, formatInteger } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { purposeWord, transportWord } from '#lib/i18n/particular-words.ts';
import type { FormJudgement } from './judge-form.ts';

export interface SheetBox {
  readonly name: Exclude<BoxName, 'goods'>;
  readonly box: string;
  readonly label: string;
  readonly texts: readonly string[];
}

export interface Sheet {
  readonly above: readonly SheetBox[];
  readonly goods: string;
  readonly lines: readonly Line[];
  readonly below: readonly SheetBox[];
}

type Both = ImportAuthorizationBody | ExportAuthorizationBody;

type TextName = 'portOfEntry' | 'portOfExit' | 'route' | 'carrier' | 'agents' | 'remarks' | 'packages';

interface Stated {
  readonly kind: AuthorizationKind;
  readonly number: string;
  readonly issuedOn: string;
  readonly authority: AuthorizationParticulars['authority'] | null;
  readonly importer: Party;
  readonly exporter: Party;
  readonly importing: string;
  readonly exporting: string;
  readonly text: (name: TextName) => string;
  readonly transport: TransportMode | undefined;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly bonded: Party | undefined;
  readonly consignments: number | null;
  readonly purpose: Purpose | undefined;
  readonly reference: readonly string[];
  readonly lines: readonly Line[];
}

export function bodyToSheet(body: Both): Sheet {
  const isImport = body.kind === 'import-authorization';
  return toSheet({
    ...body,
    importing: isImport ? body.issuer : body.importingCountry,
    exporting: isImport ? body.exportingCountry : body.issuer,
    text: (name) => (name === 'packages' ? (isImport ? '' : (body.packages ?? '')) : (body[name] ?? '')),
    transport: body.transport,
    bonded: body.bondedWarehouse,
    consignments: isImport ? body.consignments : null,
    purpose: isImport ? body.purpose : undefined,
    reference: isImport ? [] : referenceTexts(body.importAuthorization)
  });
}

/** Half-typed boxes appear as they are; unparsed lines are left out. */
export function formToSheet({ fields }: DraftFields, judgement: FormJudgement, context: JudgeContext): Sheet {
  const read = (name: string): string => fields[name] ?? '';
  const party = (role: string): Party => ({
    name: read(`${role}Name`),
    address: read(`${role}Address`),
    ...(isCountry(fields[`${role}Country`]) ? { country: fields[`${role}Country`] as CountryCode } : {}),
    ...(read(`${role}Licence`) ? { licence: read(`${role}Licence`) } : {})
  });
  const isImport = judgement.kind === 'import-authorization';
  const [number, issuedOn, authority] = [
    read('importNumber'),
    read('importIssuedOn'),
    read('importAuthority')
  ];
  return toSheet({
    kind: judgement.kind,
    number: m.authorization_number_at_issue(),
    issuedOn: context.today,
    authority: settingsOf(context.settings, context.country).authority,
    importer: party('importer'),
    exporter: party('exporter'),
    importing: isImport ? context.country : read('importingCountry'),
    exporting: isImport ? read('exportingCountry') : context.country,
    text: read,
    transport: TRANSPORT_MODES.find((mode) => mode === read('transport')),
    validFrom: read('validFrom'),
    validUntil: read('validUntil'),
    bonded: read('bonded') === 'yes' ? party('bonded') : undefined,
    consignments: isImport ? Number(read('consignments') || '1') : null,
    purpose: PURPOSES.find((purpose) => purpose === read('purpose')),
    reference: isImport ? [] : referenceTexts({ number, issuedOn, authority }),
    lines: judgement.lines.map((line) => line.line).filter((line) => line !== null)
  });
}

type Texts = (stated: Stated) => readonly string[];

const TEXTS: Readonly<Record<Exclude<BoxName, 'goods'>, Texts>> = {
  number: ({ number }) => [number],
  issuedOn: ({ issuedOn }) => [dateText(issuedOn)],
  authority: ({ authority }) => [
    authority?.name ?? '',
    authority?.address ?? '',
    authority?.legalBasis ? m.form_legal_basis({ text: authority.legalBasis }) : ''
  ],
  importer: ({ importer }) => partyTexts(importer),
  exporter: ({ exporter }) => partyTexts(exporter),
  exportingCountry: ({ exporting }) => [countryName(exporting)],
  portOfExit: ({ text }) => [text('portOfExit')],
  importingCountry: ({ importing }) => [countryName(importing)],
  portOfEntry: ({ text }) => [text('portOfEntry')],
  route: ({ text }) => [text('route')],
  transport: ({ transport }) => [transport ? transportWord(transport) : ''],
  carrier: ({ text }) => [text('carrier')],
  agents: ({ text }) => [text('agents')],
  validity: ({ validFrom, validUntil }) => [
    m.form_validity_period({ from: dateText(validFrom), until: dateText(validUntil) })
  ],
  consignments: ({ consignments }) => [consignments === null ? '' : consignmentsText(consignments)],
  bonded: ({ kind, bonded }) => (bonded ? partyTexts(bonded) : [bondedNone(kind)]),
  purpose: ({ purpose }) => [purpose ? purposeWord(purpose) : ''],
  reference: ({ reference }) => reference,
  packages: ({ text }) => [text('packages')],
  remarks: ({ text }) => [text('remarks')]
};

function toSheet(stated: Stated): Sheet {
  const { kind } = stated;
  const boxes = (rows: ReturnType<typeof rowsAroundGoods>['above']): SheetBox[] =>
    rows.flat().flatMap((name) => (name === 'goods' ? [] : [toBox(name, stated)]));
  const { above, below } = rowsAroundGoods(kind);
  return { above: boxes(above), goods: numberText(kind, 'goods'), lines: stated.lines, below: boxes(below) };
}

function toBox(name: Exclude<BoxName, 'goods'>, stated: Stated): SheetBox {
  const texts = TEXTS[name](stated).filter(Boolean);
  return {
    name,
    box: numberText(stated.kind, name),
    label: boxLabel(stated.kind, name),
    texts: texts.length > 0 ? texts : [m.form_not_stated()]
  };
}

function numberText(kind: AuthorizationKind, name: BoxName): string {
  return String(boxNumber(kind, name));
}

function dateText(date: string): string {
  return isCalendarDate(date) ? formatDate(date) : m.form_not_stated();
}

function partyTexts({ name, address, country, licence }: Party): readonly string[] {
  return [
    name,
    address,
    country ? countryName(country) : '',
    licence ? m.form_licence({ number: licence }) : ''
  ];
}

function referenceTexts(cited: { number: string; issuedOn: string; authority: string }): readonly string[] {
  return [
    m.form_reference_number({ number: cited.number }),
    m.form_reference_date({ date: dateText(cited.issuedOn) }),
    m.form_reference_authority({ authority: cited.authority })
  ];
}

function consignmentsText(count: number): string {
  if (count === 1) return m.form_consignments_one();
  if (count === 0) return m.form_consignments_unlimited();
  return Number.isInteger(count) ? m.form_consignments_many({ count: formatInteger(count) }) : '';
}

function bondedNone(kind: AuthorizationKind): string {
  return kind === 'import-authorization' ? m.form_bonded_none() : m.form_bonded_none_export();
}
