/** Finds contradictions within an authorization. */
import { decimalToRatio, microgramsOf, multiplyMicrograms } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { judgeConfirmations } from './confirmation.ts';
import { canNormalizeNumber, dossierKey } from './dossier-key.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';
import type { AuthorizationParticulars } from './authorization-particulars.ts';
import type { Line } from '../goods/goods.ts';
import type { BodyHead } from './head.ts';

/** Countries of an authorization, and the number and date of the import authorization, own or cited. */
export interface Stated {
  readonly importing: BodyHead['issuer'];
  readonly exporting: BodyHead['issuer'];
  readonly cited: { readonly number: string; readonly issuedOn: CalendarDate };
}

export function judgeParticulars(body: AuthorizationParticulars, stated: Stated): Problem[] {
  const problems: Problem[] = [];
  const { importing, exporting, cited } = stated;
  if (canNormalizeNumber(cited.number) && expectedDossier(stated) !== body.dossier)
    problems.push({ code: 'act.dossier.differs', path: 'body.dossier' });
  if (importing === exporting) {
    problems.push({ code: 'authorization.countries.same', path: 'body.issuer', article: '1971:1(h)' });
  }
  if (body.validFrom > body.validUntil) {
    problems.push({
      code: 'authorization.validity.reversed',
      path: 'body.validUntil',
      article: '1961:31.4(b)'
    });
  }
  problems.push(...judgePartyCountries(body, stated));
  problems.push(...judgeConfirmations(body.confirmed, body.lines));
  body.lines.forEach((line, index) => problems.push(...judgeLine(line, index)));
  return problems;
}

/** Importer and bonded warehouse must be in the importing country, the exporter in the exporting one. */
function judgePartyCountries(
  { importer, exporter, bondedWarehouse }: AuthorizationParticulars,
  { importing, exporting }: Stated
): Problem[] {
  const parties = [
    { role: 'importer', party: importer, path: 'importer', side: { importing } },
    { role: 'exporter', party: exporter, path: 'exporter', side: { exporting } },
    { role: 'bonded', party: bondedWarehouse, path: 'bondedWarehouse', side: { importing } }
  ] as const;
  return parties.flatMap(({ role, party, path, side }): Problem[] => {
    const country = party?.country;
    const [expected] = Object.values(side);
    if (country === undefined || country === expected) return [];
    const values = { country, ...side };
    return [
      { code: `${role}.country.differs`, path: `body.${path}.country`, values, article: '1961:31.4(b)' }
    ];
  });
}

/** `kinds/audiences.ts` has checked that both are countries. */
function expectedDossier({ importing, exporting, cited }: Stated): string {
  return dossierKey(importing as CountryCode, exporting as CountryCode, cited.issuedOn, cited.number);
}

function judgeLine(line: Line, index: number): Problem[] {
  const path = `body.lines.${index}`;
  const problems: Problem[] = [];
  if (line.no !== index + 1) problems.push({ code: 'authorization.line.number', path: path + '.no' });
  if (microgramsOf(line.stated) === 0) {
    problems.push({
      code: 'authorization.line.quantity.missing',
      path: path + '.stated',
      article: '1961:31.4(b)'
    });
  }
  const ratio = decimalToRatio(line.factor.value);
  const isShare = ratio.units > 0 && ratio.units <= ratio.scale;
  if (!isShare) problems.push({ code: 'line.factor.notAShare', path: path + '.factor.value' });
  else if (multiplyMicrograms(microgramsOf(line.stated), line.factor.value) !== microgramsOf(line.base)) {
    problems.push({ code: 'line.base.differs', path: path + '.base' });
  }
  return problems;
}
