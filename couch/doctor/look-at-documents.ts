/** Documents that no reader can parse as their id requires. */
import { databaseToKind } from '#couch/base/databases.ts';
import type { ChangedDocuments, Database } from '#couch/engine/engine.ts';
import type { Problem } from '#lib/domain/result.ts';
import { bad, ok, warn, type Finding } from './finding.ts';
import { judgeStored } from './judge-document.ts';
import { lookAtEach } from './look-at-each.ts';
import type { Look } from './patient.ts';

const PAGE = 500;
/** More documents in one database are only counted. */
const MAX_NAMED = 20;
const MAX_ID_LENGTH = 200;

export const lookAtDocuments: Look = async (patient) => {
  const findings = await lookAtEach(patient, async (name, database) =>
    databaseToKind(name) === null ? [] : lookAtAll(name, database)
  );
  return findings.length > 0 ? findings : [ok('documents', 'each is what its id says')];
};

interface Wrong {
  readonly id: string;
  readonly problem: Problem;
}

/**
 * The door accepts drafts and lists as people wrote them, even of a later version of the app. They come last, so that
 * many of them hide nothing more serious.
 */
const OF_PEOPLE = /^(?:draft|company|contact):/;

async function lookAtAll(name: string, database: Database): Promise<Finding[]> {
  const [grave, ofPeople]: [Wrong[], Wrong[]] = [[], []];
  let count = 0;
  for (let since: string | number = 0; ;) {
    const page: ChangedDocuments = await database.changes({
      ...{ since, limit: PAGE, batch_size: PAGE, include_docs: true }
    });
    for (const { id, doc } of page.results) {
      const [problem] = judgeStored(doc, name);
      if (!problem) continue;
      count++;
      const wrong = OF_PEOPLE.test(id) ? ofPeople : grave;
      if (wrong.length < MAX_NAMED) wrong.push({ id, problem });
    }
    if (page.results.length < PAGE) break;
    since = page.last_seq;
  }
  const named = [...grave, ...ofPeople].slice(0, MAX_NAMED);
  const findings = named.map((wrong) => tell(name, wrong));
  if (count <= MAX_NAMED) return findings;
  const more = `${count - MAX_NAMED} more documents are not what their ids say.`;
  const tellMore = grave.length > 0 ? bad : warn;
  return [...findings, tellMore(name, more, 'Set aside those that are named, then look again.')];
}

function tell(name: string, { id, problem: { code, path } }: Wrong): Finding {
  const where = path ? ` at ${path}` : '';
  const says = `${id.slice(0, MAX_ID_LENGTH)} is not what its id says (${code}${where}); readers pass it over.`;
  const tellIt = OF_PEOPLE.test(id) ? warn : bad;
  return tellIt(name, says, `npm run provision -- set-aside ${name} ${quoted(id)}`);
}

/** Quoted for a shell, since an id can be anything. */
function quoted(id: string): string {
  return /^[A-Za-z0-9:._-]+$/.test(id) ? id : `'${id.replace(/'/g, `'\\''`)}'`;
}
