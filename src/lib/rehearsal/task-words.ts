import type { Difference } from '#lib/domain/rehearsal/difference.ts';
import {
  countryName,
  formatDate,
  formatInteger,
  formatQuantity,
  isolate,
  isolateCode
} from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Side } from '#lib/domain/rehearsal/scenario.ts';
import { OFFICES } from './server/offices.ts';

export function differenceText(difference: Difference): string {
  switch (difference.what) {
    case 'quantity':
      return instead(m.authorization_quantity(), difference, quantity);
    case 'lines':
      return instead(m.rehearsal_differs_lines(), difference, formatInteger);
    case 'consignments':
      return instead(m.form_consignments(), difference, formatInteger);
    case 'substance':
      return instead(m.authorization_substance(), difference, isolate);
    case 'number':
      return instead(m.authorization_reference_number(), difference, isolateCode);
    case 'date':
      return instead(m.authorization_reference_date(), difference, formatDate);
    case 'not-less': {
      const stated = quantity(difference.stated);
      return m.rehearsal_differs_not_less({ what: m.authorization_quantity(), stated });
    }
    case 'partner': {
      const { stated, asked } = difference;
      return asked === null
        ? m.rehearsal_differs_other({ what: m.form_importing_country(), stated: countryName(stated) })
        : instead(m.form_exporting_country(), { stated, asked }, countryName);
    }
  }
}

function instead<T>(
  what: string,
  { stated, asked }: { readonly stated: T; readonly asked: T },
  words: (value: T) => string
): string {
  return m.rehearsal_differs_instead({ what, stated: words(stated), asked: words(asked) });
}

function quantity(micrograms: number): string {
  return formatQuantity(String(micrograms));
}

export function sideWords(side: Side): string {
  const country = countryName(OFFICES[side].country);
  return side === 'importing'
    ? m.rehearsal_side_importing({ country })
    : m.rehearsal_side_exporting({ country });
}
