/** Which of somebody's revisions are not here. PouchDB compares each with each, which hundreds of one document make slow. */
import type { AskedRevisions, Database } from './database.ts';
import { missingOf, readRevisionTree } from './revision-tree.ts';

type Diff = Record<string, { readonly missing: string[] }>;

export const revisionsDiff = {
  async revisionsDiff(this: Database, asked: AskedRevisions): Promise<Diff> {
    const { adapter } = this as unknown as { readonly adapter: string };
    return adapter === 'http'
      ? ((await this.revsDiff(asked as Record<string, string[]>)) as Diff)
      : look(this, asked);
  }
};

async function look(database: Database, asked: AskedRevisions): Promise<Diff> {
  const rows = await Promise.all(
    Object.entries(asked).map(async ([id, revisions]) => {
      const missing = missingOf(await readRevisionTree(database, id), revisions);
      return [id, { missing }] as const;
    })
  );
  return Object.fromEntries(rows.filter(([, { missing }]) => missing.length > 0));
}
