/**
 * Missing revisions of a peer's documents. PouchDB compares each with each, which is slow for hundreds of one document.
 */
import type { AskedRevisions, Database, Pause } from './database.ts';
import { readEach } from './read-each.ts';
import { missingOf, readRevisionTree } from './revision-tree.ts';

type Diff = Record<string, { readonly missing: string[] }>;

export const revisionsDiff = {
  async revisionsDiff(this: Database, asked: AskedRevisions, pause?: Pause): Promise<Diff> {
    const { adapter } = this as unknown as { readonly adapter: string };
    return adapter === 'http'
      ? ((await this.revsDiff(asked as Record<string, string[]>)) as Diff)
      : look(this, asked, pause);
  }
};

async function look(database: Database, asked: AskedRevisions, pause?: Pause): Promise<Diff> {
  const rows = await readEach(
    Object.entries(asked),
    async ([id, revisions]) => {
      const missing = missingOf(await readRevisionTree(database, id), revisions);
      return [id, { missing }] as const;
    },
    pause
  );
  return Object.fromEntries(rows.filter(([, { missing }]) => missing.length > 0));
}
