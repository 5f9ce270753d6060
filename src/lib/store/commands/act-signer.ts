/**
 * Under one lock for all tabs an act is numbered, judged by the fold, signed and stored in one write. A tab killed at
 * any step leaves exactly one act or none.
 */
import type { SigningKey } from '#lib/crypto/key.ts';
import { signBody, signText } from '#lib/crypto/sign.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import { isReplyGenuine } from '#lib/crypto/verify.ts';
import type { Act, Body, DossierAct } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import type { Stamp } from '#lib/domain/authorization/issue.ts';
import { linkedBy } from '#lib/domain/door/related-acts.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import { judgeUnread } from '#lib/domain/dossier/update-needed.ts';
import { nextNumber } from '#lib/domain/exchange/gaps.ts';
import type { ActId, AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { admitTrialAct, isTrialAct, TRIAL_KINDS, type TrialAct } from '#lib/domain/partners/trial.ts';
import { printCodeId, type PrintCode } from '#lib/domain/print-code/print-code.ts';
import { readInvitations } from '#lib/domain/reply-file/invitation.ts';
import { judgeFileReply } from '#lib/domain/reply-file/judge-reply.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type * as formCodes from '#lib/print-code/form-codes.ts';
import type { Person } from '../api.ts';
import { fetchPart } from '../browser/fetch-part.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import type { Records } from '../index/records.ts';
import { signatoryOfKey } from './enrolment.ts';

export interface SignerParts {
  readonly person: Person;
  readonly country: SealedDatabase;
  readonly records: Records;
  readonly book: DeviceBook;
  readonly key: () => SigningKey | null;
  readonly now: () => Instant;
  /** More than a day ahead of the server's last answer. */
  readonly clockAhead: () => boolean;
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
}

type FormCodes = typeof formCodes;

interface Coding {
  readonly key: SigningKey;
  readonly codes: FormCodes;
}

export type Addressees = Stamp['to'];

export interface Both<T> {
  readonly earlier: T;
  readonly later: T;
}

/** A clock further behind the server's last time would date an act wrongly. */
const MAX_BEHIND_MS = 10 * 60 * 1000;

export class ActSigner {
  readonly #options: SignerParts;

  constructor(options: SignerParts) {
    this.#options = options;
  }

  /** `build` runs when all acts of other tabs are loaded. */
  state<B extends Body>(to: Addressees, build: (stamp: Stamp) => Result<B>): Promise<Result<Act<B>>> {
    return this.#exclusively(async (codes) => {
      const key = this.#readyKey();
      if (!key.ok) return key;
      await this.#options.records.catchUp();
      const body = build(this.#stamp(to, key.value));
      if (!body.ok) return body;
      if (body.value.kind === 'paper-record' && !(await isReplyGenuine(body.value)))
        return refuse({ code: 'evidence.signature', path: 'evidence' });
      const act = await signBody(body.value, key.value);
      const judged = this.#judge(act);
      if (!judged.ok) return judged;
      await this.#store({ key: key.value, codes }, act);
      return accept(act);
    });
  }

  /** A text that is no act; its time is in it. */
  async signText(
    textAt: (at: Instant) => string
  ): Promise<Result<{ readonly key: KeyId; readonly at: Instant; readonly signature: string }>> {
    const key = this.#readyKey();
    if (!key.ok) return key;
    const at = this.#options.now();
    return accept({ key: key.value.keyId, at, signature: await signText(textAt(at), key.value) });
  }

  /** The later act is signed first, so that the earlier one can name it. */
  stateBoth<E extends Body, L extends Body>(
    to: Both<Addressees>,
    build: (stamps: Both<Stamp>) => Result<{ readonly later: L; readonly earlier: (later: ActId) => E }>
  ): Promise<Result<Act<L>>> {
    return this.#exclusively(async (codes) => {
      const key = this.#readyKey();
      if (!key.ok) return key;
      await this.#options.records.catchUp();
      const earlierStamp = this.#stamp(to.earlier, key.value);
      const laterStamp = followUpon(this.#stamp(to.later, key.value), earlierStamp);
      const bodies = build({ earlier: earlierStamp, later: laterStamp });
      if (!bodies.ok) return bodies;
      const later = await signBody(bodies.value.later, key.value);
      const earlier = await signBody(bodies.value.earlier(later._id), key.value);
      const judged = [this.#judge(earlier), this.#judge(later, [earlier])].find(({ ok }) => !ok);
      if (judged && !judged.ok) return judged;
      await this.#store({ key: key.value, codes }, earlier, later);
      return accept(later);
    });
  }

  /** Codes weigh 15 kB, and the first page signs nothing. Without them nothing is signed, and under the lock nothing loads. */
  async #exclusively<T>(work: (codes: FormCodes) => Promise<Result<T>>): Promise<Result<T>> {
    const codes = await fetchPart(() => import('#lib/print-code/form-codes.ts'));
    return codes.ok ? this.#options.exclusively(() => work(codes.value)) : codes;
  }

  #readyKey(): Result<SigningKey> {
    const { key, book, now, clockAhead } = this.#options;
    const signing = key();
    if (!signing) return refuse({ code: 'device.notCertified' });
    if (clockAhead()) return refuse({ code: 'device.clock.ahead', values: { device: now() } });
    const { serverTime } = book.device;
    if (serverTime !== null && Date.parse(now()) < Date.parse(serverTime) - MAX_BEHIND_MS) {
      return refuse({ code: 'device.clock.behind', values: { server: serverTime, device: now() } });
    }
    return accept(signing);
  }

  #stamp(to: Addressees, key: SigningKey): Stamp {
    const { person, book, records, now } = this.#options;
    const at = now();
    const by = signatoryOfKey(person, key.keyId, records, at);
    const { demonstration: mark } = book.device;
    const demonstration = mark ? { demonstration: mark } : {};
    return { issuer: person.authority, to, seq: this.#nextSeq(to, key), at, by, ...demonstration };
  }

  /** Counts from this device's own acts, so that no counter can be lost or doubled. */
  #nextSeq(to: Addressees, key: SigningKey): Record<string, number> {
    const { person, records } = this.#options;
    const own = records.shelf.carried.filter(({ signature }) => signature.key === key.keyId);
    const names = [person.authority, ...to.filter((one): one is AuthorityCode => one !== '*')];
    return Object.fromEntries(names.map((name) => [name, nextNumber(own, name)]));
  }

  /** The judgements of the server's door. `before`: signed, not stored yet. */
  #judge(act: Act, before: readonly Act[] = []): Result<Act> {
    const parsed = parseAct(act);
    if (!parsed.ok) return parsed;
    // Like the server for an act it first sees now; a slow clock is judged by its own time.
    const judgement = this.#options.records.keyring.trust.judge(act.body, act.signature.key, act.body.at);
    if (judgement.verdict !== 'good') return refuse(judgement.problem);
    const problems = this.#problemsOf(act, before);
    return problems.length > 0 ? refuse(...problems) : accept(act);
  }

  #problemsOf(act: Act, before: readonly Act[]): readonly Problem[] {
    if (isTrialAct(act)) return admitTrialAct(this.#trialActs(), act);
    if (!isDossierAct(act)) return [];
    const files = readInvitations([...this.#options.records.shelf.others.values()]);
    const reply = act.body.kind === 'paper-record' ? judgeFileReply(act.body, files) : [];
    if (reply.length > 0) return reply;
    const unread = judgeUnread(this.#options.records.laterIn(act.body.dossier), act);
    if (unread.length > 0) return unread;
    return admitAct([...this.#actsAround(act), ...before.filter(isDossierAct)], act);
  }

  #trialActs(): readonly TrialAct[] {
    const { records } = this.#options;
    return TRIAL_KINDS.flatMap((kind) => records.shelf.ofKind(kind)).filter(
      (act): act is TrialAct => isTrialAct(act) && records.counts(act._id)
    );
  }

  #actsAround(act: DossierAct): readonly DossierAct[] {
    const { dossiers, shelf } = this.#options.records;
    const subjects = linkedBy(act).flatMap((id) => shelf.acts.get(id) ?? []);
    const here = [act, ...subjects.filter(isDossierAct)].flatMap((one) => dossiers.ofAct(one)?.key ?? []);
    return [...new Set([act.body.dossier, ...here])].flatMap((key) => dossiers.actsOf(key));
  }

  async #store(coding: Coding, ...acts: readonly Act[]): Promise<void> {
    const { book, country, records } = this.#options;
    const written = acts.map(async (act) => {
      const [_rev, code] = [actRevision(act._id), await printCodeOf(act, coding)];
      return code
        ? [
            { ...act, _rev },
            { ...code, _rev }
          ]
        : [{ ...act, _rev }];
    });
    await country.putRevisions((await Promise.all(written)).flat());
    await book.keepSigned(acts.map(({ _id }) => _id));
    await records.catchUp();
    records.takeSigned(acts);
  }
}

/** Counted and dated in sequence: the fold orders acts by time. */
function followUpon(stamp: Stamp, earlier: Stamp): Stamp {
  const at = new Date(Date.parse(earlier.at) + 1).toISOString() as Instant;
  const counts = Object.entries(stamp.seq).map(([name, count]) => [
    name,
    name in earlier.seq ? count + 1 : count
  ]);
  return { ...stamp, at, seq: Object.fromEntries(counts) };
}

/** For an act too long for one printed code, with the key that signed the act. */
async function printCodeOf(act: Act, { key, codes }: Coding): Promise<PrintCode | null> {
  if (!isDossierAct(act)) return null;
  const { extractSizes, extractsOf, signedText } = codes;
  const counts = extractSizes(act);
  if (counts.length === 0) return null;
  const extracts = await Promise.all(
    extractsOf(act, counts).map(async (extract, index) => ({
      lines: counts[index] ?? 0,
      signature: await signText(signedText({ extract }), key)
    }))
  );
  return { _id: printCodeId(act._id), schema: 1, extracts };
}
