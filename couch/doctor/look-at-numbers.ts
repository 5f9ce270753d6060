/** Numbers given to two authorizations: two concurrent gateways can accept both. */
import { databaseToCountry } from '#couch/base/databases.ts';
import type { Database } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { bad, ok, type Finding } from './finding.ts';
import { lookAtEach } from './look-at-each.ts';
import type { Look } from './patient.ts';

const PAGE = 500;
const REMEDY =
  'Ask the authority to cancel one of the two and to issue it again. Let one gateway work and the other stand by (“Two gateways” in couch/deploy/README.md).';

export const lookAtNumbers: Look = async (patient) => {
  const findings = await lookAtEach(patient, async (name, database) => {
    const country = databaseToCountry(name);
    return country === null ? [] : lookAtOwn(country, database);
  });
  return findings.length > 0 ? findings : [ok('numbers', 'each is borne by one authorization')];
};

async function lookAtOwn(country: string, database: Database): Promise<Finding[]> {
  const bearers = new Map<string, string[]>();
  const cancelled = new Set<string>();
  for await (const { id, body } of actsIn(database)) {
    const parts = parseActId(id);
    if (parts?.issuer !== country) continue;
    if (body['kind'] === 'cancellation') cancelled.add(String(body['of']));
    if (!parts.kind.endsWith('-authorization') || typeof body['number'] !== 'string') continue;
    bearers.set(body['number'], [...(bearers.get(body['number']) ?? []), id]);
  }
  return [...bearers].flatMap(([number, ids]) => {
    const counting = ids.filter((id) => !cancelled.has(id));
    if (counting.length < 2) return [];
    return [
      bad(
        'numbers',
        `${country} gave ${number} to ${counting.length} authorizations: ${counting.join(', ')}.`,
        REMEDY
      )
    ];
  });
}

/** Any document with a body; other checks report invalid ones. */
async function* actsIn(database: Database): AsyncGenerator<{ id: string; body: Record<string, unknown> }> {
  for (let startkey = 'act:'; ;) {
    const { rows } = await database.allDocs({
      startkey,
      endkey: 'act:\ufff0',
      limit: PAGE,
      include_docs: true
    });
    for (const { id, doc } of rows) {
      const body = isPlainObject(doc) ? doc['body'] : null;
      if (isPlainObject(body)) yield { id, body };
    }
    if (rows.length < PAGE) return;
    startkey = `${rows[rows.length - 1]?.id ?? ''}\u0000`;
  }
}
