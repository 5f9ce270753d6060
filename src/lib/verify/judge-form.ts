/**
 * The verdict on a form, from its code and from the lists on this device: no connection, clock or store is needed. A
 * code proves what the authority signed. Only a person can compare that with the paper, and says whether it differs.
 */
import { importPublicKey } from '#lib/crypto/key.ts';
import { isTextSigned } from '#lib/crypto/sign.ts';
import { readKeyring, verifySignature } from '#lib/crypto/verify.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { latestDateAt } from '#lib/domain/calendar-date.ts';
import type { ActId, CalendarDate, Instant, KeyId } from '#lib/domain/ids.ts';
import { signedText } from '#lib/domain/print-code/extract.ts';
import type { PublicKeyEntry } from '#lib/domain/public-list/key-records.ts';
import type { HeldLists } from '#lib/domain/public-list/public-list.ts';
import { isListed } from '#lib/domain/public-list/publish.ts';
import { mayState } from '#lib/domain/registration/certify.ts';
import { ageOfTrust } from '#lib/domain/registration/key-standing.ts';
import type { CodeContent } from '#lib/print-code/code-text.ts';
import { dateHere } from '#lib/store/browser/deps.ts';

/** Reasons of each verdict, the gravest first. */
const REASONS = {
  altered: ['content', 'damaged', 'differs', 'key-ended', 'key-not-yet', 'key-over', 'not-entitled'],
  // prettier-ignore
  'genuine-but': ['cancelled', 'suspended', 'key-ended-later', 'expired', 'not-yet-valid', 'clock-behind', 'lists-old'],
  foreign: ['no-code'],
  unknown: ['no-lists', 'key-unknown', 'lists-too-old', 'newer-version', 'no-answer', 'is-reply'],
  genuine: ['good'],
  practice: ['practice']
} as const;

export type Verdict = keyof typeof REASONS;
export type ReasonCode = (typeof REASONS)[Verdict][number];

export interface Reason {
  readonly code: ReasonCode;
  readonly on?: Instant | CalendarDate;
}

export interface FormVerdict {
  readonly verdict: Verdict;
  /** The gravest first. In practice, the others are the answer that a real form would get. */
  readonly reasons: readonly [Reason, ...Reason[]];
  readonly proof: 'lists' | 'chain' | null;
}

const SIGNED: readonly ReasonCode[] = [...REASONS['genuine-but'], 'good', 'differs', 'lists-too-old'];

/** The authority signed the details of the form: only then does a comparison with the paper prove something. */
export function isProven({ reasons }: Pick<FormVerdict, 'reasons'>): boolean {
  return reasons.some(({ code }) => SIGNED.includes(code));
}

export type FormContent = Extract<CodeContent, { as: 'act' | 'extract' }>;

export interface Beside {
  /** Certificates from the second code of the form. */
  readonly chain?: readonly unknown[];
  /** A person found something on the paper that the code does not say. */
  readonly differs?: boolean;
  /** This device has verified a form as late as this. */
  readonly latestSeen?: Instant | null;
}

export async function judgeForm(
  content: FormContent,
  lists: HeldLists | null,
  now: Instant,
  { chain = [], differs = false, latestSeen = null }: Beside = {}
): Promise<FormVerdict> {
  const statement = statementOf(content);
  const judged = await judgeStatement(statement, lists, now, { chain, differs, latestSeen });
  return lists?.demonstration === true || statement.body.demonstration !== undefined
    ? { ...judged, verdict: 'practice', reasons: [{ code: 'practice' }, ...judged.reasons] }
    : judged;
}

export function verdictOf(verdict: Verdict, reason: Reason, proof: FormVerdict['proof'] = null): FormVerdict {
  return { verdict, reasons: [reason], proof };
}

/** The common part of act and extract. */
interface Statement {
  readonly id: ActId;
  readonly key: KeyId;
  readonly body: Extract<FormContent, { as: 'extract' }>['extract']['extract']['body'];
  readonly isSignedWith: (key: PublicKey) => Promise<boolean>;
}

function statementOf(content: FormContent): Statement {
  if (content.as === 'act') {
    const { _id: id, body, signature } = content.act;
    return {
      id,
      key: signature.key,
      body: body as Statement['body'],
      isSignedWith: (key) => verifySignature(content.act, key)
    };
  }
  const { extract, signature } = content.extract;
  return {
    id: extract.act,
    key: signature.key,
    body: extract.body,
    isSignedWith: async (publicKey) => {
      const key = await importPublicKey(publicKey);
      return key !== null && isTextSigned(signedText(content.extract), signature.value, key);
    }
  };
}

async function judgeStatement(
  statement: Statement,
  lists: HeldLists | null,
  now: Instant,
  { chain, differs, latestSeen }: Required<Beside>
): Promise<FormVerdict> {
  if (lists === null) return verdictOf('unknown', { code: 'no-lists' });
  const listed = lists.keys.get(statement.key);
  const proof = listed ? 'lists' : 'chain';
  const entry = listed ?? (await findCertified(statement.key, lists, chain));
  if (entry === null) return verdictOf('unknown', { code: 'key-unknown' });
  if (!(await statement.isSignedWith(entry.key))) return verdictOf('altered', { code: 'content' }, proof);
  const wrong = wrongOf(statement, entry) ?? (differs ? ({ code: 'differs' } as const) : null);
  if (wrong) return verdictOf('altered', wrong, proof);
  const limits = [
    ...limitsOf(statement, entry, lists, now),
    ...clockBehind(now, latestSeen ?? lists.at, lists)
  ];
  return { ...judgeLimits(limits, lists, now), proof };
}

/**
 * A certificate counts only if no key above it was ever revoked: a thief of that key can certify under an earlier date,
 * and lists that know of the revocation name what was certified before it. A key that the lists have dropped for its
 * age proves nothing either, since a revocation of it was dropped with it.
 */
async function findCertified(
  key: KeyId,
  lists: HeldLists,
  chain: readonly unknown[]
): Promise<PublicKeyEntry | null> {
  const { trust } = await readKeyring(chain, lists.roots);
  const standing = trust
    .standingsOf(key)
    .find((one) =>
      one.chain.every(
        ({ body, signature }) =>
          (lists.keys.get(signature.key)?.endedFrom ?? null) === null && isListed(body.validUntil, lists.at)
      )
    );
  if (!standing?.certificate) return null;
  const { holder, validFrom, validUntil, key: publicKey } = standing.certificate.body;
  return { ...holder, key: publicKey, validFrom, validUntil, endedFrom: null };
}

/** The signer had no right to sign this, or the key was not valid on the day that the form names. */
function wrongOf({ body }: Statement, entry: PublicKeyEntry): Reason | null {
  if (body.issuer !== entry.authority || !mayState(entry, body.kind)) return { code: 'not-entitled' };
  const { endedFrom, validFrom, validUntil } = entry;
  if (endedFrom !== null && body.at >= endedFrom) return { code: 'key-ended', on: endedFrom };
  if (body.at < validFrom) return { code: 'key-not-yet', on: validFrom };
  return body.at >= validUntil ? { code: 'key-over', on: validUntil } : null;
}

/** The clock of a device can be wrong; the day of the lists is not. */
const latest = (now: Instant, { at }: HeldLists): Instant => (now < at ? at : now);

const A_DAY_MS = 24 * 3_600_000;

/** Old lists look new to a clock that was moved back. */
function clockBehind(now: Instant, latestSeen: Instant, lists: HeldLists): Reason[] {
  const on = latest(latestSeen, lists);
  return Date.parse(on) - Date.parse(now) > A_DAY_MS ? [{ code: 'clock-behind', on }] : [];
}

/** A form expires by the date of this device, and is early only where the day has begun in no time zone. */
function limitsOf(
  { id, body }: Statement,
  { endedFrom }: PublicKeyEntry,
  lists: HeldLists,
  now: Instant
): Reason[] {
  const at = latest(now, lists);
  const { validFrom, validUntil } = body;
  const limits: Reason[] = [];
  if (lists.isCancelled(id)) limits.push({ code: 'cancelled' });
  if (lists.isSuspended(id)) limits.push({ code: 'suspended' });
  if (endedFrom !== null) limits.push({ code: 'key-ended-later', on: endedFrom });
  if (validUntil !== undefined && validUntil < dateHere(Date.parse(at)))
    limits.push({ code: 'expired', on: validUntil });
  if (validFrom !== undefined && validFrom > latestDateAt(at))
    limits.push({ code: 'not-yet-valid', on: validFrom });
  return limits;
}

/**
 * | lists compared with the server | nothing known against the form | something known |
 * |--------------------------------|--------------------------------|-----------------|
 * | up to 7 days ago               | genuine                        | genuine-but     |
 * | up to 30 days ago              | genuine-but: old lists         | genuine-but     |
 * | longer ago                     | unknown: lists too old         | genuine-but     |
 */
function judgeLimits(limits: readonly Reason[], lists: HeldLists, now: Instant): FormVerdict {
  const { state } = ageOfTrust(lists.at, latest(now, lists));
  if (state === 'stale' && limits.length === 0)
    return verdictOf('unknown', { code: 'lists-too-old', on: lists.at });
  const [first, ...others] =
    state === 'fresh' ? limits : [...limits, { code: 'lists-old' as const, on: lists.at }];
  if (first === undefined) return verdictOf('genuine', { code: 'good' });
  return { verdict: 'genuine-but', reasons: [first, ...others], proof: null };
}
