import { m } from '#lib/i18n/messages.ts';

export type View =
  'opening' | 'list' | 'sign-in' | 'locked' | 'shut-out' | 'signed-in' | 'filling' | 'device' | 'leaving';

const TITLES: Readonly<Record<View, () => string>> = {
  opening: m.person_title,
  list: m.person_title,
  'sign-in': m.person_sign_in_title,
  locked: m.person_unlock_title,
  'shut-out': m.leave_out_title,
  'signed-in': m.person_seal_title,
  filling: m.person_fill_title,
  device: m.person_device_ready_title,
  leaving: m.person_title
};

export function viewTitle(view: View): string {
  return TITLES[view]();
}
