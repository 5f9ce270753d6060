/** INCB's links for the public page, read again at most once a minute. A failing database leaves the list before. */
import { readDocument, type Engine } from '#couch/engine/engine.ts';
import { LINK_SETTING_PREFIX, linksIn, parseLinks, type Link } from '#lib/domain/outreach/links.ts';

const READ_EVERY_MS = 60_000;
/** Where a country’s own server keeps the list of the central one (`link/relay-links.ts`). */
export const RELAYED_LINKS = { database: 'lists', record: 'links' } as const;

export function publicLinks(
  engine: Engine,
  clock: () => number,
  isNational = false
): () => Promise<readonly Link[]> {
  let held: { readonly links: Promise<readonly Link[]>; readonly at: number } | null = null;
  let last: readonly Link[] = [];
  return () => {
    if (held && clock() - held.at < READ_EVERY_MS) return held.links;
    const links = (isNational ? readRelayed(engine) : readOwn(engine)).then(
      (read) => (last = read),
      () => last
    );
    held = { links, at: clock() };
    return links;
  };
}

async function readRelayed(engine: Engine): Promise<readonly Link[]> {
  const { database, record } = RELAYED_LINKS;
  return parseLinks(await readDocument<object>(engine.open(database), `_local/${record}`));
}

async function readOwn(engine: Engine): Promise<readonly Link[]> {
  const range = { startkey: LINK_SETTING_PREFIX, endkey: `${LINK_SETTING_PREFIX}\ufff0` };
  const { rows } = await engine.open('incb').allDocs({ ...range, include_docs: true });
  return linksIn(rows.map((row) => ('doc' in row ? row.doc : null)));
}
