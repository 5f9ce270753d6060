/**
 * The partner country and the issuing authority. Import and export mean transfer between States or territories (1961
 * art. 1(1)(m), 1971 art. 1(h)), so the two differ.
 */
import type { AuthorizationParticulars } from '../act/body.ts';
import { isCountry } from '../country.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { CountryCode } from '../ids.ts';
import { settingsOf } from './country-settings.ts';
import { fieldOf } from './form-fields.ts';
import type { Findings, JudgeContext } from './judge-context.ts';

export function judgePartner(
  form: DraftFields,
  name: 'exportingCountry' | 'importingCountry',
  own: CountryCode,
  findings: Findings
): CountryCode | null {
  const typed = fieldOf(form, name).trim();
  if (typed === '') findings.add(`${name}.missing`, name);
  else if (!isCountry(typed)) findings.add('country.unknown', name, { typed });
  else if (typed === own) findings.add('authorization.countries.same', name, { country: typed });
  else return typed;
  return null;
}

export function judgeAuthority(
  { settings, country }: JudgeContext,
  findings: Findings
): AuthorizationParticulars['authority'] | null {
  const { authority } = settingsOf(settings, country);
  if (!authority) findings.add('authority.missing', 'authority');
  return authority;
}
