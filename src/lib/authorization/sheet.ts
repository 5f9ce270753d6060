/** The particulars box by box, of an issued act or of what is typed so far: what the printed form will say. */
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
import { settingsOf } from '#lib/domain/authorization/country-settings.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import type { AuthorizationKind } from '#lib/domain/authorization/number.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import { countryName, formatDate, formatInteger } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { purposeWord, transportWord } from '#lib/i18n/particular-words.ts';
import { boxNumber, type BoxName } from './form-boxes.ts';
import type { FormJudgement } from './judge-form.ts';

export interface SheetBox {
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

/** What is shown of either kind; null where it is not stated. */
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

/** Half-typed boxes are shown as they are; lines that are not understood yet are left out. */
export function formToSheet({ fields }: DraftFields, judgement: FormJudgement, context: JudgeContext): Sheet {
  const read = (name: string): string => fields[name] ?? '';
  const party = (role: string): Party => ({
    name: read(`${role}Name`),
    address: read(`${role}Address`),
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

function toSheet(stated: Stated): Sheet {
  const { kind, authority } = stated;
  const box = (name: BoxName, label: string, ...texts: readonly string[]): SheetBox => {
    const filled = texts.filter(Boolean);
    return { box: boxNumber(kind, name), label, texts: filled.length > 0 ? filled : [m.form_not_stated()] };
  };
  const isImport = kind === 'import-authorization';
  const importer = box(
    'importer',
    isImport ? m.form_importer() : m.form_importer_consignee(),
    ...partyTexts(stated.importer)
  );
  const exporter = box('exporter', m.form_exporter(), ...partyTexts(stated.exporter));
  const basis = authority?.legalBasis ? m.form_legal_basis({ text: authority.legalBasis }) : '';
  return {
    above: [
      box('number', m.form_number(), stated.number),
      box('issuedOn', m.form_issued_on(), dateText(stated.issuedOn)),
      box('authority', m.form_authority(), authority?.name ?? '', authority?.address ?? '', basis),
      ...(isImport ? [importer, exporter] : [exporter, importer]),
      box('exportingCountry', m.form_exporting_country(), countryName(stated.exporting)),
      box('portOfExit', m.form_port_of_exit(), stated.text('portOfExit')),
      box('importingCountry', m.form_importing_country(), countryName(stated.importing)),
      box('portOfEntry', m.form_port_of_entry(), stated.text('portOfEntry')),
      box('route', m.form_route(), stated.text('route')),
      box('transport', m.form_transport(), stated.transport ? transportWord(stated.transport) : ''),
      box('carrier', m.form_carrier(), stated.text('carrier')),
      box('agents', m.form_agents(), stated.text('agents'))
    ],
    goods: boxNumber(kind, 'goods'),
    lines: stated.lines,
    below: [
      box(
        'validity',
        m.form_validity(),
        m.form_validity_period({ from: dateText(stated.validFrom), until: dateText(stated.validUntil) })
      ),
      ...(stated.consignments === null
        ? []
        : [box('consignments', m.form_consignments(), consignmentsText(stated.consignments))]),
      box('bonded', m.form_bonded(), ...(stated.bonded ? partyTexts(stated.bonded) : [bondedNone(isImport)])),
      ...(isImport
        ? [box('purpose', m.form_purpose(), stated.purpose ? purposeWord(stated.purpose) : '')]
        : [
            box('reference', m.form_reference(), ...stated.reference),
            box('packages', m.form_packages(), stated.text('packages'))
          ]),
      box('remarks', m.form_remarks(), stated.text('remarks'))
    ]
  };
}

function dateText(date: string): string {
  return isCalendarDate(date) ? formatDate(date) : m.form_not_stated();
}

function partyTexts({ name, address, licence }: Party): readonly string[] {
  return [name, address, licence ? m.form_licence({ number: licence }) : ''];
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

function bondedNone(isImport: boolean): string {
  return isImport ? m.form_bonded_none() : m.form_bonded_none_export();
}
