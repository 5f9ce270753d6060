/** Definition of an act kind: shape, speaker, audience and place. Each permission is explicit; all else is refused. */
import type { ActId } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import type { BodyHead } from '../head.ts';
import type { Check } from '../../shape/shape.ts';
import { judgeTradeAudience } from './audiences.ts';

/** Owner of the key: the Board (root or device), a country's administrator or officer, the exchange. */
export type Speaker = 'board' | 'administrator' | 'officer' | 'exchange';

/**
 * `trade`: a dossier, that is one import authorization and all acts that refer to it. `keys`, `lists`: keys and lists
 * to trust; the Board can withdraw more of them (registration/judge-signer.ts). `outreach`: the Board to people,
 * requires the right to announce. `answer`: a country to the Board, answers and suggestions, never trade. `training`: a
 * person's own enrolments. `trial`: two authorities agree to test I2ES; the door judges it by its copy of the trial
 * (`partners/admit-trial.ts`).
 */
export type Group =
  'trade' | 'keys' | 'lists' | 'receipt' | 'message' | 'outreach' | 'answer' | 'training' | 'trial';

export interface Kind<K extends string, G extends Group, B extends BodyHead<K>> {
  readonly kind: K;
  readonly group: G;
  readonly signers: readonly Speaker[];
  readonly shape: Check<B>;
  readonly audience: (body: B) => Problem[];
  readonly consistency: (body: B) => Problem[];
  readonly refersTo: (body: B) => ActId | null;
}

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
