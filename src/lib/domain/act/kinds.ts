/**
 * The closed list of act kinds; other kinds are skipped, never guessed. Each kind has its own file (`kinds/`), and all
 * other lists derive from this one.
 */
import type { Checked } from '../shape/shape.ts';
import { announcement } from './kinds/announcement.ts';
import { authority, listConfirmation, PUBLISHED, type ListKind } from './kinds/lists.ts';
import {
  cancellation,
  endorsement,
  matchDecision,
  reply,
  sharedFile,
  shipment,
  correction,
  specialImportLicence,
  suspension
} from './kinds/trade.ts';
import { certificate, withdrawal } from './kinds/keys.ts';
import type { Group, Kind, Side, TradeKind } from './kinds/define-kind.ts';
import { copySent, exportDeclaration } from './kinds/export-declaration.ts';
import { enrolment } from './kinds/enrolment.ts';
import { exportAuthorization, importAuthorization } from './kinds/authorization.ts';
import { message, receipt } from './kinds/message.ts';
import { paperRecord } from './kinds/paper-record.ts';
import { nationalPractice } from './kinds/national-practice.ts';
import { suggestionAnswer, suggestion, suggestionVote } from './kinds/suggestion.ts';
import { surveyAnswer, surveyClosing } from './kinds/survey-answer.ts';
import { survey } from './kinds/survey.ts';
import { actionReport, userGroupRecord } from './kinds/user-group.ts';
import { trialAnswer, trialProposal, trialResult } from './kinds/trial.ts';

const DEFINED = [
  importAuthorization,
  exportAuthorization,
  exportDeclaration,
  copySent,
  reply,
  shipment,
  endorsement,
  cancellation,
  matchDecision,
  paperRecord,
  suspension,
  correction,
  specialImportLicence,
  sharedFile,
  message,
  receipt,
  certificate,
  withdrawal,
  authority,
  ...PUBLISHED,
  listConfirmation,
  announcement,
  survey,
  surveyAnswer,
  surveyClosing,
  suggestion,
  suggestionAnswer,
  suggestionVote,
  userGroupRecord,
  actionReport,
  enrolment,
  trialProposal,
  trialAnswer,
  trialResult,
  nationalPractice
] as const;

type Defined = (typeof DEFINED)[number];

export type ActKind = Defined['kind'];
export type Body = Checked<Defined['shape']>;
export type BodyOf<K extends ActKind> = Extract<Body, { readonly kind: K }>;

export type GroupOf<K extends ActKind> = Extract<Defined, { readonly kind: K }>['group'];

export type KindOfGroup<G extends Group> = Extract<Defined, { readonly group: G }>['kind'];

/** Kinds of a dossier: one import authorization and all acts that refer to it. */
export type DossierKind = KindOfGroup<'trade'>;
export type DossierBody = BodyOf<DossierKind>;

export const ACT_KINDS: readonly ActKind[] = DEFINED.map(({ kind }) => kind);

type AnyKind = Kind<ActKind, Group, Body> & Partial<Pick<TradeKind<DossierKind, DossierBody>, 'side'>>;

const BY_NAME: ReadonlyMap<string, AnyKind> = new Map(
  // Safe: `kindOf(body)` selects the entry by the body's own kind.
  DEFINED.map((defined) => [defined.kind, defined as AnyKind])
);

export function kindNamed(name: unknown): AnyKind | null {
  return (typeof name === 'string' && BY_NAME.get(name)) || null;
}

export function kindOf({ kind }: { readonly kind: ActKind }): AnyKind {
  return BY_NAME.get(kind)!;
}

export function isListKind(kind: ActKind): kind is ListKind {
  return PUBLISHED.some((one) => one.kind === kind);
}

/** What rules read that INCB and countries publish: lists, what confirms them, national practices, votes. */
export function isPublishedKind(kind: ActKind): boolean {
  return isListKind(kind) || kind === 'list-confirmation' || kindNamed(kind)?.group === 'notice';
}

export type TrialKind = KindOfGroup<'trial'>;

export function isTrialKind(name: unknown): name is TrialKind {
  return kindNamed(name)?.group === 'trial';
}

/** From a country to INCB: a suggestion, an answer to a survey. */
export function isAnswerKind(name: unknown): boolean {
  return kindNamed(name)?.group === 'answer';
}

type KeyKind = KindOfGroup<'keys'>;

export function isKeyKind(name: unknown): name is KeyKind {
  return kindNamed(name)?.group === 'keys';
}

export function isDossierBody(body: Body): body is DossierBody {
  return kindOf(body).group === 'trade';
}

export function sideOf(kind: DossierKind): Side {
  return BY_NAME.get(kind)?.side ?? neverStated(kind);
}

function neverStated(kind: string): never {
  throw new Error('no kind of a dossier: ' + kind);
}
