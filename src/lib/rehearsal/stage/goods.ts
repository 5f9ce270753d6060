/** Three quarters by weight are the base. */
import type { Line } from '#lib/domain/act/body.ts';
import { microgramsToText, toBase } from '#lib/domain/quantity.ts';
import {
  CURRENT_EDITION,
  designationOf,
  factorOf,
  findForm,
  findSubstance
} from '#lib/domain/goods/substance.ts';
import type { Scenario } from '#lib/domain/rehearsal/scenario.ts';
import { isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { OFFICES } from '../server/offices.ts';

/** Micrograms of the salt. */
export const HUNDRED_GRAMS = 100_000_000;

export function lineOf(micrograms: number): Line {
  const substance = findSubstance('morphine');
  const form = substance && findForm(substance, 'sulfate-2-1-pentahydrate');
  const factor = form && factorOf(form, CURRENT_EDITION);
  if (!substance || !form || !factor) throw new Error('morphine sulfate is not in the edition');
  const stated = microgramsToText(micrograms);
  return {
    no: 1,
    substance: substance.key,
    form: form.key,
    designation: designationOf(substance, form),
    pharmaceuticalForm: 'powder',
    stated,
    base: toBase(stated, factor.value),
    factor
  };
}

/** The base's weight, entered as if it were the salt's. */
export function saltTakenForBase(line: Line): Line {
  return lineOf(Number(line.base));
}

export function taskFacts({ name, prelude }: Pick<Scenario, 'name' | 'prelude'>): string | null {
  if (prelude === 'stolen') return null;
  const salt = isolate(lineOf(HUNDRED_GRAMS).designation);
  const exporter = isolate(OFFICES.exporting.companies[0]?.name ?? '');
  // The other tasks begin with an import authorization, in I2ES or on paper, which names its importer.
  if (prelude !== 'nothing' || name === 'paper') return m.rehearsal_facts_export({ salt, exporter });
  const importer = isolate(OFFICES.importing.companies[0]?.name ?? '');
  return m.rehearsal_facts({ salt, importer, exporter });
}
