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
  const what = labelOf(difference);
  switch (difference.what) {
    case 'quantity': {
      const { stated, asked } = difference;
      return m.rehearsal_differs_instead({ what, stated: quantity(stated), asked: quantity(asked) });
    }
    case 'not-less':
      return m.rehearsal_differs_not_less({ what, stated: quantity(difference.stated) });
    case 'lines':
    case 'consignments': {
      const { stated, asked } = difference;
      return m.rehearsal_differs_instead({
        what,
        stated: formatInteger(stated),
        asked: formatInteger(asked)
      });
    }
    case 'substance': {
      const { stated, asked } = difference;
      return m.rehearsal_differs_instead({ what, stated: isolate(stated), asked: isolate(asked) });
    }
    case 'number': {
      const { stated, asked } = difference;
      return m.rehearsal_differs_instead({ what, stated: isolateCode(stated), asked: isolateCode(asked) });
    }
    case 'date': {
      const { stated, asked } = difference;
      return m.rehearsal_differs_instead({ what, stated: formatDate(stated), asked: formatDate(asked) });
    }
    case 'partner': {
      const stated = countryName(difference.stated);
      return difference.asked === null
        ? m.rehearsal_differs_other({ what, stated })
        : m.rehearsal_differs_instead({ what, stated, asked: countryName(difference.asked) });
    }
  }
}

function labelOf(difference: Difference): string {
  switch (difference.what) {
    case 'substance':
      return m.authorization_substance();
    case 'quantity':
    case 'not-less':
      return m.authorization_quantity();
    case 'lines':
      return m.rehearsal_differs_lines();
    case 'consignments':
      return m.form_consignments();
    case 'number':
      return m.authorization_reference_number();
    case 'date':
      return m.authorization_reference_date();
    case 'partner':
      return difference.asked === null ? m.form_importing_country() : m.form_exporting_country();
  }
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
