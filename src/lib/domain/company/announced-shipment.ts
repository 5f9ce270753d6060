/**
 * A shipment that a company announces before the goods leave: a plain document of its country, written once by the
 * server. It is no act, and nothing counts it.
 */
import { canonicalJson } from '../canonical.ts';
import { accept, refuse, type Result } from '../result.ts';
import { sha256Uuid } from '../sha256.ts';
import { actReference, personReference } from '../shape/references.ts';
import {
  calendarDate,
  fits,
  instant,
  integer,
  isPlainObject,
  listOf,
  shaped,
  stored,
  text,
  type Checked
} from '../shape/shape.ts';
import { companyReference } from './company.ts';

export const SHIPMENT_PREFIX = 'shipment-announcement:';
const ID = /^shipment-announcement:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
/** The same announcement of a company is one document. */
export function shipmentId(company: string, given: NewShipment): string {
  return SHIPMENT_PREFIX + sha256Uuid(canonicalJson({ company, ...given }));
}

/** Of one authorization. */
export const MAX_ANNOUNCED = 50;

const announced = {
  authorization: actReference,
  date: calendarDate,
  quantities: listOf(
    /** Micrograms of the stated form, as in `CompanyAuthorization`. */
    shaped({ required: { no: integer(1, 200), quantity: integer(1, Number.MAX_SAFE_INTEGER) } }),
    1,
    200
  ),
  /** Carrier, waybill, flight: as the company writes it. */
  transport: text(0, 300)
};
/** The members that the company sends. */
export const NEW_SHIPMENT = shaped({ required: announced });
export type NewShipment = Checked<typeof NEW_SHIPMENT>;

const shipment = stored({
  required: {
    schema: integer(1, 1),
    at: instant,
    by: text(1, 120),
    person: personReference,
    company: companyReference,
    ...announced
  }
});
export type AnnouncedShipment = Checked<typeof shipment> & { readonly _id: string };

/** A deletion is the server's right. */
export function judgeShipmentDocument(document: object): Result<true> {
  const { _id, _rev, _revisions, _deleted, ...content } = document as Record<string, unknown>;
  if (!ID.test(String(_id))) return refuse({ code: 'document.unknown', path: '_id' });
  if (_deleted === true)
    return Object.keys(content).length === 0
      ? accept(true)
      : refuse({ code: 'application.immutable', path: '_id' });
  const isFirst = _rev === undefined || /^1-/.test(String(_rev));
  if (!isFirst) return refuse({ code: 'application.immutable', path: '_id' });
  return fits(shipment, content) ? accept(true) : refuse({ code: 'document.malformed' });
}

/** Null for a faulty one (threats P6). */
export function readShipment(document: unknown): AnnouncedShipment | null {
  const isOne =
    isPlainObject(document) && document['_deleted'] !== true && judgeShipmentDocument(document).ok;
  return isOne ? (document as AnnouncedShipment) : null;
}
