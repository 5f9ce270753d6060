/** Judges one request's acts in order, each with stored and earlier accepted ones. The caller writes them. */
import { asKind, isAuthorization, type Act, type DossierAct } from '../act/body.ts';
import { isAnswerKind, isPublishedKind } from '../act/kinds.ts';
import type { Estimates } from '../balance/judge-balance.ts';
import type { PracticeAct } from '../authorization/practice-in-force.ts';
import type { Asking, Balance } from '../balance/balance.ts';
import { isDossierAct, routeActs } from '../dossier/dossier-index.ts';
import { foldDossier } from '../dossier/fold-dossier.ts';
import { isTrialAct, type TrialAct } from '../partners/trial.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import { judgeAct, type ActContext } from './door.ts';

export interface Held extends Pick<ActContext, 'now' | 'demonstration' | 'blocks'> {
  readonly holders: Pick<ReadonlyMap<string, ActId>, 'get'>;
  readonly published?: readonly Act[];
  readonly answered?: ActContext['answered'];
  readonly invitations?: ActContext['invitations'];
  readonly dossiers: {
    of(act: DossierAct): readonly DossierAct[];
    add(act: DossierAct): void;
  };
  readonly twoPeople?: (act: Act) => ActContext['twoPeople'];
  /** What the country's estimates leave; without it, nothing is refused by them. */
  readonly balance?: HeldBalance | null;
  /** The register of the issuer's own country; without it, no company is judged. */
  readonly companies?: ActContext['companies'] | null;
  /** Like `dossiers`, for trials; without it, acts on a proposal are refused. */
  readonly trials?: {
    of(act: TrialAct): readonly TrialAct[];
    add(act: TrialAct): void;
  };
}

export interface HeldBalance extends Omit<Asking, 'device'> {
  /** Changed by what is accepted: a fork of the stored one. */
  readonly balance: Balance;
}

export class Admission {
  readonly #held: Held;
  /** Numbers used by acts of this request, which are not stored yet. */
  readonly #taken = new Map<string, ActId>();
  readonly #practices: PracticeAct[] = [];
  readonly #lists: Act[] = [];
  readonly #answered: ActId[] = [];

  constructor(held: Held) {
    this.#held = held;
    for (const act of held.published ?? []) this.#keep(act);
    for (const id of held.answered ?? []) this.#answered.push(id);
  }

  admit(act: Act, verification: ActContext['verification']): readonly Problem[] {
    const {
      now,
      demonstration,
      blocks,
      dossiers,
      trials,
      balance,
      companies,
      invitations = [],
      twoPeople
    } = this.#held;
    const people = twoPeople?.(act);
    const problems = judgeAct(act, {
      now,
      demonstration,
      blocks,
      verification,
      numberHolder: isAuthorization(act) ? this.#holderOf(act.body.number) : null,
      dossier: isDossierAct(act) ? dossiers.of(act) : [],
      trial: isTrialAct(act) && trials ? trials.of(act) : [],
      practices: this.#practices,
      lists: this.#lists,
      answered: this.#answered,
      invitations,
      ...(companies ? { companies } : {}),
      ...(people ? { twoPeople: people } : {}),
      ...(balance ? { estimates: estimatesFor(act, balance) } : {})
    });
    if (problems.some(({ weight }) => weight !== 'notice')) return problems;
    if (isDossierAct(act)) dossiers.add(act);
    if (balance && isDossierAct(act)) this.#count(act, balance);
    if (isTrialAct(act)) trials?.add(act);
    this.#keep(act);
    if (isAuthorization(act)) this.#taken.set(act.body.number, act._id);
    return [];
  }

  #keep(act: Act): void {
    const practice = asKind(act, 'national-practice');
    if (practice) this.#practices.push(practice);
    else if (isPublishedKind(act.body.kind)) this.#lists.push(act);
    else if (isAnswerKind(act.body.kind)) this.#answered.push(act._id);
  }

  #count(act: DossierAct, { balance }: HeldBalance): void {
    for (const [key, group] of routeActs(this.#held.dossiers.of(act)))
      balance.ledger.put(key, foldDossier(key, group));
    balance.noteAct(act);
  }

  #holderOf(number: string): ActId | null {
    return this.#held.holders.get(number) ?? this.#taken.get(number) ?? null;
  }
}

function estimatesFor({ signature }: Act, { balance, ...asking }: HeldBalance): Estimates {
  return { roomOf: (of, upon) => balance.roomOf(of, { ...asking, device: signature.key }, upon) };
}
