/**
 * Bonded warehouses: only if the import authorization says so, and never for 1971 Schedule I (1961 art. 31(9), 1971
 * art. 12(3)(c)).
 */
import type { Party } from '../act/body.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CountryCode } from '../ids.ts';
import { findOtherCountry } from './address-country.ts';
import { isTicked } from './form-fields.ts';
import { readText, type Findings, type JudgeContext } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';
import { isPostBox } from './post-box.ts';
import { isBlank, withText } from '../act/typed-text.ts';

export function judgeBonded(
  form: DraftFields,
  lines: readonly ComputedLine[],
  importing: CountryCode | null,
  { countryNames }: JudgeContext,
  findings: Findings
): Party | null {
  if (!isTicked(form, 'bonded')) return null;
  const name = readText(form, 'bondedName', findings, 200);
  const address = readText(form, 'bondedAddress', findings, 500, true);
  if (isBlank(name)) findings.add('bonded.name.missing', 'bondedName');
  if (isBlank(address)) findings.add('bonded.address.missing', 'bondedAddress');
  if (isPostBox(address)) findings.add('bonded.postBox', 'bondedAddress', { address });
  const other = importing && findOtherCountry(address, importing, countryNames);
  if (other) findings.add('bonded.addressCountry', 'bondedAddress', { country: other, importing });
  for (const line of lines) {
    if (line.substance?.convention === 1971 && line.substance.schedules.includes('I')) {
      findings.add('bonded.scheduleOne', 'bonded', { substance: line.substance.name, line: line.no }, 1971);
    }
  }
  return { name, address, ...withText('licence', readText(form, 'bondedLicence', findings, 80)) };
}
