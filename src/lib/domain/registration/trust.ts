/**
 * Decided from the whole set of certificates and withdrawals, in any order of arrival; their signatures are already
 * verified. Withdrawals apply first by roots, then INCB staff, then administrators, each by `at`, so two administrators
 * who withdraw each other get one result everywhere. INCB staff can thus undo what a stolen administrator key did, and
 * the root what a stolen staff key did.
 */
import { addTo } from '../groups.ts';
import type { Act, WithdrawalBody } from '../act/body.ts';
import type { CarriedBody } from '../act/later-act.ts';
import type { Instant, KeyId } from '../ids.ts';
import { isSoundCertificate, MAX_CHAIN } from './certify.ts';
import {
  judgeUnder,
  type CertificateAct,
  type EndOf,
  type Judgement,
  type Standing,
  type Verdict,
  type WithdrawnFrom
} from './judge-signer.ts';

export type WithdrawalAct = Act<WithdrawalBody>;

export interface Seen<A> {
  readonly act: A;
  readonly firstSeen?: Instant | undefined;
}

export interface Trust {
  /** Keys that lead to a root. */
  readonly keys: readonly KeyId[];
  standingsOf(key: KeyId): readonly Standing[];
  /** Default: `trade`. */
  withdrawnFrom: WithdrawnFrom;
  /** The signature by `key` must be verified already. */
  judge(body: CarriedBody, key: KeyId, firstSeen?: Instant): Judgement;
}

const LIKELIEST: readonly Verdict[] = [
  'good',
  'misnamed',
  'doubtful',
  'withdrawn',
  'expired',
  'bad',
  'unknown-key'
];

export function decideTrust(
  roots: readonly KeyId[],
  certificates: readonly Seen<CertificateAct>[],
  withdrawals: readonly Seen<WithdrawalAct>[]
): Trust {
  const known = certificates.filter(({ act }) => isSoundCertificate(act.body)).sort(byTime);
  const withdrawn: Withdrawn = new Map();
  const trustNow = (): Trust => trustOf(roots, known, withdrawn);
  let trust = trustNow();
  for (const { act, firstSeen } of byRank(roots, withdrawals)) {
    if (trust.judge(act.body, act.signature.key, firstSeen).verdict !== 'good') continue;
    withdraw(withdrawn, act.body, act.body.issuer === 'INCB' ? EVERYBODY : act.body.issuer);
    if (trust.standingsOf(act.body.keyId).some(isAdministrator)) trust = trustNow();
  }
  return trust;
}

function byRank(
  roots: readonly KeyId[],
  withdrawals: readonly Seen<WithdrawalAct>[]
): readonly Seen<WithdrawalAct>[] {
  const heard = withdrawals.slice().sort(byTime);
  const rankOf = ({ act }: Seen<WithdrawalAct>): number =>
    roots.indexOf(act.signature.key) >= 0 ? 0 : act.body.issuer === 'INCB' ? 1 : 2;
  return [0, 1, 2].flatMap((rank) => heard.filter((seen) => rankOf(seen) === rank));
}

function isAdministrator(standing: Standing): boolean {
  return standing.certificate?.body.holder.role === 'administrator';
}

function byTime(a: Seen<Act>, b: Seen<Act>): number {
  const [left, right] = [a.act.body.at + a.act._id, b.act.body.at + b.act._id];
  return left < right ? -1 : left > right ? 1 : 0;
}

const EVERYBODY = '*';

type Ends = Readonly<Record<EndOf, Instant>>;
type Withdrawn = Map<string, Ends>;

/**
 * From when the key has ended, for what partners act upon (`trade`) and for what says whom to trust: nobody
 * takes back by a date what a partner may have relied upon. A stolen device's acts are cancelled one by
 * one, each by a statement that everybody reads, as long as they are not used; what a stolen administrator's
 * key certified falls by the Board's word, and with it what was signed under those certificates, which
 * is shown as not verified.
 *
 * | withdrawn by   | `withdrawnFrom`      | what it stated of a trade ends | what it certified or withdrew ends |
 * |----------------|----------------------|--------------------------------|------------------------------------|
 * | its authority  | at `at`, or later    | at `withdrawnFrom`             | at `withdrawnFrom`                 |
 * | its authority  | earlier than `at`    | at `at`                        | at `at`                            |
 * | the Board      | at `at`, or later    | at `withdrawnFrom`             | at `withdrawnFrom`                 |
 * | the Board      | earlier than `at`    | at `at`                        | at `withdrawnFrom`                 |
 *
 * That `at` itself is not moved back is the door's business (`isLateWithdrawal` in `door/door.ts`): a withdrawal is
 * stated within a day of its arrival. An end before the certificate begins is as good as no certificate.
 */
export function endsOf({ issuer, at, withdrawnFrom }: WithdrawalBody): Ends {
  const stated = withdrawnFrom < at ? at : withdrawnFrom;
  return { trade: stated, trust: issuer === 'INCB' ? withdrawnFrom : stated };
}

/**
 * An administrator withdraws only what their own authority certified. Otherwise, certifying a foreign device would let
 * them withdraw it from its own country.
 */
function withdraw(withdrawn: Withdrawn, body: WithdrawalBody, scope: string): void {
  const [ends, before] = [endsOf(body), withdrawn.get(`${body.keyId} ${scope}`)];
  withdrawn.set(`${body.keyId} ${scope}`, {
    trade: earlierOf(ends.trade, before?.trade) ?? ends.trade,
    trust: earlierOf(ends.trust, before?.trust) ?? ends.trust
  });
}

function earlierOf(a: Instant | undefined, b: Instant | undefined): Instant | null {
  if (a === undefined || b === undefined) return a ?? b ?? null;
  return a < b ? a : b;
}

function trustOf(
  roots: readonly KeyId[],
  certificates: readonly Seen<CertificateAct>[],
  withdrawn: ReadonlyMap<string, Ends>
): Trust {
  const withdrawnFrom: WithdrawnFrom = (key, authority, endOf = 'trade') => {
    const [own, board] = [withdrawn.get(`${key} ${authority}`), withdrawn.get(`${key} ${EVERYBODY}`)];
    return earlierOf(own?.[endOf], board?.[endOf]);
  };
  const standings = spreadTrust(roots, certificates, withdrawnFrom);
  const standingsOf = (key: KeyId): readonly Standing[] => standings.get(key) ?? [];
  const certified = new Set(certificates.map(({ act }) => act.body.keyId));
  const judge = (body: CarriedBody, key: KeyId, firstSeen?: Instant): Judgement => {
    const all = standingsOf(key);
    return likeliest(
      all.map((standing) => judgeUnder(body, standing, withdrawnFrom, firstSeen, all)),
      certified.has(key) ? 'signature.chain.broken' : 'signature.key.unknown'
    );
  };
  return { keys: Array.from(standings.keys()), standingsOf, withdrawnFrom, judge };
}

/** Goes level by level from the roots, so each key gets its shortest chain. */
function spreadTrust(
  roots: readonly KeyId[],
  certificates: readonly Seen<CertificateAct>[],
  withdrawnFrom: Trust['withdrawnFrom']
): ReadonlyMap<KeyId, readonly Standing[]> {
  const bySigner = groupBySigner(certificates);
  const standings = new Map<KeyId, Standing[]>();
  const reached = new Set<string>();
  const queue: Standing[] = roots.map((key) => ({ key, root: key, certificate: null, chain: [] }));
  for (let i = 0; i < queue.length; i++) {
    const standing = queue[i] as Standing;
    addTo(standings, standing.key, standing);
    if (standing.chain.length + 1 >= MAX_CHAIN) continue;
    for (const { act, firstSeen } of bySigner.get(standing.key) ?? []) {
      if (reached.has(act._id) || roots.indexOf(act.body.keyId) >= 0) continue;
      if (judgeUnder(act.body, standing, withdrawnFrom, firstSeen).verdict !== 'good') continue;
      reached.add(act._id);
      queue.push({
        key: act.body.keyId,
        root: standing.root,
        certificate: act,
        chain: [act, ...standing.chain]
      });
    }
  }
  return standings;
}

function groupBySigner(
  certificates: readonly Seen<CertificateAct>[]
): ReadonlyMap<KeyId, readonly Seen<CertificateAct>[]> {
  const groups = new Map<KeyId, Seen<CertificateAct>[]>();
  for (const seen of certificates) addTo(groups, seen.act.signature.key, seen);
  return groups;
}

/** Takes the best judgement: an expired certificate does not spoil a new one. */
function likeliest(judgements: readonly Judgement[], otherwise: string): Judgement {
  const unknown: Judgement = {
    verdict: 'unknown-key',
    problem: { code: otherwise, path: 'signature.key' }
  };
  return judgements.reduce((best, next) => (rankOf(next) < rankOf(best) ? next : best), unknown);
}

function rankOf({ verdict }: Judgement): number {
  return LIKELIEST.indexOf(verdict);
}
