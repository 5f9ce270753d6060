import { m } from '#lib/i18n/messages.ts';
import type { IconName } from '#lib/ui/icons.ts';

interface DrawnStep {
  readonly icon: IconName;
  readonly word: () => string;
  /** Importing and exporting sides are drawn on different grounds. */
  readonly side: 'importing' | 'exporting' | 'both';
}

const step = (side: DrawnStep['side'], icon: IconName, word: () => string): DrawnStep => ({
  side,
  icon,
  word
});

export const DOTS = 'dots';

export const DRAWINGS: Readonly<Record<string, readonly DrawnStep[]>> = {
  journey: [
    step('importing', 'authorizations', m.landing_step_import),
    step('exporting', 'signature', m.landing_step_export),
    step('exporting', 'shipment', m.landing_step_shipped),
    step('importing', 'check', m.landing_step_received),
    step('importing', 'seal', m.landing_step_endorsed)
  ],
  copies: [
    step('exporting', 'authorizations', m.lesson_drawing_issued),
    step('exporting', 'shipment', m.lesson_drawing_goods),
    step('importing', 'mail', m.lesson_drawing_partner),
    step('exporting', 'companies', m.lesson_drawing_records)
  ],
  account: [
    step('importing', 'edit', m.lesson_drawing_request),
    step('both', 'mail', m.lesson_drawing_letter),
    step('importing', 'keyboard', m.lesson_drawing_code),
    step('importing', 'lock', m.lesson_drawing_key)
  ],
  hops: [
    step('exporting', 'device', m.lesson_drawing_device),
    step('exporting', 'connected', m.lesson_drawing_server),
    step('importing', 'connected', m.lesson_drawing_base),
    step('importing', 'check', m.lesson_drawing_opened)
  ],
  base: [
    step('both', 'balance', m.lesson_drawing_salt),
    step('both', 'close', m.lesson_drawing_factor),
    step('both', 'check', m.lesson_drawing_anhydrous)
  ],
  paper: [
    step('importing', 'print', m.lesson_drawing_printed),
    step('both', 'mail', m.lesson_drawing_post),
    step('exporting', 'authorizations', m.lesson_drawing_answer),
    step('importing', 'edit', m.lesson_drawing_recorded)
  ],
  customs: [
    step('exporting', 'authorizations', m.lesson_drawing_paper),
    step('both', 'scan', m.lesson_drawing_compare),
    step('both', 'check', m.lesson_drawing_state)
  ],
  board: [
    step('both', 'mail', m.lesson_drawing_ask),
    step('both', 'people', m.lesson_drawing_confirm),
    step('both', 'balance', m.lesson_drawing_counts)
  ]
};
