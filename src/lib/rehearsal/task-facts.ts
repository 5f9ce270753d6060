import type { Scenario } from '#lib/domain/rehearsal/scenario.ts';
import { isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { OFFICES } from './server/offices.ts';
import { HUNDRED_GRAMS, lineOf } from './stage/goods.ts';

export function taskFacts({ name, prelude }: Pick<Scenario, 'name' | 'prelude'>): string | null {
  if (prelude === 'stolen') return null;
  const salt = isolate(lineOf(HUNDRED_GRAMS).designation);
  const exporter = isolate(OFFICES.exporting.companies[0]?.name ?? '');
  // The other tasks begin with an import authorization, in I2ES or on paper, which names its importer.
  if (prelude !== 'nothing' || name === 'paper') return m.rehearsal_facts_export({ salt, exporter });
  const importer = isolate(OFFICES.importing.companies[0]?.name ?? '');
  return m.rehearsal_facts({ salt, importer, exporter });
}
