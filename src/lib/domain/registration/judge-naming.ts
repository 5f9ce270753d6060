/** Otherwise an officer could sign as the head of the authority and paper readers would believe it. */
import { FORMER_NAME_DAYS } from '../own-choices.ts';
import type { Body, CertificateBody, Signatory } from '../act/body.ts';
import { addDays, instantToDate } from '../calendar-date.ts';
import type { Instant } from '../ids.ts';
import type { Problem } from '../result.ts';
import type { Holder } from './certify.ts';

/**
 * Certificates of before state no function: they vouch for the name alone. What is signed under one of them
 * and was stored before anybody compared is shown beside the certificate and stays counted; nothing that
 * arrives now may differ from it (`isArriving`: a server first sees it).
 *
 * | the certificate states  | the act names           | where it is read    | it is    |
 * |-------------------------|-------------------------|---------------------|----------|
 * | a name and a function   | both as it does         | anywhere            | right    |
 * | a name and a function   | another of either       | anywhere            | misnamed |
 * | a name alone            | it, and any function    | anywhere            | right    |
 * | a name alone            | another name            | arriving            | misnamed |
 * | a name alone            | another name            | stored already      | right    |
 * | anything, long replaced | whatever                | anywhere            | misnamed |
 *
 * A certificate is long replaced where a later one of the same holder and key names the holder otherwise and began
 * `FORMER_NAME_DAYS` before the act. The exchange is no person: its receipts are held to its account alone.
 */
export function judgeNaming(
  { by, at }: Pick<Body, 'by' | 'at'>,
  certificate: CertificateBody,
  all: readonly CertificateBody[],
  isArriving: boolean
): Problem | null {
  const { holder } = certificate;
  if (holder.role === 'exchange') return null;
  const isReplaced = all.some((other) => replaces(other, certificate) && graceOf(other) <= at);
  const wrong = differenceOf(by, holder);
  const isHeld = isArriving || isReplaced || holder.function !== undefined;
  if (wrong !== null && isHeld) return wrong;
  return isReplaced ? { code: 'signature.name.former', path: 'body.by', values: { name: by.name } } : null;
}

export function differenceOf(by: Signatory, holder: Holder): Problem | null {
  if (by.name !== holder.name) {
    const values = { stated: by.name, certified: holder.name };
    return { code: 'signature.name.wrong', path: 'body.by', values };
  }
  if (holder.function === undefined || by.function === holder.function) return null;
  const values = { stated: by.function, certified: holder.function };
  return { code: 'signature.function.wrong', path: 'body.by', values };
}

export function signatoryOf(
  certificates: readonly CertificateBody[],
  account: Signatory,
  now: Instant
): Signatory {
  const begun = certificates.filter(({ validFrom, validUntil }) => validFrom <= now && now < validUntil);
  const last = begun.reduce<CertificateBody | null>((a, b) => (a && !isLater(b, a) ? a : b), null);
  if (last === null) return account;
  const { person, name, function: office = account.function } = last.holder;
  return { person, name, function: office };
}

function replaces(other: CertificateBody, { holder, ...certificate }: CertificateBody): boolean {
  const { authority, person, name, function: office } = other.holder;
  if (authority !== holder.authority || person !== holder.person) return false;
  if (name === holder.name && office === holder.function) return false;
  return isLater(other, certificate);
}

type Times = Pick<CertificateBody, 'validFrom' | 'at'>;

function isLater(a: Times, b: Times): boolean {
  return a.validFrom === b.validFrom ? a.at > b.at : a.validFrom > b.validFrom;
}

function graceOf({ validFrom }: Times): string {
  return addDays(instantToDate(validFrom), FORMER_NAME_DAYS) + validFrom.slice(10);
}
