/** What the server's own databases say of a dossier, read once the server has stopped, folded as everywhere. */
import { openCouchdbEngine, openEmbeddedEngine } from '#couch/engine/engine.ts';
import { ensureSecrets } from '#couch/provision/secrets.ts';
import { dossierFingerprint } from '#lib/dossier/dossier-fingerprint.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { DossierIndex, isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { Server } from './server.ts';

export interface ServerDossier {
  readonly database: string;
  readonly fingerprint: string;
  readonly acts: number;
}

/** In Australia's and in Switzerland's database; the number is that of the import authorization. */
export async function serverDossiers(server: Server, number: string): Promise<ServerDossier[]> {
  await server.halt();
  const url = process.env['COUCHDB_URL'];
  const secret = (await ensureSecrets(server.folder)).service;
  const engine = url
    ? await openCouchdbEngine({ url, prefix: server.prefix, secret })
    : await openEmbeddedEngine({ folder: server.folder });
  try {
    const found: ServerDossier[] = [];
    for (const database of ['country-au', 'country-ch']) {
      const range = { startkey: 'act:', endkey: 'act:\ufff0', include_docs: true };
      const { rows } = await engine.open(database).allDocs(range);
      const acts = rows
        .map((row) => parseAct(row.doc))
        .filter((act) => act.ok)
        .map((act) => act.value)
        .filter(isDossierAct);
      found.push(toServerDossier(database, acts, number));
    }
    return found;
  } finally {
    await engine.close();
  }
}

function toServerDossier(database: string, acts: readonly DossierAct[], number: string): ServerDossier {
  const index = new DossierIndex();
  index.add(acts);
  for (const key of index.keys()) {
    const dossier = index.get(key);
    if (dossier?.number === number) {
      return { database, fingerprint: dossierFingerprint(dossier), acts: index.actsOf(key).length };
    }
  }
  throw new Error(`${database} has no dossier ${number}`);
}
