/** Documents that officers write about applications; each is written once. */
import { applicationId, type ApplicationId } from '#lib/domain/application/application-id.ts';
import {
  judgeApplicationDocument,
  MAX_APPLIED_LINES,
  SUBMISSION,
  type NewEvent,
  type Submission
} from '#lib/domain/application/application.ts';
import { isFinished } from '#lib/domain/application/application-state.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { CountryCode, DraftId } from '#lib/domain/ids.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { parseShape } from '#lib/domain/shape/shape.ts';
import type { SignerParts } from './act-signer.ts';
import { signatoryOfKey } from './enrolment.ts';
import { saveOwn } from './own-documents.ts';
import type { DeviceState } from '../api.ts';
import type { StoredDocument } from '../disk/pouch.ts';

type Office = Pick<SignerParts, 'person' | 'country' | 'records' | 'now'> & {
  readonly device: Pick<DeviceState, 'keyId'>;
};

const NOT_ALLOWED = { code: 'application.notAllowed' };

export async function noteApplication(
  open: Office,
  id: ApplicationId,
  event: NewEvent
): Promise<Result<true>> {
  if (!may(open.person, 'issue')) return refuse(NOT_ALLOWED);
  if (!open.records.applications.of(id)) return refuse({ code: 'application.unknown' });
  const document = toEvent(open, id, event);
  const judged = judgeApplicationDocument(document, open.person);
  if (!judged.ok) return judged;
  await saveOwn(open, document);
  return accept(true);
}

function toEvent(open: Office, id: ApplicationId, event: NewEvent): StoredDocument {
  const at = open.now();
  const by = signatoryOfKey(open.person, open.device.keyId, open.records, at).name;
  return {
    ...event,
    _id: `${id}:${crypto.randomUUID()}`,
    schema: 1,
    at,
    by,
    person: open.person.id
  };
}

/** A repetition gives the one that is here. */
export async function takeInApplication(
  open: Office,
  submission: Submission,
  code: ConfirmationCode
): Promise<Result<ApplicationId>> {
  const { person, records } = open;
  if (!may(person, 'issue')) return refuse(NOT_ALLOWED);
  const parsed = parseShape(SUBMISSION, submission);
  if (!parsed.ok) return parsed;
  const country = person.authority as CountryCode;
  const _id = applicationId(country, code);
  if (records.applications.of(_id)) return accept(_id);
  const document = { ...parsed.value, _id, schema: 1, country, at: open.now(), source: 'file' };
  const judged = judgeApplicationDocument(document, person);
  if (!judged.ok) return judged;
  await saveOwn(open, document);
  return accept(_id);
}

/** `words`: the company's boxes over a new form. Two officers who accept it apart write one draft. */
export async function acceptApplication(
  open: Office,
  id: ApplicationId,
  words: DraftFields
): Promise<Result<DraftId>> {
  const { person, records, country, device } = open;
  if (!may(person, 'issue')) return refuse(NOT_ALLOWED);
  const state = records.applications.of(id);
  if (!state) return refuse({ code: 'application.unknown' });
  if (isFinished(state)) return refuse({ code: 'application.finished' });
  if (words.lines.length > MAX_APPLIED_LINES) return refuse({ code: 'document.malformed', path: 'lines' });
  const event = toEvent(open, id, { kind: 'accepted' });
  const draft = {
    ...words,
    _id: state.draft,
    schema: 1,
    kind: state.application.of,
    updatedAt: open.now(),
    updatedBy: person.id,
    device: device.keyId ?? ''
  };
  const isDrafted = records.shelf.drafts.has(state.draft);
  if (isDrafted && state.status === 'accepted') return accept(state.draft);
  // In one transaction: a device that stops in between has neither.
  await country.putAll(isDrafted ? [event] : [event, draft]);
  await records.catchUp();
  return accept(state.draft);
}
