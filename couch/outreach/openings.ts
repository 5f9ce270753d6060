/**
 * Keeps which countries have opened an announcement. A country's own server keeps its own and passes them on, because
 * it has no database of INCB.
 */
import { changeDocument, listDocuments, storedAs } from '#couch/database/documents.ts';
import { readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { ActId, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { AnnouncementAct } from '#lib/domain/outreach/letters.ts';
import {
  dayOfOpening,
  MAX_OPENINGS,
  OPENED_PREFIX,
  openedId,
  parseOpened,
  withOpening,
  type Opened
} from '#lib/domain/outreach/openings.ts';

const toRecord = storedAs(parseOpened);

/** Reports on anything else than an announcement to this country are dropped: they say nothing that INCB asks for. */
export async function noteOpenings(
  { engine, clock }: { readonly engine: Engine; readonly clock: () => number },
  country: CountryCode,
  opened: readonly Opened[]
): Promise<void> {
  const today = new Date(clock()).toISOString().slice(0, 10) as CalendarDate;
  const place = await placeOf(engine);
  for (const { act, on } of opened) {
    const letter = await readAnnouncement(engine, act);
    const day = letter && dayOfOpening(letter, { country, on }, today);
    if (day === null) continue;
    await changeDocument(
      place,
      openedId(act),
      (held) => withOpening(held, act, { country, on: day }),
      toRecord
    );
  }
}

/** The latest that this server keeps for its country. */
export async function listOpenings(engine: Engine, country: CountryCode): Promise<readonly Opened[]> {
  const records = await listDocuments(await placeOf(engine), OPENED_PREFIX, toRecord);
  return records
    .flatMap(({ act, countries }) =>
      countries.filter((one) => one.country === country).map(({ on }) => ({ act, on }))
    )
    .sort((a, b) => (a.act < b.act ? 1 : -1))
    .slice(0, MAX_OPENINGS);
}

async function placeOf(engine: Engine): Promise<Database> {
  return engine.open((await engine.exists('incb')) ? 'incb' : 'accounts');
}

async function readAnnouncement(engine: Engine, id: ActId): Promise<AnnouncementAct | null> {
  const read = parseAct(await readDocument(engine.open('reference'), id));
  return read.ok && read.value.body.kind === 'announcement' ? (read.value as AnnouncementAct) : null;
}
