/**
 * Attachments of a dossier: plain documents of one's own country, each written once. The partner never receives them; a
 * file is shared by an act (`act/kinds/trade.ts`), which names it as here.
 */
import type { DossierKey } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import { dossierReference, personReference } from '../shape/references.ts';
import { fits, instant, integer, oneOf, shaped, stored, text, type Checked } from '../shape/shape.ts';
import { scanReference } from './scan.ts';

export const ATTACHMENT_KINDS = ['licence', 'customs-declaration', 'returned-copy', 'other'] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

export const MAX_ATTACHMENT_NAME = 120;
/** `name`: the number on the paper, or some words; a paper of another kind has one. */
const file = {
  kind: oneOf(ATTACHMENT_KINDS),
  name: text(0, MAX_ATTACHMENT_NAME),
  content: scanReference
};
export const attachedFile = shaped({ required: file });
export type AttachedFile = Checked<typeof attachedFile>;

const written = { schema: integer(1, 1), at: instant, by: text(1, 120), person: personReference };
const attachment = stored({ required: { ...written, dossier: dossierReference, ...file } });
const withdrawal = stored({ required: written });

export const ATTACHMENT_PREFIX = 'attachment:';
const WITHDRAWN = ':withdrawn';
const ID = new RegExp(`^${ATTACHMENT_PREFIX}[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(${WITHDRAWN})?$`);

export function attachmentWithdrawalId(id: string): string {
  return id + WITHDRAWN;
}

type Written = Checked<typeof withdrawal>;
type Attachment = Checked<typeof attachment> & {
  readonly _id: string;
  readonly withdrawn: Written | null;
};

/** For form and door: a paper of another kind is named, or a list would not tell two of them apart. */
export function judgeAttachedFile({ kind, name }: Pick<AttachedFile, 'kind' | 'name'>): Problem[] {
  return kind === 'other' && name.trim() === '' ? [{ code: 'attachment.name.missing', path: 'name' }] : [];
}

/** `writer`: the account of the device; a country's own server has none. */
export function judgeAttachmentDocument(document: object, writer?: { readonly id: string }): Result<true> {
  const { _id, _rev, _revisions, _deleted, ...content } = document as Record<string, unknown>;
  const [isOne, suffix] = ID.exec(String(_id)) ?? [];
  if (!isOne) return refuse({ code: 'document.unknown', path: '_id' });
  if (_deleted === true || (_rev !== undefined && !/^1-/.test(String(_rev))))
    return refuse({ code: 'attachment.immutable', path: '_id' });
  if (suffix ? !fits(withdrawal, content) : !fits(attachment, content))
    return refuse({ code: 'document.malformed' });
  const unnamed = suffix ? [] : judgeAttachedFile(content as AttachedFile);
  if (unnamed.length > 0) return refuse(...unnamed);
  return writer && content['person'] !== writer.id
    ? refuse({ code: 'attachment.person', path: 'person' })
    : accept(true);
}

type Stored = Readonly<Record<string, unknown>>;

/** Of one dossier, whose acts can have several keys, in the order of their time. Faulty documents are skipped (threats P6). */
export function readAttachments(
  documents: Iterable<Stored>,
  dossiers: ReadonlySet<DossierKey>
): readonly Attachment[] {
  const byId = new Map([...documents].map((one) => [String(one['_id']), one]));
  const own = [...byId.values()].filter(
    (one): one is Stored & Omit<Attachment, 'withdrawn'> =>
      dossiers.has(one['dossier'] as DossierKey) && judgeAttachmentDocument(one).ok
  );
  return own
    .map((one) => {
      const end = byId.get(attachmentWithdrawalId(one._id));
      const isSound = end && judgeAttachmentDocument(end).ok && fits(withdrawal, end);
      return { ...one, withdrawn: isSound ? end : null };
    })
    .sort((a, b) => (a.at + a._id < b.at + b._id ? -1 : 1));
}
