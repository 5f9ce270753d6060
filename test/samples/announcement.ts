/** What the Board's secretariat writes to many countries. */
import type { BodyOf } from '#lib/domain/act/body.ts';
import type { AnnouncementAct } from '#lib/domain/outreach/letters.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { actId } from '#lib/domain/act/content-id.ts';

export const LETTER_IN_ENGLISH = {
  title: 'Estimates are due on 30 June',
  text: 'Dear colleagues,\n\nplease send the estimates for next year by 30 June.\nThe form is at https://www.incb.org/forms.'
};

export function anAnnouncement(over: Partial<BodyOf<'announcement'>> = {}): BodyOf<'announcement'> {
  return {
    schema: 1,
    kind: 'announcement',
    issuer: 'INCB' as BodyOf<'announcement'>['issuer'],
    to: ['*'],
    seq: { INCB: 1 },
    at: '2026-11-24T09:00:00.000Z' as Instant,
    by: { person: 'incb.secretary', name: 'A. Secretary', function: 'Secretariat' },
    texts: { en: LETTER_IN_ENGLISH },
    audience: {},
    ...over
  };
}

export function anAnnouncementAct(over: Partial<BodyOf<'announcement'>> = {}): AnnouncementAct {
  const body = anAnnouncement(over);
  const signature = {
    alg: 'ES256',
    key: 'K'.repeat(43),
    value: 'V'.repeat(86)
  } as AnnouncementAct['signature'];
  return { _id: actId(body, signature), body, signature };
}
