/** Space used per country: at its bound a country is refused. */
import { databaseToCountry } from '#couch/base/databases.ts';
import { LIMITS, roomBoundsOf } from '#couch/base/limits.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { parseRoomUse, shareOfRoom } from '#lib/domain/door/room.ts';
import { ok, warn } from './finding.ts';
import { lookAtEach } from './look-at-each.ts';
import type { Look } from './patient.ts';

const ROOM_ID = '_local/room';
/** Share of the bound, early enough to raise it. */
const MUCH = 0.8;

export const lookAtRoom: Look = async (patient) => {
  const bounds = roomBoundsOf(LIMITS, await patient.engine.freeBytes());
  const findings = await lookAtEach(patient, async (name, database) => {
    if (databaseToCountry(name) === null && name !== 'incb') return [];
    const use = parseRoomUse(await readDocument(database, ROOM_ID));
    if (use === null) return [];
    const { stored, day } = shareOfRoom(use, bounds, patient.clock());
    const told = Object.entries({ stored, 'of a day': day }).filter(([, share]) => share >= MUCH);
    return told.map(([bound, share]) =>
      warn(
        name,
        `${Math.round(share * 100)} % of its room (${bound}) is used; beyond it its documents are refused.`,
        'Ask the country what it sends. If it needs more, raise the bounds in couch/base/limits.ts.'
      )
    );
  });
  return findings.length > 0 ? findings : [ok('room', 'every country has room left')];
};
