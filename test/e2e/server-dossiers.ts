/** What the server's own databases say of a dossier, read once the server has stopped. */
import { foldDossier, type FoldedDossier } from './fold-dossier.ts';
import { atRest } from './server-at-rest.ts';
import type { Server } from './server.ts';

/** In Australia's and in Switzerland's database; the number is that of the import authorization. */
export function serverDossiers(server: Server, number: string): Promise<FoldedDossier[]> {
  return atRest(server, async (engine) => {
    const found: FoldedDossier[] = [];
    for (const database of ['country-au', 'country-ch']) {
      const range = { startkey: 'act:', endkey: 'act:\ufff0', include_docs: true };
      const { rows } = await engine.open(database).allDocs(range);
      const documents = rows.map((row) => row.doc);
      found.push(foldDossier(documents, number));
    }
    return found;
  });
}
