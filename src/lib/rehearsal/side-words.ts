import type { Side } from '#lib/domain/rehearsal/scenario.ts';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { OFFICES } from './server/offices.ts';

export function sideWords(side: Side): string {
  const country = countryName(OFFICES[side].country);
  return side === 'importing'
    ? m.rehearsal_side_importing({ country })
    : m.rehearsal_side_exporting({ country });
}
