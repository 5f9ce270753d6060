import {
  PURPOSES,
  TRANSPORT_MODES,
  type AuthorizationBody,
  type Line,
  type Party
} from '#lib/domain/act/body.ts';
import { boxNumber, rowsAroundGoods, type TypedBox } from '#lib/domain/authorization/form-fields.ts';
import { settingsOf } from '#lib/domain/authorization/country-settings.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import { boxLabel, numberLater } from '#lib/i18n/form-words.ts';
import { bodyToBoxes, boxTexts, type BoxSource } from '#lib/i18n/box-texts.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import type { FormJudgement } from '#lib/domain/authorization/judge-form.ts';

export interface SheetBox {
  readonly name: TypedBox;
  readonly box: string;
  readonly label: string;
  readonly texts: readonly string[];
}

export interface Sheet {
  readonly above: readonly SheetBox[];
  readonly goods: string;
  readonly goodsLabel: string;
  readonly lines: readonly Line[];
  readonly below: readonly SheetBox[];
}

export function bodyToSheet(body: AuthorizationBody): Sheet {
  return toSheet(bodyToBoxes(body), body.lines);
}

/** Half-typed boxes appear as they are; unparsed lines are left out. */
export function formToSheet(
  { fields }: DraftFields,
  judgement: FormJudgement,
  context: ExportContext
): Sheet {
  const read = (name: string): string => fields[name] ?? '';
  const party = (role: string): Party => {
    const country = fields[`${role}Country`];
    return {
      name: read(`${role}Name`),
      address: read(`${role}Address`),
      ...(isCountry(country) ? { country } : {}),
      ...(read(`${role}Licence`) ? { licence: read(`${role}Licence`) } : {})
    };
  };
  const isImport = judgement.kind === 'import-authorization';
  const isPaper = judgement.isPaper === true;
  const { importAct } = context;
  const importAuthorization = importAct && {
    number: importAct.body.number,
    issuedOn: importAct.body.issuedOn,
    authority: importAct.body.authority.name
  };
  const source: BoxSource = {
    ...fields,
    kind: judgement.kind,
    number: isPaper ? read('number') : numberLater(judgement.kind),
    issuedOn: isPaper ? read('issuedOn') : context.today,
    authority: isPaper
      ? { name: read('authorityName'), address: read('authorityAddress') }
      : settingsOf(context.settings, context.country).authority,
    importer: party('importer'),
    exporter: party('exporter'),
    importing: isImport === isPaper ? read('importingCountry') : context.country,
    exporting: isImport === isPaper ? context.country : read('exportingCountry'),
    transport: TRANSPORT_MODES.find((mode) => mode === read('transport')),
    validFrom: read('validFrom'),
    validUntil: read('validUntil'),
    bondedWarehouse: read('bonded') === 'yes' ? party('bonded') : undefined,
    purpose: PURPOSES.find((purpose) => purpose === read('purpose')),
    specialPerson: read('specialPersonName')
      ? { name: read('specialPersonName'), decision: read('specialPersonDecision') }
      : undefined,
    exceeding: judgement.body && 'exceeding' in judgement.body ? judgement.body.exceeding : undefined,
    emergency: read('emergency') === 'yes' ? { reason: read('emergencyReason') } : undefined,
    ...(isImport
      ? { consignments: Number(read('consignments') || '1') }
      : importAuthorization
        ? { importAuthorization }
        : {})
  };
  return toSheet(
    source,
    judgement.lines.map((line) => line.line).filter((line) => line !== null)
  );
}

function toSheet(source: BoxSource, lines: readonly Line[]): Sheet {
  const { kind } = source;
  const medium = { locale: readLocale(), isPaper: false };
  const { above, below } = rowsAroundGoods(kind);
  const boxes = (rows: typeof above): SheetBox[] =>
    rows.flat().flatMap((name) => {
      if (name === 'goods') return [];
      const texts = boxTexts(name, source, medium).map(({ text }) => text);
      return { name, box: String(boxNumber(kind, name)), label: boxLabel(kind, name), texts };
    });
  return {
    above: boxes(above),
    goods: String(boxNumber(kind, 'goods')),
    goodsLabel: boxLabel(kind, 'goods'),
    lines,
    below: boxes(below)
  };
}
