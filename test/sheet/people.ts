/** Who looks at the screens: one person of the demonstration for each role, one who has only begun, and nobody. */
import { roleNamed, type PersonRole } from '#lib/domain/registration/rights.ts';
import { ADMINISTRATORS, OFFICERS, SECRETARIAT, type Traveller } from '../e2e/pages/sign-in.page.ts';

export const WHO = [
  'nobody',
  'officer',
  'administrator',
  'incb',
  'trainer',
  'customs',
  'company',
  'beginner'
] as const;
export type Who = (typeof WHO)[number];

export const TRAVELLERS: Readonly<Record<Exclude<Who, 'nobody'>, Traveller>> = {
  officer: OFFICERS.AU,
  administrator: ADMINISTRATORS.AU,
  incb: SECRETARIAT,
  trainer: { account: 'trainer.demo', password: 'blackboard-river-26' },
  customs: { account: 'au.customs', password: 'jetty-lighthouse-26' },
  company: { account: 'au.tasman-submit', password: 'saltbush-ferry-26' },
  // Their country is registered and has issued nothing: every list is empty still.
  beginner: { account: 'ke.admin', password: 'savanna-lantern-26' }
};

export function roleOf(who: Who): PersonRole | null {
  return who === 'beginner' ? 'administrator' : roleNamed(who);
}
