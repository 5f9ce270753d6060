/** A country's database as years make it: drafts in conflict, more than a thousand revisions of them, and tombstones. */
import { expect } from 'vitest';
import { parseChanges } from './answers.ts';
import type { Client } from './rig.ts';

const DRAFTS = 110;
const VERSIONS = 12;
const DELETED = 30;
/** Documents that the gateway takes in one batch are more than these. */
const AT_ONCE = 40;

export const MISSING = DRAFTS * VERSIONS;

const idOf = (kind: string, count: number): string =>
  `draft:${kind}-6a52-4f0e-9d6e-${count.toString(16).padStart(12, '0')}`;
const hashOf = (count: number, version: number): string =>
  `${count}-${version}`.padStart(31, '0').replace('-', 'b') + 'c';

/** The drafts of one hand, with all their versions and histories, as replication brings them. */
export function crowdedDrafts(hand: string): object[] {
  const drafts = Array.from({ length: DRAFTS }, (_, count) =>
    Array.from({ length: VERSIONS }, (_unused, version) => {
      const ids = [hashOf(count, version)];
      const fields = { number: '', remarks: `version ${version} of ${count}` };
      return {
        _id: idOf(`${hand}b1e`, count),
        _rev: `1-${ids[0]}`,
        _revisions: { start: 1, ids },
        schema: 1,
        fields
      };
    })
  );
  const tombstones = Array.from({ length: DELETED }, (_, count) => {
    const ids = [hashOf(count, 98), hashOf(count, 99)];
    const head = { _id: idOf(`${hand}d1e`, count), _rev: `2-${ids[0]}`, _revisions: { start: 2, ids } };
    return { ...head, schema: 1, fields: {}, _deleted: true };
  });
  return [...drafts.flat(), ...tombstones];
}

export async function fillWithDrafts(client: Client, database: string, hand: string): Promise<void> {
  const documents = crowdedDrafts(hand);
  for (let at = 0; at < documents.length; at += AT_ONCE * VERSIONS) {
    const docs = documents.slice(at, at + AT_ONCE * VERSIONS);
    const answer = await client.ask('POST', `/db/${database}/_bulk_docs`, { docs, new_edits: false });
    expect(answer).toMatchObject({ status: 201, body: [] });
  }
}

/** Every revision that nothing has replaced, of every document. */
export function leavesOf(changes: unknown): string[] {
  const { results } = parseChanges(changes) as unknown as {
    results: { id: string; changes: { rev: string }[] }[];
  };
  return results.flatMap(({ id, changes: leaves }) => leaves.map(({ rev }) => `${id} ${rev}`)).sort();
}
