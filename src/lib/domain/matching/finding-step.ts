/**
 * Step of this authority on a finding, or none while the partner has the turn. An authority never asks the partner about its own statement, and never corrects the partner's.
 *
 * | the statement in question is | step                                                        |
 * |------------------------------|-------------------------------------------------------------|
 * | its own                      | cancel it, ship or endorse what is missing, else explain it |
 * | the partner's                | ask about it, link it, or decide about the partner's answer |
 * | absent                       | link it, ask about it, or explain it                        |
 * | of either                    | whatever of these there is                                  |
 */
import type { Dossier } from '../dossier/dossier.ts';
import { allOf } from '../dossier/find-action.ts';
import { actionsOf, type Action } from '../dossier/next-steps.ts';
import { subjectOf } from '../dossier/open-question.ts';
import { hasExplained } from '../dossier/without-import.ts';
import type { AuthorityCode, CalendarDate } from '../ids.ts';
import type { Finding, FindingClass } from './finding.ts';

type Kind = Action['kind'];

const OWN: readonly Kind[] = [
  'record',
  'cancel',
  'ship',
  'endorse',
  'reply',
  'settle',
  'release',
  'confirm',
  'explain'
];
const PARTNERS: readonly Kind[] = ['record', 'link', 'ask'];

const STEPS: Readonly<Record<FindingClass, readonly Kind[]>> = {
  'export-without-import': ['record', 'link', 'ask', 'justify', 'explain'],
  'more-shipped': ['cancel', 'explain', 'ask'],
  'shipped-in-spite': ['release', 'reply', 'settle', 'explain', 'ask'],
  suspended: ['release'],
  contradicts: ['cancel', 'explain', 'ask'],
  'duplicate-number': ['cancel', 'ask'],
  'number-unknown': ['link', 'ask', 'justify', 'explain'],
  'arrived-less': ['explain', 'ask'],
  'figures-differ': ['cancel', 'ship', 'explain', 'ask'],
  'form-differs': ['explain', 'ask'],
  'particulars-differ': ['cancel', 'explain', 'ask'],
  'endorsement-overdue': ['record', 'endorse', 'ask'],
  'expired-unused': ['record', 'endorse', 'ask'],
  'paper-pair': ['link'],
  'paper-import': ['record', 'link'],
  'emergency-export': ['link', 'ask'],
  'answer-outstanding': ['reply', 'settle', 'confirm']
};

interface FindingContext {
  readonly today: CalendarDate;
  readonly isProposed: boolean;
  readonly isOff?: boolean;
}

export function findingStep(
  finding: Finding,
  dossier: Dossier,
  authority: AuthorityCode,
  { today, isProposed, isOff = false }: FindingContext
): Action | null {
  const { on, whose } = finding;
  const actions = actionsOf(dossier, authority, {
    today,
    focus: on,
    isOff,
    isLinkable: (id) => isProposed && id === on,
    isTwice: (id) => finding.class === 'duplicate-number' && id === on,
    isOwnGoods: () => whose === authority
  });
  const isExplained = hasExplained(dossier, authority, on);
  const may = whose === null ? null : whose === authority ? OWN : PARTNERS;
  for (const kind of STEPS[finding.class])
    if (may === null || may.indexOf(kind) >= 0)
      for (const action of allOf(actions))
        if (action.kind === kind && isAbout(action, finding, dossier))
          if (kind !== 'justify' || !isExplained) return action;
  return null;
}

/** Messages on goods reply to the partner's authorization of either kind. */
function isAbout({ kind, on }: Action, finding: Finding, dossier: Dossier): boolean {
  if (kind === 'reply' || kind === 'settle') return subjectOf(dossier, on) === finding.on;
  if (kind === 'confirm')
    return dossier.corrections.some(({ act, upon }) => act === on && upon === finding.on);
  if (on === finding.on) return true;
  if (kind !== 'ask' && kind !== 'explain') return false;
  // A finding on all consignments accepts a reply to any of them.
  return on === dossier.importAuthorization || finding.on === dossier.importAuthorization;
}
