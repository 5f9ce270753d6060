import type { Database } from '#couch/engine/engine.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { AnnouncementAct } from '#lib/domain/outreach/letters.ts';

/** All of INCB's announcements in a database, in no order. */
export async function readAnnouncements(database: Database): Promise<readonly AnnouncementAct[]> {
  const { rows } = await database.allDocs({ startkey: 'act:', endkey: 'act:\ufff0' });
  const keys = rows.map(({ id }) => id).filter((one) => one.includes(':INCB:announcement:'));
  const held = await database.allDocs({ keys, include_docs: true });
  return held.rows.flatMap((row) => {
    const act = parseAct('doc' in row ? row.doc : null);
    return act.ok ? [act.value as AnnouncementAct] : [];
  });
}
