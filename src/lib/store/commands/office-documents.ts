/** Companies, settings and returns as a person enters them: judged before they are stored. */
import {
  APPLICATION_SETTING_ID,
  judgeApplicationSetting
} from '#lib/domain/application/application-setting.ts';
import { APPROVERS_SETTING_ID, judgeApprovers } from '#lib/domain/authorization/two-people.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { judgeCountrySetting } from '#lib/domain/authorization/country-settings.ts';
import { OPENING_PREFIX, parseOpening } from '#lib/domain/balance/balance-documents.ts';
import { isHistoricId, parseHistoric } from '#lib/domain/historic/historic.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { withoutDuePerson, type Company } from '#lib/domain/company/company.ts';
import { judgeCompany } from '#lib/domain/company/judge-company.ts';
import { dateChange, keepName } from '#lib/domain/company/merge-companies.ts';
import {
  ATTACHMENT_PREFIX,
  attachmentWithdrawalId,
  judgeAttachmentDocument,
  readAttachments,
  type AttachedFile
} from '#lib/domain/file/attachment.ts';
import type { DossierKey } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { judgeReturnDocument, type ReturnContent } from '#lib/domain/returns/return-document.ts';
import { RETURN_PREFIX } from '#lib/domain/returns/return-id.ts';
import type { DeviceState } from '../api.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import type { SignerParts } from './act-signer.ts';
import { signatoryOfKey } from './enrolment.ts';
import { forgetOwn, inTurn, isSameContent, saveOwn, type Open } from './own-documents.ts';

/** All or none: a device that stops in between has saved nothing. */
export function saveCompanies(
  open: Open & Pick<SignerParts, 'now'>,
  companies: readonly Company[]
): Promise<Result<boolean>> {
  const { country, records } = open;
  return inTurn(open, async () => {
    const { others, companies: held } = records.shelf;
    const today = instantToDate(open.now());
    const kept = companies.map((one) => {
      const before = held.get(one._id);
      return withoutDuePerson(dateChange(before, keepName(before, one), today), today);
    });
    const problems = kept.flatMap(judgeCompany);
    if (problems.length > 0) return refuse(...problems);
    const changed = kept.flatMap((one): StoredDocument[] => {
      const before = others.get(one._id);
      if (before && isSameContent(before, { ...one })) return [];
      return [{ ...one, ...(before?._rev ? { _rev: before._rev } : {}) }];
    });
    await country.putAll(changed);
    await records.catchUp();
    return accept(changed.length > 0);
  });
}

export async function saveSetting(
  open: Open,
  name: string,
  value: Readonly<Record<string, unknown>>
): Promise<Result<boolean>> {
  const document = { ...value, _id: `setting:${name}`, schema: 1 };
  const problems = judgeSetting(document);
  return problems.length > 0 ? refuse(...problems) : saveOwn(open, document);
}

/** Removed on every device of the country. */
export async function removeHistoric(open: Open, id: string): Promise<Result<boolean>> {
  if (!isHistoricId(id)) return refuse({ code: 'document.unknown' });
  await forgetOwn(open, id as `setting:${string}`);
  return accept(true);
}

function judgeSetting(document: { readonly _id: string }): readonly Problem[] {
  if (document._id === COUNTRY_SETTING_ID) return judgeCountrySetting(document);
  if (document._id === APPLICATION_SETTING_ID) return judgeApplicationSetting(document);
  if (document._id === APPROVERS_SETTING_ID) return judgeApprovers(document);
  if (isHistoricId(document._id)) {
    const parsed = parseHistoric(document);
    return parsed.ok ? [] : parsed.problems;
  }
  const isWrong = document._id.startsWith(OPENING_PREFIX) && !parseOpening(document).ok;
  return isWrong ? [{ code: 'setting.malformed', path: 'quantity' }] : [];
}

/** Its id is random: two officers who file at once both keep what they filed. */
export function addReturn<P extends 'filed' | 'figures'>(
  open: Open & Pick<SignerParts, 'now' | 'person'> & { readonly device: Pick<DeviceState, 'keyId'> },
  kind: P,
  content: ReturnContent<P>
): Promise<Result<boolean>> {
  const at = open.now();
  const by = signatoryOfKey(open.person, open.device.keyId, open.records, at).name;
  const document = { ...content, _id: `${RETURN_PREFIX}${kind}:${crypto.randomUUID()}`, schema: 1, at, by };
  const judged = judgeReturnDocument(document);
  return judged.ok ? saveOwn(open, document) : Promise.resolve(judged);
}

type Attaching = Open & Pick<SignerParts, 'now' | 'person'> & { readonly device: Pick<DeviceState, 'keyId'> };

export async function addAttachment(
  open: Attaching,
  dossier: DossierKey,
  file: AttachedFile
): Promise<Result<boolean>> {
  const { sha256 } = file.content;
  const held = readAttachments(open.records.shelf.others.values(), new Set([dossier]));
  if (held.some(({ content, withdrawn }) => content.sha256 === sha256 && !withdrawn))
    return refuse({ code: 'attachment.twice' });
  const id = `${ATTACHMENT_PREFIX}${crypto.randomUUID()}`;
  return saveAttachment(open, { ...written(open), ...file, _id: id, dossier });
}

export function withdrawAttachment(open: Attaching, id: string): Promise<Result<boolean>> {
  return saveAttachment(open, { ...written(open), _id: attachmentWithdrawalId(id) });
}

function written(open: Attaching) {
  const at = open.now();
  const by = signatoryOfKey(open.person, open.device.keyId, open.records, at).name;
  return { schema: 1, at, by, person: open.person.id };
}

async function saveAttachment(open: Attaching, document: StoredDocument): Promise<Result<boolean>> {
  if (!may(open.person, 'issue')) return refuse({ code: 'attachment.notAllowed' });
  // Written once: a second withdrawal changes nothing.
  if (open.records.shelf.others.has(document._id)) return accept(false);
  const judged = judgeAttachmentDocument(document, open.person);
  return judged.ok ? saveOwn(open, document) : judged;
}
