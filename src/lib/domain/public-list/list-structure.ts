/** Documents of the database `lists`: entries by hidden id, and the published list with its pieces. */
import { checkOwnDocument } from '../exchange/document-structure.ts';
import type { ActId } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import {
  anyText,
  calendarDate,
  fits,
  instant,
  isPlainObject,
  oneOf,
  shaped,
  yesOrNo,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { parseSignedHead, type SignedHead } from './public-list.ts';

const [_id, schema] = [anyText, oneOf([1])];
const signedHead: Check<SignedHead> = (value, out) => {
  if (!parseSignedHead(value).ok) out.push({ code: 'list.malformed' });
};

/** `until`: the day on which it leaves. */
const entry = { _id, schema, until: calendarDate, recordedAt: instant };
const cancelledEntry = shaped({ required: entry });
export type CancelledEntry = Checked<typeof cancelledEntry>;

/** The latest act of one authority on one authorization. */
const suspendedEntry = shaped({
  required: { ...entry, at: instant, act: anyText as Check<ActId>, isReleased: yesOrNo }
});
export type SuspendedEntry = Checked<typeof suspendedEntry>;

/** Cancellations recorded after `setMadeAt` are in the part `recent`. */
const publishedList = shaped({ required: { _id, schema, signed: signedHead, setMadeAt: instant } });
export type PublishedList = Checked<typeof publishedList>;

const listPiece = shaped({ required: { _id, schema, data: anyText } });
export type ListPiece = Checked<typeof listPiece>;

const SHAPES: readonly (readonly [RegExp, Check])[] = [
  [/^cancelled:[A-Za-z0-9_-]{8}$/, cancelledEntry],
  [/^suspended:[A-Za-z0-9_-]{8}:[A-Z]{2}$/, suspendedEntry],
  [/^piece:[A-Za-z0-9_-]{43}:\d{4}$/, listPiece],
  [/^published$/, publishedList]
];

export function checkListDocument(document: unknown): Result<true> {
  if (!isPlainObject(document)) return refuse({ code: 'document.malformed' });
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted'] === true) return own;
  const shape = SHAPES.find(([id]) => id.test(String(document['_id'])));
  if (!shape) return refuse({ code: 'document.unknown', path: '_id' });
  const { _rev: _revision, _revisions: _known, ...content } = document;
  return fits(shape[1], content) ? accept(true) : refuse({ code: 'document.malformed', path: '_id' });
}
