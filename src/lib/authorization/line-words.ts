import type { Content, ContentUnit, Factor, Line } from '#lib/domain/act/body.ts';
import { countryOfNational } from '#lib/domain/goods/national-substance.ts';
import type { MicrogramsText } from '#lib/domain/ids.ts';
import {
  countryName,
  formatDate,
  formatDecimal,
  formatInteger,
  formatQuantity,
  isolate,
  isolateCode
} from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { pharmaceuticalWord } from '#lib/i18n/form-words.ts';

const SOURCES: Readonly<Record<Factor['source'], () => string>> = {
  computed: m.form_factor_computed,
  INCB: m.form_factor_incb,
  national: m.form_factor_national,
  identity: m.form_factor_identity
};

const UNITS: Readonly<Record<ContentUnit, (amount: string) => string>> = {
  unit: (amount) => m.form_amount_unit({ amount }),
  ml: (amount) => m.form_amount_ml({ amount }),
  g: (amount) => m.form_amount_g({ amount })
};

/** "500 g × 0.7520, computed from molecular formulas; edition 2026-1 of 24 Nov 2026". */
export function baseSentence(stated: MicrogramsText, factor: Factor): string {
  return m.authorization_base_factor({
    stated: formatQuantity(stated),
    value: formatDecimal(factor.value),
    source: SOURCES[factor.source](),
    edition: isolateCode(factor.edition),
    date: formatDate(factor.date)
  });
}

function contentSentence(content: Content): string {
  const { strength, per, unit, unitSize, unitsPerPack, packs } = content;
  const amount = UNITS[unit](formatDecimal(per));
  const parts = [
    m.form_strength_in({ mass: formatQuantity(strength), amount }),
    ...(unit === 'unit' ? [] : [m.form_unit_size({ amount: UNITS[unit](formatDecimal(unitSize)) })]),
    m.form_packs({
      packs: formatInteger(packs),
      units: formatInteger(unitsPerPack),
      total: formatInteger(packs * unitsPerPack)
    })
  ];
  return parts.join(' · ');
}

function nationalText({ substance }: Line): string | null {
  const country = countryOfNational(substance);
  return country && m.authorization_national({ country: countryName(country) });
}

export function presentationSentence(line: Line): string {
  const form = pharmaceuticalWord(line.pharmaceuticalForm);
  const preparation = line.preparation && isolate(line.preparation);
  const exempt = line.scheduleThree && m.form_line_schedule_three();
  const content = line.content && contentSentence(line.content);
  return [preparation, form, content, exempt, nationalText(line)].filter(Boolean).join(' · ');
}
