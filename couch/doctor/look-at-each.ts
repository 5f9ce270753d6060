/** Checks one database after another: an unreadable one is a finding and hides nothing of the others. */
import { errorToText } from '#couch/base/error-text.ts';
import type { Database } from '#couch/engine/engine.ts';
import { bad, type Finding } from './finding.ts';
import type { Patient } from './patient.ts';

export async function lookAtEach(
  { engine }: Pick<Patient, 'engine'>,
  look: (name: string, database: Database) => Promise<readonly Finding[]>
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of await engine.list())
    findings.push(...(await lookSafely(name, () => look(name, engine.openAsAdministrator(name)))));
  return findings;
}

/** A failure replaces the findings of its database. */
export async function lookSafely(
  about: string,
  look: () => Promise<readonly Finding[]>
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    const says = `Cannot be looked at: ${errorToText(error)}`;
    return [bad(about, says, 'Put the other findings right first.')];
  }
}
