import type { Content, ContentUnit } from '#lib/domain/act/body.ts';
import type { DecimalText, Instant, MicrogramsText } from '#lib/domain/ids.ts';
import { decimalToRatio } from '#lib/domain/quantity.ts';
import { formatDecimal, formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Locale } from '#lib/i18n/locale.ts';

/** Screen isolates have no glyph and no use on paper. */
export function massText(micrograms: MicrogramsText, locale: Locale): string {
  return formatQuantity(micrograms, undefined, locale).replace(/[\u2068\u2069]/g, '');
}

function amountText(amount: DecimalText, unit: ContentUnit, locale: Locale): string {
  const words = { unit: m.form_amount_unit, ml: m.form_amount_ml, g: m.form_amount_g };
  return words[unit]({ amount: formatDecimal(amount, locale) }, { locale });
}

function isOne(amount: DecimalText): boolean {
  const { units, scale } = decimalToRatio(amount);
  return units === scale;
}

export function contentTexts(content: Content, locale: Locale): string[] {
  const in_ = { locale };
  const mass = massText(content.strength, locale);
  const isPerUnit = content.unit === 'unit' && isOne(content.per);
  const strength = isPerUnit
    ? m.form_strength_per_unit({ mass }, in_)
    : m.form_strength_in({ mass, amount: amountText(content.per, content.unit, locale) }, in_);
  const isCounted = content.unit === 'unit' && isOne(content.unitSize);
  const size = m.form_unit_size({ amount: amountText(content.unitSize, content.unit, locale) }, in_);
  return [strength, ...(isCounted ? [] : [size]), packsText(content, locale)];
}

function packsText({ packs, unitsPerPack }: Content, locale: Locale): string {
  const figure = (value: number | bigint): string => formatDecimal(String(value), locale);
  const total = figure(BigInt(packs) * BigInt(unitsPerPack));
  return m.form_packs({ packs: figure(packs), units: figure(unitsPerPack), total }, { locale });
}

/** `2026-10-01 08:00:00` in UTC, in every zone: the same act gives the same paper everywhere. */
export function momentText(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)}`;
}
