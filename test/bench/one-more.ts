/** One document more on a device with 50,000: the register and Today, beside both computed from the beginning. */
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { EMPTY_DEVICE } from '#lib/store/disk/device-record.ts';
import { buildToday } from '#lib/store/index/build-today.ts';
import { Records } from '#lib/store/index/records.ts';
import { Register } from '#lib/store/index/register.ts';
import {
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../samples/acts.ts';
import { median, round, type Row } from './row.ts';

const ACTS = 50_000;
const MORE = 200;
const TODAY = '2026-11-27' as CalendarDate;

function* trades(): Generator<DossierAct> {
  for (let serial = 1; ; serial++) {
    const day = `2026-${String(1 + (serial % 11)).padStart(2, '0')}-${String(1 + (serial % 28)).padStart(2, '0')}`;
    const at = `${day}T08:00:00.000Z`;
    const numberOf = (country: typeof AU, kind: 'import-authorization' | 'export-authorization'): string =>
      formatNumber({ country, kind, year: 2026, serial });
    const ia = anImportAuthorization({
      at,
      over: { number: numberOf(AU, 'import-authorization'), consignments: 0 }
    });
    const granted = { at, over: { number: numberOf(CH, 'export-authorization') } };
    const ea = anExportAuthorization(ia, granted as never);
    yield* [ia, ea, aShipment(ea, { at }), anEndorsement(ea, { at })];
  }
}

function measure(count: number): { readonly more: number; readonly anew: number } {
  const book = {
    device: { ...EMPTY_DEVICE, keysKnownAt: '2026-01-01T00:00:00.000Z' },
    answersVersion: 0,
    isSigned: () => true,
    isRefused: () => false,
    isOnServer: () => true,
    serverHop: () => null
  } as never;
  const records = new Records({ authority: AU, book, roots: [] } as never);
  // Signatures have a row of their own.
  Object.assign(records.verdicts, { verdictOf: () => 'good' });
  const take = (acts: readonly Act[]): void => {
    for (const act of acts)
      records.shelf.take({ id: act._id, rev: '', deleted: false, document: act as never, conflicts: [] });
    records.takeSigned(acts);
  };
  const read = (register: Register): void =>
    void buildToday({ rows: register.rows(TODAY), toSend: [], refused: [], deviceRequests: [] });
  const source = trades();
  const next = (): DossierAct => JSON.parse(JSON.stringify(source.next().value)) as DossierAct;
  take(Array.from({ length: count }, next));
  const register = new Register(records, book, AU);
  const began = performance.now();
  read(register);
  const anew = performance.now() - began;
  const times = Array.from({ length: MORE }, () => {
    const act = next();
    const from = performance.now();
    take([act]);
    read(register);
    return performance.now() - from;
  });
  return { more: median(times), anew };
}

export function benchOneMore(): Row[] {
  const [half, whole] = [measure(ACTS / 2), measure(ACTS)];
  return [
    {
      name: `one document more at ${ACTS.toLocaleString('en')}: register and Today, beside both from the beginning`,
      ours: round(whole.more),
      reference: round(whole.anew, 0),
      unit: 'ms',
      ratio: null,
      goal: 8,
      growth: round(whole.more / half.more)
    }
  ];
}
