/** All that a company sees of an authorization that names it: no note, finding or device, and no other company. */
import type { ActId, CalendarDate } from '../ids.ts';
import { lastDayOf, type AuthorizationAct } from '../act/body.ts';
import { AUTHORIZATION_KINDS } from '../act/number.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { basisOf, hasLeft, hasRest, unusedOf } from '../dossier/import-use.ts';
import { readUse } from '../dossier/status-on.ts';
import { isSuspended } from '../dossier/stops.ts';
import { microgramsOf } from '../quantity.ts';
import type { Problem } from '../result.ts';
import { actReference, country } from '../shape/references.ts';
import {
  anyText,
  calendarDate,
  instant,
  integer,
  listOf,
  oneOf,
  orNull,
  stored,
  type Checked
} from '../shape/shape.ts';
import { MAX_ANNOUNCED, type AnnouncedShipment, type NewShipment } from './announced-shipment.ts';

/** `used`: all of it, or its only shipment, has left; `expired`: the period is over and something is left. */
const AUTHORIZATION_STATES = ['valid', 'expired', 'cancelled', 'suspended', 'used'] as const;

/** Micrograms of the stated form. */
const quantity = integer(0, Number.MAX_SAFE_INTEGER);

/** The server's answer about one, for both sides. */
export const COMPANY_AUTHORIZATION = stored({
  required: {
    id: actReference,
    kind: oneOf(AUTHORIZATION_KINDS),
    number: anyText,
    issuedOn: calendarDate,
    validFrom: calendarDate,
    validUntil: calendarDate,
    state: oneOf(AUTHORIZATION_STATES),
    partner: country,
    lines: listOf(
      stored({
        required: {
          no: integer(1, 200),
          substance: anyText,
          designation: anyText,
          authorized: quantity,
          shipped: quantity,
          endorsed: quantity,
          /** What can still be shipped; nothing once it is expired, cancelled or used. */
          remaining: quantity
        }
      }),
      0,
      200
    ),
    /** Id of the application that it came from. */
    application: orNull(anyText),
    announced: listOf(
      stored({
        required: {
          at: instant,
          date: calendarDate,
          quantities: listOf(stored({ required: { no: integer(1, 200), quantity } }), 0, 200),
          transport: anyText
        }
      }),
      0,
      1000
    )
  }
});
export type CompanyAuthorization = Checked<typeof COMPANY_AUTHORIZATION>;

export function visibleAuthorization(
  act: AuthorizationAct,
  dossier: Dossier | null,
  {
    today,
    application,
    announced
  }: {
    readonly today: CalendarDate;
    readonly application: string | null;
    readonly announced: readonly AnnouncedShipment[];
  }
): CompanyAuthorization {
  const { _id, body } = act;
  const state = stateOf(act, dossier, today);
  return {
    id: _id,
    kind: body.kind,
    number: body.number,
    issuedOn: body.issuedOn,
    validFrom: body.kind === 'export-declaration' ? body.issuedOn : body.validFrom,
    validUntil: lastDayOf(body),
    state,
    partner: body.kind === 'import-authorization' ? body.exportingCountry : body.importingCountry,
    lines: body.lines.map((line) => {
      const { no, substance, designation } = line;
      const authorized = microgramsOf(line.stated);
      const moved = movedOf(_id, no, dossier);
      const left = moved ? Math.max(0, moved.left ?? authorized) : authorized;
      return {
        no,
        substance,
        designation,
        authorized,
        shipped: moved?.shipped ?? 0,
        endorsed: moved?.endorsed ?? 0,
        remaining: state === 'valid' || state === 'suspended' ? left : 0
      };
    }),
    application,
    announced: announced
      .filter(({ authorization }) => authorization === _id)
      .map(({ at, date, quantities, transport }) => ({ at, date, quantities, transport }))
      .sort((a, b) => (a.date === b.date ? (a.at < b.at ? -1 : 1) : a.date < b.date ? -1 : 1))
  };
}

function stateOf(
  { _id, body }: AuthorizationAct,
  dossier: Dossier | null,
  today: CalendarDate
): CompanyAuthorization['state'] {
  const isOver = lastDayOf(body) < today;
  if (dossier === null) return isOver ? 'expired' : 'valid';
  if (readUse(dossier, _id).isCancelled) return 'cancelled';
  const strand = dossier.exports.find(({ act }) => act === _id);
  const isUsed = strand ? hasLeft(strand) : dossier.importAuthorization === _id && !hasRest(dossier);
  if (isUsed) return 'used';
  if (isOver || strand?.status === 'not-imported') return 'expired';
  return isSuspended(dossier, _id) ? 'suspended' : 'valid';
}

interface Moved {
  readonly shipped: number;
  readonly endorsed: number;
  /** Null where nothing has left. */
  readonly left: number | null;
}

function movedOf(id: ActId, no: number, dossier: Dossier | null): Moved | null {
  const sent = dossier?.exports.find(({ act }) => act === id)?.lines.find((line) => line.no === no);
  if (sent) {
    const [shipped, endorsed] = [sent.exported?.stated ?? 0, sent.imported?.stated ?? 0];
    return { shipped, endorsed, left: sent.exported ? 0 : null };
  }
  const own = dossier?.importAuthorization === id && dossier.lines.find((line) => line.no === no);
  if (!dossier || !own) return null;
  const { exported, imported, authorized } = own;
  const [unused, basis] = [unusedOf(own, dossier.exports), basisOf(no, dossier.exports)];
  // Drawn on by goods in another form, an export line counts as base.
  const left = basis === 'stated' ? unused : Math.floor((unused / authorized.base) * authorized.stated);
  return { shipped: exported.stated, endorsed: imported.stated, left };
}

/** Judged by the company's form and by the server. */
export function judgeShipment(
  { date, quantities }: Pick<NewShipment, 'date' | 'quantities'>,
  of: Pick<CompanyAuthorization, 'kind' | 'state' | 'validFrom' | 'validUntil' | 'lines' | 'announced'>
): Problem[] {
  if (of.kind !== 'export-authorization') return [{ code: 'company.shipment.import', path: 'authorization' }];
  if (of.state !== 'valid') return [{ code: 'company.shipment.notValid', path: 'authorization' }];
  if (of.announced.length >= MAX_ANNOUNCED)
    return [{ code: 'company.shipment.tooMany', path: 'authorization', values: { most: MAX_ANNOUNCED } }];
  const problems: Problem[] = [];
  if (date < of.validFrom || date > of.validUntil)
    problems.push({ code: 'company.shipment.date', path: 'date' });
  quantities.forEach(({ no, quantity: entered }, at) => {
    const line = of.lines.find((one) => one.no === no);
    const isTwice = quantities.findIndex((one) => one.no === no) < at;
    const path = ['quantities', at].join('.');
    if (!line || isTwice) problems.push({ code: 'company.shipment.line', path });
    else if (entered > line.remaining) problems.push({ code: 'company.shipment.more', path });
  });
  return problems;
}
