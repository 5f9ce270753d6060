/** Inner consistency of an authorization: what it says in one place must not contradict another. */
import { decimalToRatio, microgramsOf, multiplyMicrograms } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { canNormalizeNumber, dossierKey } from '../matching/dossier-key.ts';
import type { ExportAuthorizationBody, ImportAuthorizationBody, Line } from './body.ts';

type AuthorizationBody = ImportAuthorizationBody | ExportAuthorizationBody;

export function judgeParticulars(body: AuthorizationBody): Problem[] {
  const problems: Problem[] = [];
  const { number } = body.kind === 'import-authorization' ? body : body.importAuthorization;
  if (canNormalizeNumber(number) && expectedDossier(body) !== body.dossier)
    problems.push({ code: 'act.dossier.differs', path: 'body.dossier' });
  if (partnerOf(body) === body.issuer) {
    problems.push({ code: 'authorization.countries.same', path: 'body.issuer', article: '1971:1(h)' });
  }
  if (body.validFrom > body.validUntil) {
    problems.push({
      code: 'authorization.validity.reversed',
      path: 'body.validUntil',
      article: '1961:31.4(b)'
    });
  }
  body.lines.forEach((line, index) => problems.push(...judgeLine(line, index)));
  return problems;
}

function partnerOf(body: AuthorizationBody): string {
  return body.kind === 'import-authorization' ? body.exportingCountry : body.importingCountry;
}

function expectedDossier(body: AuthorizationBody): string {
  if (body.kind === 'import-authorization') {
    return dossierKey(body.issuer as never, body.exportingCountry, body.issuedOn, body.number);
  }
  const cited = body.importAuthorization;
  return dossierKey(body.importingCountry, body.issuer as never, cited.issuedOn, cited.number);
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
