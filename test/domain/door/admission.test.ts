import { expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import { Admission } from '#lib/domain/door/admission.ts';
import { BlockShelf } from '#lib/domain/door/blocks.ts';
import { RelatedActs } from '#lib/domain/door/related-acts.ts';
import type { ActId, Instant } from '#lib/domain/ids.ts';
import { anExportAuthorization, anImportAuthorization, aShipment, CH } from '../../samples/acts.ts';

const GOOD = { verdict: 'good' } as const;

/** Serials 1 to 150 of both countries are the sample key's. */
function someBlocks(): BlockShelf {
  const shelf = new BlockShelf();
  for (const kind of ['import-authorization', 'export-authorization'])
    shelf.take({
      _id: `block:${kind}:2026:000001`,
      ...{ schema: 1, kind, year: 2026, first: 1, last: 150, device: 'K'.repeat(43), office: 'Desk 1' },
      ...{ claimedAt: '2026-01-01T08:00:00.000Z', claimedBy: 'au.officer' }
    });
  return shelf;
}

function anAdmission(holders: ReadonlyMap<string, ActId> = new Map()): (act: Act) => string[] {
  const now = '2026-12-01T08:00:00.000Z' as Instant;
  const dossiers = new RelatedActs();
  const admission = new Admission({ now, demonstration: false, blocks: someBlocks(), holders, dossiers });
  return (act) => admission.admit(act, GOOD).map(({ code }) => code);
}

const imported = anImportAuthorization();
const number = formatNumber({ country: CH, kind: 'export-authorization', year: 2026, serial: 77 });
const exported = anExportAuthorization(imported, { over: { number } });

test('an act counts for those after it in the same request, and one that is refused does not', () => {
  const admit = anAdmission();
  expect(admit(exported)).toEqual([]);
  expect(admit(aShipment(exported))).toEqual([]);
  const alone = anAdmission();
  expect(alone(aShipment(exported))).not.toEqual([]);
});

test('a number is borne by one act, of those that are stored and of those of the request', () => {
  const again = anImportAuthorization({ over: { purpose: 're-export' } });
  expect(again._id).not.toBe(imported._id);
  const admit = anAdmission();
  expect(admit(imported)).toEqual([]);
  expect(admit(again)).toEqual(['door.number.used']);
  const later = anAdmission(new Map([[imported.body.number, imported._id]]));
  expect(later(imported)).toEqual([]);
  expect(later(again)).toEqual(['door.number.used']);
});

test('a number that was refused is free for the act that is put right', () => {
  const ahead = anImportAuthorization({ at: '2027-02-01T08:00:00.000Z' });
  expect(ahead.body.number).toBe(imported.body.number);
  const admit = anAdmission();
  expect(admit(ahead)).toEqual(['door.time.future']);
  expect(admit(imported)).toEqual([]);
});

test('the first wall that an act fails is what is told: a signature before its number', () => {
  const dossiers = new RelatedActs();
  const blocks = new BlockShelf();
  const now = '2026-12-01T08:00:00.000Z' as Instant;
  const admission = new Admission({ now, demonstration: false, blocks, holders: new Map(), dossiers });
  const problem = { code: 'signature.value.wrong' };
  expect(admission.admit(imported, { verdict: 'bad', problem })).toEqual([problem]);
  expect(admission.admit(imported, GOOD).map(({ code }) => code)).toEqual(['door.number.notReserved']);
});
