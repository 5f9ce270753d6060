/**
 * One request's acts at the door, judged in order: each with what is held and with those that were accepted before it.
 * Whether they are then written is the caller's business, so nothing here outlives the request.
 */
import type { Act, DossierAct } from '../act/body.ts';
import { isDossierAct } from '../dossier/dossier-index.ts';
import { isTrialAct, type TrialAct } from '../partners/trial.ts';
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import { isAuthorization, judgeAct, type ActContext } from './door.ts';

/** What is held already, and what else bears upon all acts of the request. */
export interface Held extends Pick<ActContext, 'now' | 'demonstration' | 'blocks'> {
  /** Which act bears which number of the country's. */
  readonly holders: ReadonlyMap<string, ActId>;
  readonly dossiers: {
    /** All that can bear upon this act, `RelatedActs.of` for one. */
    of(act: DossierAct): readonly DossierAct[];
    /** An act that has been accepted counts for those after it. */
    add(act: DossierAct): void;
  };
  /** As `dossiers`, of trials; where none are looked up, nothing that rests on a proposal is accepted. */
  readonly trials?: {
    of(act: TrialAct): readonly TrialAct[];
    add(act: TrialAct): void;
  };
}

export class Admission {
  readonly #held: Held;
  /** Numbers that acts of this request bear: what is not stored yet holds none for others. */
  readonly #taken = new Map<string, ActId>();

  constructor(held: Held) {
    this.#held = held;
  }

  /** Why the act is refused; nothing where it is accepted, and then it counts for those after it. */
  admit(act: Act, verification: ActContext['verification']): readonly Problem[] {
    const { now, demonstration, blocks, dossiers, trials } = this.#held;
    const problems = judgeAct(act, {
      ...{ now, demonstration, blocks, verification },
      numberHolder: isAuthorization(act) ? this.#holderOf(act.body.number) : null,
      dossier: isDossierAct(act) ? dossiers.of(act) : [],
      trial: isTrialAct(act) && trials ? trials.of(act) : []
    });
    if (problems.some(({ weight }) => weight !== 'notice')) return problems;
    if (isDossierAct(act)) dossiers.add(act);
    if (isTrialAct(act)) trials?.add(act);
    if (isAuthorization(act)) this.#taken.set(act.body.number, act._id);
    return [];
  }

  #holderOf(number: string): ActId | null {
    return this.#held.holders.get(number) ?? this.#taken.get(number) ?? null;
  }
}
