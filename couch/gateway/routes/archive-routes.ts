import { Readable } from 'node:stream';
import { archiveCountry } from '#couch/archive/country-archive.ts';
import { SlicedTask } from '#couch/base/sliced-task.ts';
import { isCountry } from '#lib/domain/country.ts';
import { readFormLanguages } from '#lib/domain/exchange/archive-manifest.ts';
import { notFound, refusal } from '../bounds/refusal.ts';
import { takesElsewhere } from '../calls/access.ts';
import { queryOf } from '../calls/value-of.ts';
import { signedIn, type Route, type SessionCall } from '../calls/call.ts';

export const ARCHIVE_ROUTES: readonly Route[] = [
  signedIn('GET /api/archive', sendArchive, {
    right: 'manage',
    type: 'application/zip',
    rate: 'archivesPerPerson'
  })
];

/** Documents between two looks at the session: a right that ends stops the archive. */
const LOOK_EVERY = 500;

async function sendArchive({
  desk,
  request,
  reply,
  session,
  turn,
  lookAgain
}: SessionCall): Promise<Readable> {
  const { authority: country, id: by } = session.person;
  if (!isCountry(country)) throw notFound();
  if (await takesElsewhere(desk, country)) throw refusal(409, 'archive.ownServer');
  const languages = readFormLanguages(queryOf(request, 'forms', 'second'));
  if (languages === undefined) throw refusal(400, 'request.query.malformed', 'forms');
  const thread = languages && desk.archive.forms.claim();
  if (languages && !thread) throw refusal(503, 'archive.forms');
  await desk.audit.note({ authority: country, by, what: 'archive.made' }).catch((error: unknown) => {
    void thread?.close();
    throw error;
  });
  const at = new Date(desk.clock());
  const name = `i2es-archive-${country}-${at.toISOString().slice(0, 10)}.zip`;
  reply.header('content-disposition', `attachment; filename="${name}"`);
  const { engine, roots, demonstration, version } = desk;
  const { pages, key, origin } = desk.archive;
  const work = new SlicedTask(turn);
  let count = 0;
  const pause = async (): Promise<void> => {
    if (++count % LOOK_EVERY === 0) await lookAgain();
    await work.yieldWhenDue();
  };
  const open = engine.openFor.bind(engine, country);
  const source = {
    country,
    engine,
    open,
    accounts: engine,
    system: { roots, demonstration },
    version,
    at,
    pause,
    pages,
    key,
    ...(thread ? { forms: { ...languages, thread, origin } } : {})
  };
  const stream = Readable.from(archiveCountry(source));
  stream.once('close', () => void thread?.close());
  return stream;
}
