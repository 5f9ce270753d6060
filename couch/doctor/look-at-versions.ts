/** Documents with more versions than the gateway accepts: reading them is slow, and a device might never finish. */
import { DATABASES, databaseToKind, MAX_OPEN_VERSIONS } from '#couch/base/databases.ts';
import { listManyVersioned } from '#couch/installation/settle.ts';
import { bad, ok } from './finding.ts';
import { lookAtEach } from './look-at-each.ts';
import type { Look } from './patient.ts';

export const lookAtVersions: Look = async (patient) => {
  const findings = await lookAtEach(patient, async (name, database) => {
    const kind = databaseToKind(name);
    if (kind === null || !DATABASES[kind].replicated) return [];
    return (await listManyVersioned(database)).map(({ id, versions }) =>
      bad(
        name,
        `${id} lies in ${versions} versions side by side; at most ${MAX_OPEN_VERSIONS} are taken.`,
        `Make a backup, then run npm run settle -- ${name} ${id}: the version that is shown and the five newest stay.`
      )
    );
  });
  return findings.length > 0 ? findings : [ok('versions', 'no document lies in too many')];
};
