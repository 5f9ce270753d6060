/** What this authority should do about a finding: one of the steps of its dossier, or nothing while the partner has the turn. */
import type { Dossier } from '../dossier/dossier.ts';
import { actionsOf, type Action } from '../dossier/next-steps.ts';
import type { AuthorityCode, CalendarDate } from '../ids.ts';
import type { Finding, FindingClass } from './finding.ts';

const STEPS: Readonly<Record<FindingClass, readonly Action['kind'][]>> = {
  'export-without-import': ['link', 'ask'],
  'more-shipped': ['cancel', 'ask'],
  contradicts: ['cancel', 'ask'],
  'duplicate-number': ['cancel', 'ask'],
  'number-unknown': ['link', 'ask'],
  'arrived-less': ['ask'],
  'figures-differ': ['ask'],
  'particulars-differ': ['ask'],
  'endorsement-overdue': ['endorse', 'ask'],
  'expired-unused': ['endorse', 'ask'],
  'answer-outstanding': ['reply', 'settle']
};

export function findingStep(
  finding: Finding,
  dossier: Dossier,
  authority: AuthorityCode,
  { today, isProposed }: { readonly today: CalendarDate; readonly isProposed: boolean }
): Action | null {
  const { on, says } = finding;
  if (says.kind === 'question' && says.by === authority) return null;
  const { primary, others } = actionsOf(dossier, authority, {
    today,
    focus: on,
    isLinkable: (id) => isProposed && id === on,
    isTwice: (id) => finding.class === 'duplicate-number' && id === on
  });
  const all = primary ? [primary, ...others] : others;
  for (const kind of STEPS[finding.class])
    for (const action of all) if (action.kind === kind && isAbout(action, finding, dossier)) return action;
  return null;
}

/** A question about goods replies to the partner's authorization, whichever of the two that is. */
function isAbout({ kind, on }: Action, finding: Finding, { importAuthorization }: Dossier): boolean {
  if (kind === 'reply') return true;
  return on === finding.on || (kind === 'ask' && on === importAuthorization);
}
