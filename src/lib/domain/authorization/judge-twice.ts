/**
 * Asks about the same goods between the same parties on one day: two consignments, or one typed twice. No text of the
 * Conventions forbids it, so this is I2ES's own question. It names the earlier authorization.
 */
import type { ExportAuthorizationBody, ImportAuthorizationBody } from '../act/body.ts';
import type { Findings, JudgeContext } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';
import type { Parties } from './judge-parties.ts';
import type { CountryCode } from '../ids.ts';
import { sameName } from '../act/typed-text.ts';

export function judgeTwice(
  partner: CountryCode | null,
  parties: Parties,
  lines: readonly ComputedLine[],
  { issuedToday = [] }: JudgeContext,
  findings: Findings
): void {
  const whole = lines.flatMap(({ line }) => line ?? []);
  if (!partner || whole.length === 0 || whole.length < lines.length) return;
  const goods = goodsOf(whole);
  const earlier = issuedToday.find(
    ({ body }) =>
      partnerOf(body) === partner &&
      sameName(body.importer.name, parties.importer.name) &&
      sameName(body.exporter.name, parties.exporter.name) &&
      goodsOf(body.lines) === goods
  );
  if (earlier)
    findings.add('authorization.twice', 'lines', { number: earlier.body.number, act: earlier._id });
}

function partnerOf(body: ImportAuthorizationBody | ExportAuthorizationBody): CountryCode {
  return body.kind === 'import-authorization' ? body.exportingCountry : body.importingCountry;
}

function goodsOf(lines: ImportAuthorizationBody['lines']): string {
  return lines
    .map(({ substance, form, stated }) => [substance, form, stated].join(' '))
    .sort()
    .join('\n');
}
