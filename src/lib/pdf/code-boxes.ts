/** The words of the codes on a form. */
import { checkWords } from '#lib/domain/print-code/print-code.ts';
import { isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { PrintedCode } from '#lib/print-code/form-codes.ts';
import type { CodeBox, FormPart } from './form-parts.ts';
import type { FormAct, PrintOptions } from './print-request.ts';

type Codes = Pick<PrintOptions, 'codes'>;

/** Next to seal and signature: the form's first code, and the code of the keys. */
export function codesAtSignature(act: FormAct, { codes }: Codes, locale: Locale): readonly CodeBox[] {
  if (!codes) return [];
  const in_ = { locale };
  const [first] = codes.form;
  const label = first ? labelOf(first, m.form_code({}, in_), locale) : m.form_code_too_long({}, in_);
  const below = m.form_code_check({ digits: isolate(checkWords(act)) }, in_);
  const form = { label, text: first?.text ?? '', below };
  return codes.keys === null ? [form] : [form, { label: m.form_code_keys({}, in_), text: codes.keys }];
}

/** Codes of the other lines of a long form. */
export function furtherCodes({ codes }: Codes, locale: Locale): readonly FormPart[] {
  const [first, ...others] = codes?.form ?? [];
  if (!first?.lines) return [];
  const boxes = others.map((one) => ({ ...one, label: labelOf(one, m.form_code({}, { locale }), locale) }));
  return [{ kind: 'codes', codes: boxes, note: m.form_code_extract({}, { locale }) }];
}

export function statementCodes({ codes }: Codes, locale: Locale): readonly FormPart[] {
  const [shipment, endorsement] = [m.form_shipment({}, { locale }), m.form_endorsement({}, { locale })];
  const boxes = [
    ...(codes?.shipment ?? []).map((one) => ({ ...one, label: labelOf(one, shipment, locale) })),
    ...(codes?.endorsement ?? []).map((one) => ({ ...one, label: labelOf(one, endorsement, locale) }))
  ];
  return boxes.length === 0 ? [] : [{ kind: 'codes', codes: boxes, note: '' }];
}

function labelOf({ lines }: PrintedCode, label: string, locale: Locale): string {
  return lines ? `${label}. ${m.form_code_lines({ first: lines[0], last: lines[1] }, { locale })}` : label;
}
