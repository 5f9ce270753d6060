/**
 * 1971 art. 7(f): Schedule I passes only between authorities, or persons "specifically authorized by the competent authorities of
 * their respective countries". The import authorization names the importer's, the export authorization the exporter's.
 */
import type { SpecialPerson } from '../act/body.ts';
import { isBlank } from '../act/typed-text.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { Substance } from '../goods/substance.ts';
import { readText, type Findings } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';

export function isOfScheduleOne(substance: Substance | null): boolean {
  return substance?.convention === 1971 && substance.schedules.includes('I');
}

export function judgeSpecialPerson(
  form: DraftFields,
  lines: readonly ComputedLine[],
  findings: Findings
): { readonly specialPerson?: SpecialPerson } {
  const name = readText(form, 'specialPersonName', findings, 200);
  const decision = readText(form, 'specialPersonDecision', findings, 200);
  const isRequired = lines.some(({ substance }) => isOfScheduleOne(substance));
  const isStarted = !isBlank(name) || !isBlank(decision);
  if (!isRequired && !isStarted) return {};
  if (isBlank(name)) findings.add('specialPerson.name.missing', 'specialPersonName', {}, 1971);
  if (isBlank(decision)) findings.add('specialPerson.decision.missing', 'specialPersonDecision', {}, 1971);
  return { specialPerson: { name, decision } };
}
