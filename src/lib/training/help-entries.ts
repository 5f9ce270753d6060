/** The app’s help as passages to be found: the same sentences as the help desk shows. */
import { m } from '#lib/i18n/messages.ts';
import type { Passage } from './lesson.ts';

const ENTRIES: readonly (readonly [() => string, ...(() => string)[]])[] = [
  [
    m.help_steps,
    m.help_step_import,
    m.help_step_export,
    m.help_step_ship,
    m.help_step_receive,
    m.help_step_endorse
  ],
  [m.help_differs, m.help_differs_lead],
  [m.help_unusual, m.help_unusual_lead],
  [
    m.help_dots,
    m.help_dots_lead,
    m.help_dot_device,
    m.help_dot_server,
    m.help_dot_partner,
    m.help_dot_opened
  ],
  [m.help_dots, m.help_dot_refused],
  [m.help_signature, m.help_signature_lead, m.help_signature_else, m.help_signature_name],
  [m.help_announce, m.help_announce_lead],
  [m.help_leave, m.help_leave_out, m.help_leave_remove, m.help_leave_forgot, m.help_leave_lock],
  [m.help_limits, m.help_limit_issued, m.help_limit_numbers]
];

export function helpEntries(): readonly Passage[] {
  return ENTRIES.map(([heading, ...sentences]) => ({
    source: m.help_title(),
    heading: heading(),
    text: sentences.map((sentence) => sentence()).join(' '),
    href: '/help'
  }));
}
