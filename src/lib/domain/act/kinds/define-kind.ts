/**
 * What is to be said of a kind of act, in one place: its shape, who may state it, to whom, and where it belongs.
 * A kind grants each of these by name; what no kind grants is refused.
 */
import type { ActId } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import type { BodyHead } from '../head.ts';
import type { Check } from '../shape.ts';
import { judgeTradeAudience } from './audiences.ts';

/** Whose key may state it: the Board's (root or desk), those of a country's people, the exchange's. */
export type Speaker = 'board' | 'administrator' | 'officer' | 'exchange';

/**
 * `trade` belongs to a dossier, that is to one import authorization and all that refers to it. `keys` and `lists` say
 * whom and what to trust, so that the Board may take back more of them (registration/judge-signer.ts). `outreach` is the
 * Board's word to people, which the door takes from whoever has the right to announce; `answer` is a country's to the
 * Board, of its answers and wishes, never of a trade; `training` is a person's own, of what they wish to learn. `trial` is
 * what two authorities agree upon to try the system together; the door judges it by what of the trial it holds
 * (`partners/admit-trial.ts`).
 */
export type Group =
  'trade' | 'keys' | 'lists' | 'receipt' | 'message' | 'outreach' | 'answer' | 'training' | 'trial';

export interface Kind<K extends string, G extends Group, B extends BodyHead<K>> {
  readonly kind: K;
  readonly group: G;
  readonly signers: readonly Speaker[];
  readonly shape: Check<B>;
  /** Who may speak to whom: problems at `body.issuer` and `body.to`. */
  readonly audience: (body: B) => Problem[];
  /** What it says in one place must not contradict what it says in another. */
  readonly consistency: (body: B) => Problem[];
  /** The act that this one cannot be understood without. */
  readonly refersTo: (body: B) => ActId | null;
}

/** Which side of the dossier may state it. */
export type Side = 'importing' | 'exporting' | 'either';

export interface TradeKind<K extends string, B extends BodyHead<K>> extends Kind<K, 'trade', B> {
  readonly side: Side;
}

type Optional = 'consistency' | 'refersTo';
type Given<D> = Omit<D, Optional> & Partial<Pick<D, Optional & keyof D>>;

export function defineKind<
  const K extends string,
  const G extends Exclude<Group, 'trade'>,
  B extends BodyHead<K>
>(given: Given<Kind<K, G, B>>): Kind<K, G, B> {
  return { consistency: nothing, refersTo: () => null, ...given };
}

/** Between exactly the two countries of the dossier, by the people of either. */
export function defineTradeKind<const K extends string, B extends BodyHead<K> & { readonly dossier: string }>(
  given: Omit<Given<TradeKind<K, B>>, 'group' | 'signers' | 'audience'>
): TradeKind<K, B> {
  return {
    group: 'trade',
    signers: ['administrator', 'officer'],
    audience: judgeTradeAudience,
    consistency: nothing,
    refersTo: () => null,
    ...given
  };
}

function nothing(): Problem[] {
  return [];
}
