/** Signed particulars, in the boxes of the printed form, for comparison with the paper. */
import { bodyToSheet } from '#lib/authorization/sheet.ts';
import { presentationSentence } from '#lib/authorization/line-words.ts';
import type { AuthorizationBody, Line, Party } from '#lib/domain/act/body.ts';
import { isAuthorizationKind } from '#lib/domain/act/number.ts';
import { boxNumber, type BoxName, type TypedBox } from '#lib/domain/authorization/form-fields.ts';
import { designationOf, findForm, findSubstance } from '#lib/domain/goods/substance.ts';
import type { CalendarDate, MicrogramsText } from '#lib/domain/ids.ts';
import { authorityName, formatDate, formatQuantity } from '#lib/i18n/format.ts';
import { actKindWord } from '#lib/i18n/kind-words.ts';
import { shortActId } from '#lib/i18n/box-texts.ts';
import { m } from '#lib/i18n/messages.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import type { FormContent } from './judge-form.ts';

interface Particular {
  readonly id: string;
  /** Its number on the printed form, if boxes have numbers there. */
  readonly box: string | null;
  readonly label: string;
  readonly texts: readonly string[];
}

type ExtractBody = Extract<FormContent, { as: 'extract' }>['extract']['extract']['body'];

/** Boxes whose whole content is in an extract, but for addresses. */
const IN_EXTRACT: readonly TypedBox[] = [
  'number',
  'issuedOn',
  'importer',
  'exporter',
  'exportingCountry',
  'importingCountry',
  'validity',
  'consignments',
  'reference'
];

export function bodyOf(content: FormContent): ExtractBody {
  return content.as === 'act' ? (content.act.body as ExtractBody) : content.extract.extract.body;
}

export function particularsOf(content: FormContent): readonly Particular[] {
  const body = bodyOf(content);
  return isAuthorizationKind(body.kind) ? boxesOf(content, body) : factsOf(body);
}

function boxesOf(content: FormContent, body: ExtractBody): readonly Particular[] {
  const isWhole = content.as === 'act';
  const sheet = bodyToSheet((isWhole ? body : completed(body)) as AuthorizationBody);
  const shown = ({ name }: { readonly name: TypedBox }): boolean => isWhole || isHeld(body, name);
  const above = sheet.above.filter(shown).map((box) => ({ ...box, id: box.name }));
  const below = sheet.below.filter(shown).map((box) => ({ ...box, id: box.name }));
  return [...above, ...goodsOf(body, sheet.goods), ...below];
}

function isHeld(body: ExtractBody, name: TypedBox): boolean {
  if (name === 'validity') return body.validFrom !== undefined;
  if (name === 'despatch') return body.despatchedOn !== undefined;
  if (name === 'reference') return body.importAuthorization !== undefined;
  return (
    IN_EXTRACT.includes(name) && (name in body || name === 'importingCountry' || name === 'exportingCountry')
  );
}

/** An extract has no addresses: they are only on the paper. */
function completed(body: ExtractBody): object {
  const party = (one: Partial<Party> | undefined): Party => ({ name: '', address: '', ...one });
  const { importer, exporter, importAuthorization } = body;
  return {
    ...body,
    importer: party(importer),
    exporter: party(exporter),
    authority: null,
    ...(importAuthorization && { importAuthorization: { authority: '', ...importAuthorization } })
  };
}

function goodsOf({ lines = [] }: ExtractBody, box: string): readonly Particular[] {
  return lines.map((one) => {
    const line = one as Partial<Line>;
    return {
      id: `line-${line.no}`,
      box: [box, line.no].join('.'),
      label: m.verify_goods(),
      texts: [
        line.designation ?? designation(line),
        line.pharmaceuticalForm ? presentationSentence(line as Line) : '',
        quantity(m.verify_stated, line.stated),
        quantity(m.verify_base, line.base)
      ].filter(Boolean)
    };
  });
}

function designation({ substance, form }: Partial<Line>): string {
  const found = substance === undefined ? null : findSubstance(substance, editionShown());
  const shape = found && form !== undefined ? findForm(found, form) : null;
  return found && shape ? designationOf(found, shape) : [substance, form].filter(Boolean).join(' ');
}

function quantity(
  words: (inputs: { quantity: string }) => string,
  amount: MicrogramsText | undefined
): string {
  return amount === undefined ? '' : words({ quantity: formatQuantity(amount) });
}

/** Boxes of the printed licence. */
const ON_LICENCE: Readonly<Record<string, BoxName>> = {
  number: 'number',
  issuedOn: 'issuedOn',
  substance: 'goods',
  limit: 'goods',
  validUntil: 'validity'
};

/** Particulars of a form whose code names few of its boxes, or none: an endorsed copy, a licence. */
function factsOf(body: ExtractBody): readonly Particular[] {
  const { number, issuedOn, validUntil, shippedOn, receivedOn, exportAuthorization, limit } =
    body as ExtractBody & { readonly limit?: MicrogramsText };
  const { substance } = body as { readonly substance?: string };
  const boxOf = (id: string): string | null => {
    const name = body.kind === 'special-import-licence' ? ON_LICENCE[id] : undefined;
    return name ? String(boxNumber('special-import-licence', name)) : null;
  };
  const day = (date: CalendarDate | undefined): string | undefined => date && formatDate(date);
  const facts: readonly (readonly [string, string, string | undefined])[] = [
    ['kind', m.verify_kind(), actKindWord(body.kind)],
    ['issuer', m.verify_authority(), authorityName(body.issuer)],
    ['number', m.register_column_number(), number],
    ['issuedOn', m.form_issued_on(), day(issuedOn)],
    ['validUntil', m.register_column_validuntil(), day(validUntil)],
    ['shippedOn', m.verify_shipped_on(), day(shippedOn)],
    ['receivedOn', m.verify_received_on(), day(receivedOn)],
    ['of', m.verify_of(), exportAuthorization && shortActId(exportAuthorization)],
    [
      'substance',
      m.dossier_licence_substance(),
      substance && (findSubstance(substance, editionShown())?.name ?? substance)
    ],
    ['limit', m.verify_goods(), limit && quantity(m.verify_base, limit)]
  ];
  const known = facts.flatMap(([id, label, text]) =>
    text === undefined ? [] : [{ id, label, box: boxOf(id), texts: [text] }]
  );
  return [...known, ...goodsOf(body, '').map((one) => ({ ...one, box: null }))];
}
