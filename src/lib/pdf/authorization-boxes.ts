/** Particulars on paper, in the boxes of `domain/authorization/boxes.ts`. */
import { boxNumber, rowsAroundGoods, type BoxName } from '#lib/domain/authorization/boxes.ts';
import { boxLabel } from '#lib/i18n/box-labels.ts';
import { formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Box, BoxText } from './boxes.ts';
import {
  authorityTexts,
  bondedTexts,
  consignmentsText,
  countryText,
  partyTexts,
  purposeText,
  referenceTexts,
  remarkTexts,
  statedTexts,
  transportTexts
} from './particular-texts.ts';
import type { AuthorizationAct, FormLocale } from './print-request.ts';

type Body = AuthorizationAct['body'];
type Texts = (body: Body, locale: FormLocale) => BoxText[];

const TEXTS: Readonly<Record<Exclude<BoxName, 'goods'>, Texts>> = {
  number: ({ number }) => [{ text: number, bold: true }],
  issuedOn: ({ issuedOn }, locale) => [{ text: formatDate(issuedOn, locale), bold: true }],
  authority: authorityTexts,
  importer: ({ importer }, locale) => partyTexts(importer, locale),
  exporter: ({ exporter }, locale) => partyTexts(exporter, locale),
  exportingCountry: (body, locale) => {
    const code = body.kind === 'import-authorization' ? body.exportingCountry : body.issuer;
    return [{ text: countryText(code, locale) }];
  },
  portOfExit: ({ portOfExit }, locale) => statedTexts(portOfExit, locale),
  importingCountry: (body, locale) => {
    const code = body.kind === 'import-authorization' ? body.issuer : body.importingCountry;
    return [{ text: countryText(code, locale) }];
  },
  portOfEntry: ({ portOfEntry }, locale) => statedTexts(portOfEntry, locale),
  route: ({ route }, locale) => statedTexts(route, locale),
  transport: ({ transport }, locale) => transportTexts(transport, locale),
  carrier: ({ carrier }, locale) => statedTexts(carrier, locale),
  agents: ({ agents }, locale) => statedTexts(agents, locale),
  validity: ({ validFrom, validUntil }, locale) => {
    const dates = { from: formatDate(validFrom, locale), until: formatDate(validUntil, locale) };
    return [{ text: m.form_validity_period(dates, { locale }), bold: true }];
  },
  consignments: (body, locale) =>
    body.kind === 'import-authorization' ? [consignmentsText(body.consignments, locale)] : [],
  bonded: bondedTexts,
  purpose: (body, locale) =>
    body.kind === 'import-authorization' ? [purposeText(body.purpose, locale)] : [],
  reference: (body, locale) =>
    body.kind === 'export-authorization' ? referenceTexts(body.importAuthorization, locale) : [],
  packages: (body, locale) =>
    body.kind === 'export-authorization' ? statedTexts(body.packages, locale) : [],
  remarks: remarkTexts
};

export function authorizationRows(
  body: Body,
  locale: FormLocale
): Readonly<Record<'above' | 'below', readonly (readonly Box[])[]>> {
  const { above, below } = rowsAroundGoods(body.kind);
  const drawn = (rows: typeof above): Box[][] =>
    rows.map((row) => row.flatMap((name) => (name === 'goods' ? [] : [toBox(name, body, locale)])));
  return { above: drawn(above), below: drawn(below) };
}

function toBox(name: Exclude<BoxName, 'goods'>, body: Body, locale: FormLocale): Box {
  return {
    no: boxNumber(body.kind, name),
    label: boxLabel(body.kind, name, locale),
    texts: TEXTS[name](body, locale)
  };
}
