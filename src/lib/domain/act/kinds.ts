/**
 * The closed list of act kinds; other kinds are skipped, never guessed. Each kind has its own file (`kinds/`), and all
 * other lists derive from this one.
 */
import type { Checked } from '../shape/shape.ts';
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
export type Body = Checked<Defined['shape']>;
export type BodyOf<K extends ActKind> = Extract<Body, { readonly kind: K }>;

/** Kinds of a dossier: one import authorization and all acts that refer to it. */
export type DossierKind = Extract<Defined, { readonly group: 'trade' }>['kind'];
export type DossierBody = BodyOf<DossierKind>;

export const ACT_KINDS: readonly ActKind[] = DEFINED.map(({ kind }) => kind);

type AnyKind = Kind<ActKind, Group, Body> & Partial<Pick<TradeKind<DossierKind, DossierBody>, 'side'>>;

const BY_NAME: ReadonlyMap<string, AnyKind> = new Map(
  // Safe: `kindOf(body)` selects the entry by the body's own kind.
  DEFINED.map((defined) => [defined.kind, defined as unknown as AnyKind])
);

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

export type TrialKind = Extract<Defined, { readonly group: 'trial' }>['kind'];

export function isTrialKind(name: unknown): name is TrialKind {
  return kindNamed(name)?.group === 'trial';
}

type KeyKind = Extract<Defined, { readonly group: 'keys' }>['kind'];

export function isKeyKind(name: unknown): name is KeyKind {
  return kindNamed(name)?.group === 'keys';
}

export type WordKind = Extract<Defined, { readonly group: 'outreach' | 'answer' }>['kind'];

export function isDossierBody(body: Body): body is DossierBody {
  return isDossierKind(body.kind);
}

/** The side of its dossier that can issue it. */
export function sideOf(kind: DossierKind): Side {
  return BY_NAME.get(kind)?.side ?? neverStated(kind);
}

function neverStated(kind: string): never {
  throw new Error('no kind of a dossier: ' + kind);
}
