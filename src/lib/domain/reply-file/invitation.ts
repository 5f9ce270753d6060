/**
 * Files given to a partner outside I2ES, as plain documents of the country that gave them. A file is known by the id of
 * its one-time key, so no revision can put another key in its place. Its delivery and its recall are documents of their
 * own: two officers who write at once cannot undo a recall.
 */
import { parseActId } from '../act/act-id.ts';
import { DELIVERIES } from '../act/kinds/evidence.ts';
import { publicKey, type PublicKey } from '../act/kinds/keys.ts';
import { canonicalJson } from '../canonical.ts';
import type { ActId, AuthorityCode, KeyId } from '../ids.ts';
import { keyIdOf } from '../registration/key-id.ts';
import { LETTER_LANGUAGES } from '../registration/request.ts';
import { accept, refuse, type Result } from '../result.ts';
import { country } from '../shape/references.ts';
import {
  calendarDate,
  fits,
  instant,
  integer,
  oneOf,
  stored,
  text,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { INVITATION_ID, INVITATION_PREFIX } from './invitation-id.ts';

/** `by`: the officer's name. */
const head = { schema: integer(1, 1), at: instant, by: text(1, 120) };
const SHAPES = {
  file: stored({
    required: {
      ...head,
      key: publicKey,
      partner: country,
      language: oneOf(LETTER_LANGUAGES),
      /** The last day on which a reply can be written. */
      expiresOn: calendarDate
    }
  }),
  delivery: stored({ required: { ...head, given: oneOf(DELIVERIES), givenOn: calendarDate } }),
  recall: stored({ required: { ...head, reason: text(1, 500, true) } })
};
type Part = keyof typeof SHAPES;
export type PartOf<P extends Part> = Checked<(typeof SHAPES)[P]>;

export interface Invitation extends PartOf<'file'> {
  readonly act: ActId;
  readonly keyId: KeyId;
  readonly delivery: PartOf<'delivery'> | null;
  readonly recall: PartOf<'recall'> | null;
}

export function invitationId(act: ActId, key: PublicKey | KeyId, part?: 'delivery' | 'recall'): string {
  const keyId = typeof key === 'string' ? key : keyIdOf(key);
  return `${INVITATION_PREFIX}${act}:${keyId}${part ? `:${part}` : ''}`;
}

/** The text that the officer's key signs in the file, next to the authorization and its certificates. */
export function fileText(act: ActId, { key, partner, language, expiresOn, at, by }: PartOf<'file'>): string {
  return canonicalJson({ kind: 'partner-file', schema: 1, act, key, partner, language, expiresOn, at, by });
}

/** Written once, except the delivery, which an officer can mistype. */
export function judgeInvitationDocument(document: object, issuer?: AuthorityCode): Result<true> {
  const { _id, _rev, _revisions, _deleted, ...content } = document as Record<string, unknown>;
  const [, act, keyId, part = 'file'] = INVITATION_ID.exec(String(_id)) ?? [];
  if (!act) return refuse({ code: 'document.unknown', path: '_id' });
  if (issuer && parseActId(act)?.issuer !== issuer)
    return refuse({ code: 'door.document.notYours', path: '_id' });
  const isFirst = _rev === undefined || /^1-/.test(String(_rev));
  if (_deleted !== undefined || (part !== 'delivery' && !isFirst))
    return refuse({ code: 'invitation.immutable', path: '_id' });
  if (!fits(SHAPES[part as Part] as Check, content)) return refuse({ code: 'document.malformed' });
  const isKeyNamed = part !== 'file' || keyIdOf(content['key'] as PublicKey) === keyId;
  return isKeyNamed ? accept(true) : refuse({ code: 'invitation.key', path: 'key' });
}

/** The files of documents in any order; faulty documents are passed over (threats P6). */
export function readInvitations(documents: readonly { readonly _id: string }[]): readonly Invitation[] {
  const sound = documents.filter((one) => judgeInvitationDocument(one).ok);
  const find = <P extends Part>(id: string): PartOf<P> | null =>
    (sound.find(({ _id }) => _id === id) as PartOf<P> | undefined) ?? null;
  return sound.flatMap(({ _id }) => {
    const [, act, keyId, part] = INVITATION_ID.exec(_id) ?? [];
    const file = part ? null : find<'file'>(_id);
    return file
      ? [
          {
            ...file,
            act: act as ActId,
            keyId: keyId as KeyId,
            delivery: find<'delivery'>(`${_id}:delivery`),
            recall: find<'recall'>(`${_id}:recall`)
          }
        ]
      : [];
  });
}
