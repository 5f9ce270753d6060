import { describe, expect, it } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import {
  answerAnnouncement,
  changeSession,
  findClashes,
  judgeRoom
} from '#lib/domain/training/change-session.ts';
import {
  asksAnnouncement,
  forServerOf,
  parsePlan,
  parseSession,
  publicPart,
  type Session
} from '#lib/domain/training/session.ts';
import { checkTrainingDeskDocument, checkTrainingDocument } from '#lib/domain/training/training-structure.ts';
import { mayWriteHere } from '#lib/domain/exchange/authority.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aPlan, aSession, SESSION_ID } from '../../samples/training.ts';

const NOW = '2026-11-25T10:00:00.000Z' as Instant;
const TRAINER = { id: 'trainer.demo', name: 'Demonstration trainer', role: 'trainer' };
const OTHER = { id: 'trainer.other', name: 'Another trainer', role: 'trainer' };

function codesOf(value: unknown): readonly string[] {
  const parsed = parsePlan(value);
  return parsed.ok ? [] : parsed.problems.map(({ code, path }) => `${code} ${path}`);
}

describe('the room of an organizer', () => {
  const many = (count: number, more: Partial<Session> = {}): readonly Session[] =>
    Array.from({ length: count }, () => aSession(more));
  const body = { id: 'body', name: 'Community' };
  const codeOf = (planned: Session, held: readonly Session[]) => judgeRoom(planned, held, NOW)?.code ?? null;

  it('is a hundred coming sessions, of which cancelled and past ones are none', () => {
    expect(codeOf(aSession(), many(99))).toBeNull();
    expect(codeOf(aSession(), many(100))).toBe('training.session.tooMany');
    const past = many(100, { endsAt: '2026-11-01T00:00:00.000Z' as Instant });
    const cancelled = many(100, { cancelled: { at: NOW, reason: 'No' } });
    expect(codeOf(aSession(), [...past, ...cancelled])).toBeNull();
  });

  it('is a thousand sessions ever, so that cancelling gives no room without end', () => {
    const cancelled = many(1000, { cancelled: { at: NOW, reason: 'No' } });
    expect(codeOf(aSession(), cancelled)).toBe('training.session.tooMany');
  });

  it('is not taken by sessions of another trainer or body', () => {
    expect(codeOf(aSession({ body }), many(1000))).toBeNull();
    expect(codeOf(aSession(), many(1000, { body }))).toBeNull();
    expect(codeOf(aSession({ body }), many(100, { body }))).toBe('training.session.tooMany');
  });
});

describe('a session at a country’s own server', () => {
  const more = { link: 'https://meet.example/1', helpers: ['trainer.other' as never] };
  const carried = (country: string, over: Partial<Session> = {}) =>
    forServerOf(country as never, { ...aSession({ ...more, ...over }), _rev: '1-a' }) as Session;
  const group = { name: 'Two', countries: ['AU', 'CH'] as never };

  it('keeps its private joining link, if it is for the country', () => {
    expect(carried('AU', { audience: { group } })).toMatchObject({ ...more, _rev: '1-a' });
    expect(carried('KE')).toMatchObject(more);
  });

  it('has neither the link nor the other trainers, if it is for other countries', () => {
    const seen = carried('KE', { audience: { group } });
    expect(seen.link ?? seen.helpers).toBeUndefined();
    expect(parseSession(seen).ok && checkTrainingDocument(seen, null).ok).toBe(true);
  });
});

describe('a planned session', () => {
  it('is read as it was typed', () => {
    expect(parsePlan(aPlan())).toEqual({ ok: true, value: aPlan() });
    expect(parseSession({ ...aSession(), _rev: '1-a' })).toEqual({ ok: true, value: aSession() });
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'http://meet.example/1',
    'https://user:word@meet.example/1',
    'https://meet.example@evil.example:1/',
    'https://meet.example/<script>',
    'https://meet.example/\nATTENDEE:mailto:a@b.c',
    'https://localhost/1',
    ' https://meet.example/1'
  ])('takes no link %j', (link) => {
    expect(codesOf(aPlan({ link }))).toEqual(['training.link.malformed link']);
    expect(codesOf(aPlan({ materials: [{ title: 'Slides', link }] }))).toEqual([
      'training.link.malformed materials.0.link'
    ]);
  });

  it('keeps markup in a title as the text that it is, and refuses what hides', () => {
    expect(codesOf(aPlan({ title: '<script>alert(1)</script>' }))).toEqual([]);
    expect(codesOf(aPlan({ title: 'Endorsing \u202edesrever' }))).toHaveLength(1);
    expect(codesOf(aPlan({ title: 'Endorsing\r\nATTENDEE:mailto:a@b.c' }))).toEqual([
      'act.text.control title'
    ]);
  });

  it.each([
    [{ endsAt: aPlan().startsAt }, 'training.time.backwards endsAt'],
    [{ endsAt: '2027-01-10T14:00:00.000Z' as Instant }, 'training.time.tooLong endsAt'],
    [{ zone: 'Nowhere; DROP' }, 'training.zone.malformed zone'],
    [{ capacity: 0 }, 'act.value.notAnInteger capacity'],
    [{ capacity: 1.5 }, 'act.value.notAnInteger capacity']
  ])('is refused for what cannot be: %j', (more, code) => {
    expect(codesOf(aPlan(more))).toEqual([code]);
  });

  it('is somewhere', () => {
    const { place: _none, ...nowhere } = aPlan();
    expect(codesOf(nowhere)).toEqual(['training.place.missing place']);
  });

  it('tells the public no joining link that is for the enrolled, no other trainers and no notes', () => {
    const changes = [{ at: NOW, note: 'Another room.' }];
    const session = aSession({ link: 'https://meet.example/secret', helpers: ['trainer.other'], changes });
    expect(JSON.stringify(publicPart(session))).not.toMatch(/secret|trainer\.other|Another room/);
    expect(publicPart({ ...session, isLinkPublic: true }).link).toBe('https://meet.example/secret');
    expect(parseSession(publicPart(session)).ok).toBe(true);
  });
});

describe('changing a session', () => {
  const change = (before: ReturnType<typeof aSession> | null, asked: object, by = TRAINER) =>
    changeSession(SESSION_ID, before, { revision: before?.revision ?? 0, ...asked }, by, NOW);
  const codeOf = (result: ReturnType<typeof change>) => (result.ok ? null : result.problems[0]?.code);

  it('makes a new one in the name of whoever plans it', () => {
    const made = change(null, { plan: aPlan() });
    expect(made.ok && made.value).toMatchObject({ revision: 1, trainer: { person: 'trainer.demo' } });
  });

  it('makes a new one that began at most two weeks ago: its plan can have waited for a connection', () => {
    const begun = (days: number) => {
      const startsAt = new Date(Date.parse(NOW) - days * 86_400_000).toISOString() as Instant;
      const endsAt = new Date(Date.parse(startsAt) + 3_600_000).toISOString() as Instant;
      return codeOf(change(null, { plan: aPlan({ startsAt, endsAt }) }));
    };
    expect([0, 1, 14, 14.1, 400].map(begun)).toEqual([
      null,
      null,
      null,
      'training.time.past',
      'training.time.past'
    ]);
  });

  it('leaves what is another’s alone', () => {
    expect(codeOf(change(aSession(), { plan: aPlan() }, OTHER))).toBe('training.session.foreign');
    expect(codeOf(change(aSession(), { cancel: 'Storm.' }, OTHER))).toBe('training.session.foreign');
    const helped = aSession({ helpers: ['trainer.other'] });
    // Who else teaches is for the one who planned it, and so are a cancellation and an announcement.
    expect(codeOf(change(helped, { plan: aPlan() }, OTHER))).toBe('training.session.foreign');
    expect(codeOf(change(helped, { cancel: 'Storm.' }, OTHER))).toBe('training.session.foreign');
    expect(codeOf(change(helped, { announce: true }, OTHER))).toBe('training.session.foreign');
  });

  it('is changed by another of its trainers, and stays with the one who planned it', () => {
    const helpers = [OTHER.id as never];
    const changed = change(aSession({ helpers }), { plan: aPlan({ helpers, capacity: 12 }) }, OTHER);
    expect(unwrap(changed)).toMatchObject({ capacity: 12, trainer: aSession().trainer, revision: 2 });
  });

  it('overwrites nothing that was changed meanwhile', () => {
    const asked = { plan: aPlan(), revision: 1 };
    expect(codeOf(change(aSession({ revision: 2 }), asked))).toBe('training.session.changedMeanwhile');
    expect(codeOf(change(null, asked))).toBe('training.session.changedMeanwhile');
  });

  it('tells the enrolled what is new, and keeps what they were told', () => {
    const first = change(aSession(), { plan: aPlan({ place: 'Room 5' }), note: 'Room 5 in place of 4.' });
    if (!first.ok) throw new Error('refused');
    const second = change(first.value, { plan: aPlan({ place: 'Room 6' }), note: 'Room 6.' });
    expect(second.ok && second.value.changes?.map(({ note }) => note)).toEqual([
      'Room 5 in place of 4.',
      'Room 6.'
    ]);
  });

  it('adds materials when it is over, and moves neither its time, its places nor the day on which names go', () => {
    const over = '2026-12-11T08:00:00.000Z' as Instant;
    const before = aSession();
    const ask = (plan: object) =>
      changeSession(SESSION_ID, before, { revision: before.revision, plan }, TRAINER, over);
    const materials = [{ title: 'Recording', link: 'https://video.example/1' }];
    expect(unwrap(ask(aPlan({ materials }))).materials).toEqual(materials);
    const later = { startsAt: '2027-12-10T07:30:00.000Z', endsAt: '2027-12-10T14:00:00.000Z' } as const;
    for (const moved of [later, { capacity: 11 }, { audience: { region: '002' } }])
      expect(codeOf(ask(aPlan(moved as never)))).toBe('training.session.settled');
    expect(change(before, { plan: aPlan(later as never) }).ok).toBe(true);
  });

  it('cancels with a reason, once, and nothing after it', () => {
    expect(codeOf(change(aSession(), { cancel: '' }))).toBe('act.text.missing');
    const cancelled = change(aSession(), { cancel: 'The hotel is flooded.' });
    if (!cancelled.ok) throw new Error('refused');
    expect(cancelled.value.cancelled?.reason).toBe('The hotel is flooded.');
    expect(codeOf(change(cancelled.value, { plan: aPlan() }))).toBe('training.session.cancelled');
  });
});

describe('two sessions', () => {
  const other = aSession({ trainer: { person: 'trainer.other', name: 'Another' } });
  const planned = { id: 'session:new', trainer: 'trainer.demo' };

  it('clash where they want one room at one time', () => {
    const clashes = findClashes(aPlan({ place: 'NAIROBI, conference room 4' }), planned, [other]);
    expect(clashes.map(({ of }) => of)).toEqual(['room']);
  });

  it('clash where one trainer were at two places, a helper as well', () => {
    const clashes = findClashes(aPlan({ place: 'Lima', helpers: ['trainer.other'] }), planned, [other]);
    expect(clashes.map(({ of }) => of)).toEqual(['trainer']);
  });

  it('do not clash one after the other, nor with one that is cancelled, nor with themselves', () => {
    const later = aPlan({ startsAt: other.endsAt, endsAt: '2026-12-10T16:00:00.000Z' as Instant });
    expect(findClashes(later, planned, [other])).toEqual([]);
    const off = { ...other, cancelled: { at: NOW, reason: 'Storm.' } };
    expect(findClashes(aPlan(), planned, [off])).toEqual([]);
    expect(findClashes(aPlan(), { id: SESSION_ID, trainer: 'trainer.other' }, [other])).toEqual([]);
  });
});

describe('the databases of trainings', () => {
  const refused = (result: ReturnType<typeof checkTrainingDocument>) =>
    result.ok ? null : result.problems[0]?.code;

  it('take sessions and lessons, and nothing else in training', () => {
    expect(checkTrainingDocument(aSession()).ok).toBe(true);
    expect(refused(checkTrainingDocument({ _id: 'draft:1' }))).toBe('document.unknown');
    expect(refused(checkTrainingDocument({ ...aSession(), link: 'javascript:alert(1)' }))).toBe(
      'training.link.malformed'
    );
    expect(refused(checkTrainingDocument({ _id: SESSION_ID, _deleted: true }))).toBe(
      'door.document.mayNotBeDeleted'
    );
    expect(refused(checkTrainingDocument({ ...aSession(), _attachments: {} }))).toBe('document.attachment');
  });

  it('let nobody make another trainer’s session theirs', () => {
    const stolen = { ...aSession(), trainer: { person: 'trainer.other', name: 'Other' } };
    expect(refused(checkTrainingDocument(stolen, aSession()))).toBe('training.session.foreign');
    expect(checkTrainingDocument(stolen, null).ok).toBe(true);
    expect(checkTrainingDocument({ ...aSession(), title: 'Anew' }, aSession()).ok).toBe(true);
  });

  it('take what is noted of attendance on the desk, and no draft of a trade', () => {
    const uuid = SESSION_ID.slice('session:'.length);
    expect(checkTrainingDeskDocument({ _id: `tally:${uuid}` }, null).ok).toBe(true);
    expect(checkTrainingDeskDocument({ _id: `told:${uuid}` }, null).ok).toBe(true);
    expect(refused(checkTrainingDeskDocument({ _id: `draft:${uuid}` }, null))).toBe('document.unknown');
    expect(refused(checkTrainingDeskDocument({ _id: 'act:20261124:AU:enrolment:x' }, null))).not.toBeNull();
  });

  it('let names be deleted by the server itself, and never by the exchange', () => {
    const gone = { _id: 'act:20261124:AU:enrolment:x', _deleted: true };
    expect(mayWriteHere({ kind: 'service', authority: null }, gone, 'training-desk').ok).toBe(true);
    expect(mayWriteHere({ kind: 'exchange' }, gone, 'training-desk').ok).toBe(false);
    expect(mayWriteHere({ kind: 'service', authority: null }, gone, 'country-au').ok).toBe(false);
  });
});

describe('asking the secretariat to announce it', () => {
  const ask = (before: ReturnType<typeof aSession>, announce: unknown = true, now = NOW) =>
    changeSession(before._id, before, { revision: before.revision, announce }, TRAINER, now);
  const isOpen = (one: ReturnType<typeof aSession>, now: Instant) =>
    asksAnnouncement(one, one.announcement, now);
  const before = aSession();
  const asked = unwrap(ask(before));
  const LATER = '2026-11-26T10:00:00.000Z' as Instant;

  it('stands until it is answered, is asked once, and is asked anew after an answer', () => {
    expect([before, asked].map((one) => isOpen(one, NOW))).toEqual([false, true]);
    expect([asked.revision, asked.changedAt]).toEqual([before.revision, before.changedAt]);
    expect(unwrap(ask(asked))).toBe(asked);
    const answered = unwrap(answerAnnouncement(asked, 'taken-up', LATER));
    expect(isOpen(answered, LATER)).toBe(false);
    expect(answered.revision).toBe(before.revision);
    expect(answerAnnouncement(answered, 'declined', LATER).ok).toBe(false);
    expect(unwrap(ask(answered, true, LATER)).announcement).toEqual({ askedAt: LATER });
    expect(parseSession(answered)).toEqual({ ok: true, value: answered });
  });

  it('is kept where the plan changes, and is nobody’s to read in the calendar', () => {
    const change = { revision: asked.revision, plan: aPlan({ title: 'Another title' }) };
    const changed = unwrap(changeSession(asked._id, asked, change, TRAINER, LATER));
    expect(changed.announcement).toEqual(asked.announcement);
    expect(publicPart(changed)).not.toHaveProperty('announcement');
  });

  it('is not of a session that is over or called off', () => {
    const over = '2027-12-01T00:00:00.000Z' as Instant;
    expect(ask(before, true, over).ok).toBe(false);
    expect(ask(before, 'yes').ok).toBe(false);
    expect(isOpen(asked, over)).toBe(false);
    expect(isOpen({ ...asked, cancelled: { at: NOW, reason: 'Ill' } }, NOW)).toBe(false);
  });
});
