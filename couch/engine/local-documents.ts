/** Local documents by the beginning of their ids, if the engine can list them. */
import type { Database } from './database.ts';

interface HttpDatabase {
  readonly adapter: string;
  fetch(path: string, options: RequestInit): Promise<Response>;
}

export const localIds = {
  /** Null on the embedded engine, which keeps no list of them. */
  async localIds(this: Database, beginning: string, most: number): Promise<readonly string[] | null> {
    const database = this as unknown as HttpDatabase;
    if (database.adapter !== 'http') return null;
    const [first, last] = [beginning, `${beginning}\ufff0`].map((key) =>
      encodeURIComponent(JSON.stringify(key))
    );
    const response = await database.fetch(`_local_docs?startkey=${first}&endkey=${last}&limit=${most}`, {});
    if (!response.ok)
      throw Object.assign(new Error('CouchDB gave no local documents'), { status: response.status });
    const { rows } = (await response.json()) as { readonly rows: readonly { readonly id: string }[] };
    return rows.map(({ id }) => id);
  }
};
