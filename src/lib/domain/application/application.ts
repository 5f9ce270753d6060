/**
 * A company's application for an authorization, in the boxes of the authorization's form, and what became of it. Plain
 * documents of one's own country, never acts: no other database ever holds them. Each is written once, by one writer, so
 * that the server and two offline officers never conflict.
 */
import { companyReference } from '../company/company.ts';
import type { DraftFields, DraftLine } from '../draft/draft.ts';
import { LINE_FIELDS, type FormField, type LineField } from '../authorization/form-fields.ts';
import { emailAddress, LETTER_LANGUAGES } from '../registration/request.ts';
import { accept, refuse, type Result } from '../result.ts';
import { country, hash, personReference } from '../shape/references.ts';
import {
  fits,
  instant,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  pattern,
  shaped,
  stored,
  text,
  textProblem,
  variantOf,
  yesOrNo,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { APPLICATION_ID, type ApplicationId } from './application-id.ts';

export const APPLIED_KINDS = ['import-authorization', 'export-authorization'] as const;
export type AppliedKind = (typeof APPLIED_KINDS)[number];

/** The boxes that a company fills in; all others are the authority's. Of an export also the partner's import authorization. */
// prettier-ignore
export const APPLIED_FIELDS = [
  'importerName', 'importerAddress', 'importerCountry', 'importerLicence',
  'exporterName', 'exporterAddress', 'exporterCountry', 'exporterLicence',
  'exportingCountry', 'importingCountry',
  'purpose', 'consignments', 'validUntil',
  'bonded', 'bondedName', 'bondedAddress', 'bondedLicence',
  'portOfEntry', 'portOfExit', 'route', 'transport', 'carrier', 'agents', 'packages', 'remarks',
  'number', 'issuedOn'
] as const satisfies readonly FormField[];
export const APPLIED_LINE_FIELDS = LINE_FIELDS.filter(
  (name) => !/^(?:nationalFactor|importLine|special)/.test(name)
) as readonly LineField[];

export const MAX_APPLIED_LINES = 100;
const MAX_TYPED = 1000;
export const MAX_ATTACHMENTS = 5;
/** Bytes of one attachment. */
export const MAX_ATTACHMENT_BYTES = 2_000_000;

function typedIn(names: readonly string[]): Check<Readonly<Record<string, string>>> {
  return (value, out) => {
    if (!isPlainObject(value)) return void out.push({ code: 'act.value.notAnObject' });
    for (const key of Object.keys(value)) {
      const found = textProblem(value[key], 0, MAX_TYPED, true);
      if (names.indexOf(key) < 0) out.push({ code: 'act.key.unknown', path: key.slice(0, 60) });
      else if (found) out.push({ ...found, path: key });
    }
  };
}

/** The company's text as typed, errors included, but nothing that readers could read differently. */
export const appliedForm: Check<DraftFields> = shaped({
  required: {
    fields: typedIn(APPLIED_FIELDS),
    lines: listOf(
      shaped({
        required: {
          key: pattern(/^[a-z0-9-]{1,40}$/, 'act.slug.malformed'),
          fields: typedIn(APPLIED_LINE_FIELDS)
        }
      }) as Check<DraftLine>,
      1,
      MAX_APPLIED_LINES
    )
  }
});

export const ATTACHMENT_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const;
const attachment = shaped({
  required: {
    hash,
    name: text(1, 120),
    type: oneOf(ATTACHMENT_TYPES),
    bytes: integer(1, MAX_ATTACHMENT_BYTES)
  }
});
export type Attachment = Checked<typeof attachment>;

/** The members that the company sends; the server adds the rest. */
const applied = {
  of: oneOf(APPLIED_KINDS),
  language: oneOf(LETTER_LANGUAGES),
  form: appliedForm,
  contact: shaped({
    required: { name: text(1, 120), email: emailAddress },
    optional: { phone: text(1, 40) }
  })
};
const attachments = listOf(attachment, 0, MAX_ATTACHMENTS);
export const SUBMISSION = shaped({ required: applied, optional: { attachments } });
export type Submission = Checked<typeof SUBMISSION>;

/** `by`: the name shown. `person`: the account of the officer; the company has none unless it has an account. */
const eventHead = { schema: integer(1, 1), at: instant, by: text(1, 120) };
const person = { person: personReference };
const note = text(1, 2000, true);
/** The company's answer as it is sent. */
export const ANSWER = shaped({ required: { text: note }, optional: { form: appliedForm, attachments } });
const officer = <K extends string, M extends Readonly<Record<string, Check>>>(kind: K, members: M) =>
  stored({ required: { ...eventHead, ...person, kind: oneOf([kind]), ...members } });

const EVENTS = {
  assigned: officer('assigned', { to: personReference, toName: text(1, 120) }),
  note: officer('note', { text: note }),
  question: officer('question', { text: note }),
  refused: officer('refused', { reason: note }),
  /** A draft whose id follows from the application's: two officers who accept it apart write one draft. */
  accepted: officer('accepted', {}),
  reopened: officer('reopened', { reason: note }),
  fee: officer('fee', { amount: text(1, 60), reference: text(1, 80), isPaid: yesOrNo }),
  /** The company's, or told to an officer by telephone or on paper. */
  answer: stored({
    required: { ...eventHead, kind: oneOf(['answer']), text: note },
    optional: { ...person, form: appliedForm, attachments }
  }),
  withdrawn: stored({
    required: { ...eventHead, kind: oneOf(['withdrawn']) },
    optional: { ...person, reason: note }
  })
};
export type EventKind = keyof typeof EVENTS;
const event = variantOf('kind', EVENTS);
type EventContent = Checked<typeof event>;
export type ApplicationEvent = EventContent & { readonly _id: string };
export type EventOf<K extends EventKind> = Checked<(typeof EVENTS)[K]> & { readonly _id: string };
/** The members that a person enters; the writer adds who and when. */
export type NewEvent = {
  readonly [K in EventKind]: Omit<Checked<(typeof EVENTS)[K]>, 'schema' | 'at' | 'by' | 'person'>;
}[EventKind];

/** Of an application that a company's account sent. */
export const ACCOUNT = { company: companyReference, person: personReference };

/** `server`: submitted there. `file`: a file or paper that an officer took in. */
const application = stored({
  required: {
    schema: integer(1, 1),
    country,
    at: instant,
    source: oneOf(['server', 'file']),
    ...applied
  },
  optional: {
    attachments,
    ...ACCOUNT,
    demonstration: oneOf([true])
  }
});
export type Application = Checked<typeof application> & { readonly _id: ApplicationId };

/** `writer`: of the device; the server itself has none. A deletion is the server's right. */
export function judgeApplicationDocument(
  document: object,
  writer?: { readonly id: string; readonly authority: string }
): Result<true> {
  const { _id, _rev, _revisions, _deleted, ...content } = document as Record<string, unknown>;
  const [, id, suffix] = APPLICATION_ID.exec(String(_id)) ?? [];
  if (!id) return refuse({ code: 'document.unknown', path: '_id' });
  if (_deleted === true)
    return Object.keys(content).length === 0
      ? accept(true)
      : refuse({ code: 'application.immutable', path: '_id' });
  const isFirst = _rev === undefined || /^1-/.test(String(_rev));
  if (!isFirst) return refuse({ code: 'application.immutable', path: '_id' });
  const isSound = suffix ? fits(event, content) : fits(application, content);
  if (!isSound) return refuse({ code: 'document.malformed' });
  if (!writer) return accept(true);
  if (suffix)
    return content['person'] === writer.id
      ? accept(true)
      : refuse({ code: 'application.person', path: 'person' });
  if (content['country'] !== writer.authority)
    return refuse({ code: 'door.issuer.foreign', path: 'country' });
  return content['source'] === 'file' && content['company'] === undefined
    ? accept(true)
    : refuse({ code: 'application.source', path: 'source' });
}

/** Null for a faulty one and for an event (threats P6). */
export function readApplication(document: { readonly _id: string }): Application | null {
  const isOne = !APPLICATION_ID.exec(document._id)?.[2] && judgeApplicationDocument(document).ok;
  return isOne && !('_deleted' in document) ? (document as Application) : null;
}

export function readEvent(document: { readonly _id: string }): ApplicationEvent | null {
  const isOne = APPLICATION_ID.exec(document._id)?.[2] && judgeApplicationDocument(document).ok;
  return isOne && !('_deleted' in document) ? (document as ApplicationEvent) : null;
}
