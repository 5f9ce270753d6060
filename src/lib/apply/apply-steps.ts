/** The questions of an application, in order: one a screen on a phone, one after the other on a sheet. */
import type { AppliedKind } from '#lib/domain/application/application.ts';
import { m } from '#lib/i18n/messages.ts';

const STEPS = [
  'importer',
  'exporter',
  'reference',
  'goods',
  'purpose',
  'journey',
  'terms',
  'attachments',
  'contact',
  'send'
] as const;
export type Step = (typeof STEPS)[number];

const ORDER: Readonly<Record<AppliedKind, readonly Step[]>> = {
  'import-authorization': STEPS.filter((step) => step !== 'reference'),
  'export-authorization': ['exporter', 'importer', ...STEPS.slice(2).filter((step) => step !== 'purpose')]
};

export function stepsOf(of: AppliedKind): readonly Step[] {
  return ORDER[of];
}

const TITLES: Readonly<Record<Step, () => string>> = {
  importer: m.apply_step_importer,
  exporter: m.apply_step_exporter,
  reference: m.apply_step_reference,
  goods: m.apply_step_goods,
  purpose: m.apply_step_purpose,
  journey: m.apply_step_journey,
  terms: m.apply_step_terms,
  attachments: m.apply_step_attachments,
  contact: m.apply_step_contact,
  send: m.apply_step_send
};

export function stepTitle(step: Step): string {
  return TITLES[step]();
}

/** By the beginning of a box's name; of two, the longer. */
const PLACES: readonly (readonly [string, Step])[] = [
  ['importer', 'importer'],
  ['importingCountry', 'importer'],
  ['exporter', 'exporter'],
  ['exportingCountry', 'exporter'],
  ['lines', 'goods'],
  ['number', 'reference'],
  ['issuedOn', 'reference'],
  ['purpose', 'purpose'],
  ['consignments', 'purpose'],
  ['validUntil', 'terms'],
  ['bonded', 'terms'],
  ['remarks', 'terms'],
  ['contact', 'contact']
];

/** The question that a problem belongs to. */
export function stepOfPath(path: string): Step {
  return PLACES.find(([beginning]) => path.startsWith(beginning))?.[1] ?? 'journey';
}
