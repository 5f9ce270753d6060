/** A form in words, in reading order, from the signed act: the sheets and the page for a screen reader show the same. */
import type { Stated } from '#lib/domain/act/stated-as.ts';
import { isPaper } from '#lib/domain/act/stand-in.ts';
import { boxesOf, boxNumber, rowsAroundGoods } from '#lib/domain/authorization/form-fields.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import {
  bodyToBoxes,
  boxTexts,
  countryText,
  shortActId,
  type BoxSource,
  type BoxText
} from '#lib/i18n/box-texts.ts';
import { boxLabel } from '#lib/i18n/form-words.ts';
import { formatDate, isolate } from '#lib/i18n/format.ts';
import { localeDirection, type Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { CODE_PREFIX } from '#lib/print-code/code-text.ts';
import { momentText } from './figures.ts';
import { codesAtSignature, furtherCodes, statementCodes } from './code-boxes.ts';
import type { Box, CodeBox, FormContent, FormPart, Table } from './form-parts.ts';
import { actualsTable, licenceTable, linesTable } from './goods-tables.ts';
import { mapTexts } from './printable.ts';
import { copyText, copyUseText, type FormAct, type PrintOptions, type RelatedActs } from './print-request.ts';
import { articleTexts, correctedText, headerText, noteTexts, titleText } from './title-words.ts';
import { readsFromRight } from './visual-line.ts';

export type FormRequest = PrintOptions & { readonly edition: EditionIndex };

/**
 * Throws if a related act concerns another authorization: printing it there would forge it. In the language of the form;
 * what a second language says differently follows it.
 */
export function formContent(act: FormAct, request: FormRequest): FormContent {
  checkRelated(act, request.related);
  const { locale, second } = request;
  const first = contentIn(act, request, locale);
  const content = second ? joinContent(first, contentIn(act, request, second), second) : first;
  const isFromRight = [locale, second ?? locale].some((one) => localeDirection(one) === 'rtl');
  return isFromRight ? (mapTexts(content, isolateFigures) as FormContent) : content;
}

function checkRelated(act: FormAct, { shipment, endorsement }: RelatedActs = {}): void {
  for (const related of [shipment, endorsement]) {
    if (related && related.body.exportAuthorization !== act._id)
      throw new Error(`${related._id} is not about ${act._id}`);
  }
}

/** After Arabic letters the parts of 2026-11-02 would change places (Unicode Standard Annex 9, W2). A code is no text to read. */
function isolateFigures(text: string): string {
  if (text.includes(CODE_PREFIX)) return text;
  return text.replace(/(?<![\w-])\d+(?:[-:]\d+)+(?![\w-])/g, isolate);
}

function contentIn(act: FormAct, request: FormRequest, locale: Locale): FormContent {
  const { body } = act;
  const { above, below } = rowsAroundGoods(body.kind);
  const source = sourceOf(act, request);
  const { choices } = request;
  const arrange = (rows: typeof above): typeof above =>
    choices?.layout === 'rows' ? rows.flatMap((names) => names.map((name) => [name])) : rows;
  const toRows = (rows: typeof above): FormPart[] =>
    arrange(rows).map((names) => ({
      kind: 'row',
      boxes: names.flatMap((name) => {
        if (name === 'goods') return [];
        const texts = boxTexts(name, source, { locale, isPaper: true });
        return { no: boxNumber(body.kind, name), label: boxLabel(body.kind, name, locale), texts };
      })
    }));
  const goods = `${boxNumber(body.kind, 'goods')}  ${boxLabel(body.kind, 'goods', locale)}`;
  const no = boxesOf(body.kind).length + 1;
  return {
    logo: choices?.logo ?? null,
    title: titleText(body.kind, locale),
    articles: articleTexts(act, request, locale),
    ...(isDraft(request)
      ? { copy: m.form_draft({}, { locale }), use: m.form_draft_use({}, { locale }) }
      : { copy: copyText(request.copy, locale), use: copyUseText(body.kind, request.copy, locale) }),
    notes: noteTexts(act, request, locale),
    header: headerText(act, locale),
    parts: [
      ...toRows(above),
      ...goodsParts(goods, act, request, locale),
      ...toRows(below),
      signaturePart(no, act, request, locale),
      ...furtherCodes(request, locale),
      ...furtherSignatures(request, locale),
      ...statedParts(no + 3, act, request, locale)
    ]
  };
}

/** A licence names importer and exporter by the import authorization of the same goods. */
function sourceOf({ body }: FormAct, { related }: FormRequest): BoxSource {
  if (body.kind !== 'special-import-licence') return bodyToBoxes(body);
  const { licensed } = related ?? {};
  if (licensed?._id !== body.of) throw new Error(`${body.of} is missing`);
  const { number, issuedOn, authority } = licensed.body;
  return {
    ...bodyToBoxes(licensed.body),
    kind: body.kind,
    number: body.number,
    issuedOn: body.issuedOn,
    validFrom: body.issuedOn,
    validUntil: body.validUntil,
    authority: { ...authority, legalBasis: '' },
    importAuthorization: { number, issuedOn, authority: authority.name, act: licensed._id }
  };
}

function goodsParts(title: string, { body }: FormAct, { edition }: FormRequest, locale: Locale): FormPart[] {
  if (body.kind === 'special-import-licence')
    return [{ kind: 'table', table: licenceTable(title, body, edition, locale) }];
  const closing = m.form_lines_end({ count: body.lines.length, edition: body.edition }, { locale });
  return [
    { kind: 'table', table: linesTable(title, body.lines, edition, locale) },
    { kind: 'closing', text: closing }
  ];
}

function furtherSignatures({ choices }: FormRequest, locale: Locale): FormPart[] {
  const signHere = m.form_signature_line({}, { locale });
  const boxes = (choices?.signatures ?? []).map((label): Box => ({ label, texts: [], signHere }));
  return boxes.length > 0 ? [{ kind: 'row', boxes, minHeight: 22 }] : [];
}

function signaturePart(no: number, act: FormAct, request: FormRequest, locale: Locale): FormPart {
  // The partner signed its paper, not this sheet; the head of the record names this authority's officer.
  const draft = isDraft(request) ? m.form_draft_use({}, { locale }) : null;
  const { name, function: office } = request.recorded
    ? { name: m.form_paper_signature({}, { locale }), function: '' }
    : act.body.by;
  const in_ = { locale };
  return {
    kind: 'signature',
    seal: { no, label: m.form_seal({}, in_), texts: [] },
    signature: {
      no: no + 1,
      label: m.form_signature({}, in_),
      texts: [{ text: name, bold: true }, ...(office ? [{ text: office }] : [])],
      ...(draft ? {} : { signHere: m.form_signature_line({}, in_) })
    },
    record: {
      no: no + 2,
      label: m.form_record({}, in_),
      texts: draft ? [{ text: draft, small: true }] : recordTexts(act, request, locale)
    },
    codes: codesAtSignature(act, request, locale)
  };
}

function isDraft({ mark }: FormRequest): boolean {
  return mark?.kind === 'draft';
}

function recordTexts(
  { _id, body, signature }: FormAct,
  { keysKnownAt, certifiedAs, lookalikes = [] }: FormRequest,
  locale: Locale
): BoxText[] {
  const in_ = { locale };
  return [
    m.form_record_signed({ at: momentText(body.at), key: signature.key }, in_),
    ...(certifiedAs ? [m.form_record_misnamed({ certified: certifiedAs }, in_)] : []),
    ...lookalikes.map((one) =>
      one.kind === 'imitates' ? m.form_record_lookalike(one, in_) : m.form_record_mixed(one, in_)
    ),
    ...(keysKnownAt ? [m.form_record_known({ at: momentText(keysKnownAt) }, in_)] : []),
    `${m.form_record_act({ act: shortActId(_id) }, in_)}    ${m.form_record_dossier({ key: body.dossier }, in_)}`
  ].map((text) => ({ text, small: true }));
}

function statedParts(
  no: number,
  { body }: FormAct,
  { related = {}, codes }: FormRequest,
  locale: Locale
): FormPart[] {
  const { shipment, endorsement } = related;
  const pen = { signHere: m.form_statement_line({}, { locale }) };
  if (body.kind === 'import-authorization') return [];
  if (body.kind === 'special-import-licence') {
    const label = m.form_licence_endorsement({}, { locale });
    return [{ kind: 'row', minHeight: 34, boxes: [{ no, label, texts: [], ...pen }] }];
  }
  const texts = (related: BoxText[] | null): Pick<Box, 'texts' | 'signHere'> =>
    related
      ? { texts: related }
      : { texts: [{ text: m.form_to_be_completed({}, { locale }), small: true }], ...pen };
  const title = `${no}  ${m.form_actuals({}, { locale })}`;
  const shipped = {
    no: no + 1,
    label: m.form_shipment({}, { locale }),
    ...texts(shipment ? shipmentTexts(shipment, locale) : null)
  };
  // A declaration states its day of despatch itself.
  const isDeclared = body.kind === 'export-declaration';
  return [
    { kind: 'table', table: actualsTable(title, body, related, locale) },
    {
      kind: 'row',
      minHeight: 34,
      boxes: [
        ...(isDeclared ? [] : [shipped]),
        {
          no: no + (isDeclared ? 1 : 2),
          label: (isDeclared ? m.form_endorsement_declaration : m.form_endorsement)({}, { locale }),
          ...texts(endorsement ? endorsementTexts(endorsement, locale) : null)
        }
      ]
    },
    ...statementCodes(codes ? { codes } : {}, locale)
  ];
}

function shipmentTexts(shipment: Stated<'shipment'>, locale: Locale): BoxText[] {
  const date = formatDate(shipment.body.shippedOn, locale);
  return [{ text: m.form_shipped_on({ date }, { locale }) }, ...statementTexts(shipment, locale)];
}

function endorsementTexts(endorsement: Stated<'endorsement'>, locale: Locale): BoxText[] {
  const date = formatDate(endorsement.body.receivedOn, locale);
  const isImported = endorsement.body.outcome === 'imported';
  const words = isImported ? m.form_endorsement_imported : m.form_endorsement_not_imported;
  return [{ text: words({ date }, { locale }), bold: true }, ...statementTexts(endorsement, locale)];
}

function statementTexts(
  { _id, body, signature }: Stated<'shipment' | 'endorsement'>,
  locale: Locale
): BoxText[] {
  const { name, function: office } = body.by;
  // The head of a record is this authority's; it is addressed to itself where it stands in for the partner's document.
  const isRecord = isPaper(_id);
  const country = countryText(isRecord ? (body.to[0] ?? '') : body.issuer, { locale, isPaper: true });
  const words = isRecord ? m.form_recorded_by : m.form_stated_by;
  const signed = m.form_record_signed({ at: momentText(body.at), key: signature.key }, { locale });
  return [
    ...(body.reason ? [{ text: correctedText(body.at, body.reason, locale) }] : []),
    ...(body.remarks ? [{ text: body.remarks }] : []),
    { text: words({ name: isolate(name), function: isolate(office), country }, { locale }) },
    { text: signed, small: true },
    { text: m.form_record_act({ act: shortActId(_id) }, { locale }), small: true }
  ];
}

/** Both contents have the same parts, because they are of one act. */
function joinContent(first: FormContent, second: FormContent, lang: Locale): FormContent {
  return {
    logo: first.logo,
    title: joinLabels(first.title, second.title),
    articles: joinTexts(first.articles, second.articles),
    copy: joinLabels(first.copy, second.copy),
    use: joinTexts([first.use], [second.use]).join('\n'),
    notes: first.notes.map((note, at) => joinTexts([note], [second.notes[at] ?? '']).join('\n')),
    header: first.header,
    parts: first.parts.map((part, at) => joinPart(part, second.parts[at] ?? part, lang))
  };
}

function joinPart(first: FormPart, second: FormPart, lang: Locale): FormPart {
  if (first.kind === 'row' && second.kind === 'row')
    return { ...first, boxes: first.boxes.map((box, at) => joinBox(box, second.boxes[at], lang)) };
  if (first.kind === 'table' && second.kind === 'table')
    return { ...first, table: joinTable(first.table, second.table) };
  if (first.kind === 'closing' && second.kind === 'closing')
    return { ...first, text: `${first.text}\n${second.text}` };
  if (first.kind === 'signature' && second.kind === 'signature')
    return {
      ...first,
      seal: joinBox(first.seal, second.seal, lang),
      signature: joinBox(first.signature, second.signature, lang),
      record: joinBox(first.record, second.record, lang),
      codes: joinCodes(first.codes, second.codes)
    };
  if (first.kind === 'codes' && second.kind === 'codes')
    return {
      ...first,
      codes: joinCodes(first.codes, second.codes),
      note: joinTexts([first.note], [second.note]).join('\n')
    };
  return first;
}

function joinBox(first: Box, second: Box = first, lang: Locale): Box {
  const known = first.texts.map(({ text }) => text);
  const added = second.texts.filter(({ text }) => !known.includes(text));
  const { signHere } = first;
  return {
    ...first,
    label: joinLabels(first.label, second.label),
    texts: [...first.texts, ...added.map(({ text }) => ({ text, small: true, lang }))],
    ...(signHere ? { signHere: joinLabels(signHere, second.signHere ?? signHere) } : {})
  };
}

function joinCodes(first: readonly CodeBox[], second: readonly CodeBox[]): CodeBox[] {
  return first.map((code, at) => {
    const { label = code.label, below } = second[at] ?? {};
    const joined = { ...code, label: joinLabels(code.label, label) };
    return code.below && below ? { ...joined, below: joinLabels(code.below, below) } : joined;
  });
}

function joinTable(first: Table, second: Table): Table {
  const columns = first.columns.map((column, at) => ({
    ...column,
    head: joinLabels(column.head, second.columns[at]?.head ?? column.head)
  }));
  const rows = first.rows.map((row, at) =>
    row.map((cell, column) => joinTexts(cell, second.rows[at]?.[column] ?? []))
  );
  const title = joinLabels(first.title, second.title.replace(/^\d+ +/, ''));
  return { ...first, title, columns, rows };
}

/** Words of two directions are easier to read on lines of their own. */
function joinLabels(first: string, second: string): string {
  if (first.endsWith(second)) return first;
  return first + (readsFromRight(first) === readsFromRight(second) ? ' / ' : '\n') + second;
}

function joinTexts(first: readonly string[], second: readonly string[]): string[] {
  return [...first, ...second.filter((text) => !first.includes(text))];
}
