/**
 * The closed list of what an authority may state; a kind that is not here is set aside, never guessed. Each is told
 * whole in its own file (`kinds/`); whatever holds for kinds is derived from this list, and no other list of them is kept.
 */
import type { Checked } from './shape.ts';
import { announcement } from './kinds/announcement.ts';
import { authority } from './kinds/authority.ts';
import { cancellation } from './kinds/cancellation.ts';
import { certificate } from './kinds/certificate.ts';
import type { Group, Kind, Side, TradeKind } from './kinds/define-kind.ts';
import { endorsement } from './kinds/endorsement.ts';
import { enrolment } from './kinds/enrolment.ts';
import { exportAuthorization } from './kinds/export-authorization.ts';
import { importAuthorization } from './kinds/import-authorization.ts';
import { matchDecision } from './kinds/match-decision.ts';
import { message } from './kinds/message.ts';
import { receipt } from './kinds/receipt.ts';
import { reply } from './kinds/reply.ts';
import { shipment } from './kinds/shipment.ts';
import { substanceEdition } from './kinds/substance-edition.ts';
import { suggestionAnswer } from './kinds/suggestion-answer.ts';
import { suggestion } from './kinds/suggestion.ts';
import { surveyAnswer } from './kinds/survey-answer.ts';
import { surveyClosing } from './kinds/survey-closing.ts';
import { survey } from './kinds/survey.ts';
import { trialAnswer } from './kinds/trial-answer.ts';
import { trialProposal } from './kinds/trial-proposal.ts';
import { trialResult } from './kinds/trial-result.ts';
import { withdrawal } from './kinds/withdrawal.ts';

const DEFINED = [
  importAuthorization,
  exportAuthorization,
  reply,
  shipment,
  endorsement,
  cancellation,
  matchDecision,
  message,
  receipt,
  certificate,
  withdrawal,
  authority,
  substanceEdition,
  announcement,
  survey,
  surveyAnswer,
  surveyClosing,
  suggestion,
  suggestionAnswer,
  enrolment,
  trialProposal,
  trialAnswer,
  trialResult
] as const;

type Defined = (typeof DEFINED)[number];

export type ActKind = Defined['kind'];
/** What an act states, kind by kind. Everything is text, integer, list or object: no floats. */
export type Body = Checked<Defined['shape']>;
export type BodyOf<K extends ActKind> = Extract<Body, { readonly kind: K }>;

/** Kinds that belong to a dossier, that is to one import authorization and all that refers to it. */
export type DossierKind = Extract<Defined, { readonly group: 'trade' }>['kind'];
/** Acts that a dossier is folded from. */
export type DossierBody = BodyOf<DossierKind>;

export const ACT_KINDS: readonly ActKind[] = DEFINED.map(({ kind }) => kind);

type AnyKind = Kind<ActKind, Group, Body> & Partial<Pick<TradeKind<DossierKind, DossierBody>, 'side'>>;

const BY_NAME: ReadonlyMap<string, AnyKind> = new Map(
  // Each is asked about bodies of its own kind alone: `kindOf(body)` finds it by what the body says it is.
  DEFINED.map((defined) => [defined.kind, defined as unknown as AnyKind])
);

/** Everything that holds for a kind; null for what is none. */
export function kindNamed(name: unknown): AnyKind | null {
  return (typeof name === 'string' && BY_NAME.get(name)) || null;
}

export function kindOf({ kind }: { readonly kind: ActKind }): AnyKind {
  return BY_NAME.get(kind)!;
}

export function isActKind(name: unknown): name is ActKind {
  return kindNamed(name) !== null;
}

export function isDossierKind(kind: ActKind): kind is DossierKind {
  return BY_NAME.get(kind)?.group === 'trade';
}

/** Kinds by which two authorities agree upon a trial. */
export type TrialKind = Extract<Defined, { readonly group: 'trial' }>['kind'];

export function isTrialKind(name: unknown): name is TrialKind {
  return kindNamed(name)?.group === 'trial';
}

/** Kinds that say whose key a key is, and that it is so no more. */
export type KeyKind = Extract<Defined, { readonly group: 'keys' }>['kind'];

export function isKeyKind(name: unknown): name is KeyKind {
  return kindNamed(name)?.group === 'keys';
}

/** What the Board tells people, and what they tell the Board, outside of any trade. */
export type WordKind = Extract<Defined, { readonly group: 'outreach' | 'answer' }>['kind'];

export function isDossierBody(body: Body): body is DossierBody {
  return isDossierKind(body.kind);
}

/** Which side of its dossier may state it. */
export function sideOf(kind: DossierKind): Side {
  return BY_NAME.get(kind)?.side ?? neverStated(kind);
}

function neverStated(kind: string): never {
  throw new Error('no kind of a dossier: ' + kind);
}
