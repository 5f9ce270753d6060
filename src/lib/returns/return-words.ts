import { base } from '$app/paths';
import type { Column, PeriodKey, ReturnForm } from '#lib/domain/returns/return-document.ts';
import { countryName, formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

export function returnHref(form: ReturnForm, period: PeriodKey): string {
  return `${base}/returns?form=${form}&period=${period}`;
}

export function formName(form: ReturnForm): string {
  return { a: m.returns_form_a, ap: m.returns_form_ap, c: m.returns_form_c, p: m.returns_form_p }[form]();
}

/** “Form A”, where there is no place for what it is. */
export function shortFormName(form: ReturnForm): string {
  return m.returns_short({ letter: { a: 'A', ap: 'A/P', c: 'C', p: 'P' }[form] });
}

export function periodName(key: PeriodKey): string {
  const year = key.slice(0, 4);
  return key.length === 4 ? year : m.returns_quarter({ quarter: key.slice(6), year });
}

export function columnName(column: Column): string {
  return {
    import: m.returns_import,
    export: m.returns_export,
    opening: m.returns_opening,
    manufactured: m.returns_manufactured,
    used: m.returns_used,
    consumed: m.returns_consumed,
    seized: m.returns_seized,
    closing: m.returns_closing
  }[column]();
}

export function figureName(column: Column, partner: string | null | undefined): string {
  if (!partner) return columnName(column);
  const country = countryName(partner);
  return column === 'import' ? m.returns_import_from({ country }) : m.returns_export_to({ country });
}

/** Form P is in kilograms for all substances since its edition of July 2020. */
export function amountText(form: ReturnForm, micrograms: number | string | null): string {
  if (micrograms === null) return m.returns_no_information();
  return formatQuantity(String(micrograms), form === 'p' || form === 'ap' ? 'kg' : undefined);
}
