/** Names of kinds without their shapes, for indexes that CouchDB compiles at each update (`exchange/view-rows.ts`). */
import type { ActKind, DossierKind, GroupOf } from './kinds.ts';

const GROUPS: { readonly [K in ActKind]: GroupOf<K> } = {
  'import-authorization': 'trade',
  'export-authorization': 'trade',
  'export-declaration': 'trade',
  'copy-sent': 'trade',
  reply: 'trade',
  shipment: 'trade',
  endorsement: 'trade',
  cancellation: 'trade',
  'match-decision': 'trade',
  'paper-record': 'trade',
  suspension: 'trade',
  correction: 'trade',
  'special-import-licence': 'trade',
  'shared-file': 'trade',
  message: 'message',
  receipt: 'receipt',
  certificate: 'keys',
  withdrawal: 'keys',
  authority: 'lists',
  estimate: 'lists',
  assessment: 'lists',
  'substance-edition': 'lists',
  prohibition: 'lists',
  'schedule-practice': 'lists',
  directory: 'lists',
  'list-confirmation': 'lists',
  announcement: 'outreach',
  survey: 'outreach',
  'survey-answer': 'answer',
  'survey-closing': 'outreach',
  suggestion: 'answer',
  'suggestion-answer': 'outreach',
  'suggestion-vote': 'notice',
  'user-group-record': 'outreach',
  'action-report': 'notice',
  enrolment: 'training',
  'trial-proposal': 'trial',
  'trial-answer': 'trial',
  'trial-result': 'trial',
  'national-practice': 'notice'
};

const BY_NAME: ReadonlyMap<unknown, string> = new Map(Object.entries(GROUPS));

export function isActKind(name: unknown): name is ActKind {
  return BY_NAME.has(name);
}

export function isDossierKind(kind: string): kind is DossierKind {
  return BY_NAME.get(kind) === 'trade';
}
