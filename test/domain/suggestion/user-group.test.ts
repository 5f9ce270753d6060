/** The record of the user group, from INCB's signed entries, and the votes of countries. */
import { describe, expect, it } from 'vitest';
import type { BodyOf } from '#lib/domain/act/body.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { wishHash } from '#lib/domain/suggestion/fold-wishes.ts';
import {
  foldUserGroup,
  isOverdue,
  judgeRecord,
  recordFields,
  isOwner,
  reportsOn,
  supportersOf,
  unseenChanges,
  type ReportAct,
  type VoteAct
} from '#lib/domain/suggestion/user-group.ts';
import { signed } from '../../samples/survey.ts';

const MEETING = '5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69';
const ITEM = '6b1c6f4f-1d1e-4a1f-9b97-2a3e4d5c6b7a';
const TODAY = '2026-12-02' as CalendarDate;
const titled = (title: string) => ({ en: { title, text: 'Text.' } });

const withoutUndefined = (value: object): unknown => JSON.parse(JSON.stringify(value));

const record = (day: number, over: object) =>
  signed(
    withoutUndefined({
      ...{ schema: 1, kind: 'user-group-record', issuer: 'INCB', to: ['*'], seq: { INCB: day } },
      at: `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`,
      by: { person: 'incb.secretary', name: 'A. Secretary', function: '' },
      texts: titled('Fourth meeting'),
      ...over
    }) as BodyOf<'user-group-record'>
  );

const meeting = (day: number, over: object = {}) =>
  record(day, { part: 'meeting', item: MEETING, heldOn: '2026-12-22', ...over });
const action = (day: number, over: object = {}) =>
  record(day, {
    ...{ part: 'action', item: ITEM, owner: 'users', due: '2026-12-01', state: 'open' },
    ...over
  });

const noticeOf = (kind: string, country: string, day: number) => ({
  ...{ schema: 1, kind, issuer: country, to: ['*'], seq: { [country]: day } },
  at: `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`,
  by: { person: `${country.toLowerCase()}.administrator`, name: 'A. Head', function: '' }
});

const told = (body: unknown): string[] => {
  const read = parseBody(body);
  return read.ok ? [] : read.problems.map(({ code, path }) => `${code} ${path}`);
};

describe('an entry of the user group', () => {
  it.each([
    ['a meeting without a day', meeting(1, { heldOn: undefined }), 'userGroup.field.missing body.heldOn'],
    [
      'a decision of no meeting',
      record(1, { part: 'decision', item: ITEM }),
      'userGroup.field.missing body.meeting'
    ],
    [
      'an action of unknown countries',
      action(1, { owner: 'countries' }),
      'userGroup.field.missing body.countries'
    ],
    ['countries of another owner', action(1, { countries: ['AU'] }), 'act.key.unknown body.countries'],
    ['a meeting with an owner', meeting(1, { owner: 'incb' }), 'act.key.unknown body.owner'],
    ['no text', meeting(1, { texts: {} }), 'announcement.text.missing body.texts']
  ])('%s is refused', (_name, { body }, problem) => {
    expect(told(body)).toEqual([problem]);
  });

  it('is typed in a form and read back as it was', () => {
    const body = action(1, { owner: 'countries', countries: ['AU', 'CH'], meeting: MEETING }).body;
    const judged = judgeRecord(recordFields(body));
    expect(judged.ok && judged.value).toMatchObject({
      ...{ part: 'action', item: ITEM, owner: 'countries', countries: ['AU', 'CH'] },
      ...{ meeting: MEETING, due: '2026-12-01', state: 'open', texts: body.texts }
    });
  });
});

describe('the user group', () => {
  it('tells the change that the writer of a later one had not seen, until an entry is written from that one', () => {
    const first = action(1);
    const [one, other] = [
      action(2, { state: 'done', replaces: first._id }),
      action(3, { due: '2027-01-01', replaces: first._id })
    ];
    const after = action(4, { state: 'done', replaces: other._id });
    const acts = [after, other, first, one];
    expect(unseenChanges(other, acts)).toEqual([one]);
    expect([first, one, after].map((record) => unseenChanges(record, acts))).toEqual([[], [], []]);
  });

  it('tells nothing of an entry whose predecessor has not arrived, or of another part of the same item', () => {
    const minutes = (day: number, over: object = {}) =>
      record(day, { part: 'minutes', item: MEETING, ...over });
    const [first, late] = [meeting(1), meeting(4)];
    const last = meeting(5, { replaces: late._id });
    expect(unseenChanges(last, [first, last])).toEqual([]);
    expect(unseenChanges(meeting(3, { replaces: first._id }), [first, minutes(2)])).toEqual([]);
  });

  it('shows the latest entry of each item, in any order of arrival', () => {
    const acts = [
      meeting(1),
      meeting(5, { texts: titled('Fifth meeting') }),
      record(6, { part: 'minutes', item: MEETING, texts: titled('Minutes') }),
      record(7, { part: 'decision', item: ITEM, meeting: MEETING, texts: titled('Spanish first') }),
      action(8, { meeting: MEETING }),
      action(9, { meeting: MEETING, state: 'done' })
    ];
    for (const arrived of [acts, [...acts].reverse()]) {
      const { meetings, actions } = foldUserGroup(arrived);
      expect(meetings.map(({ record: { body } }) => body.texts.en?.title)).toEqual(['Fifth meeting']);
      expect(meetings[0]?.minutes?.body.texts.en?.title).toBe('Minutes');
      expect(meetings[0]?.decisions).toHaveLength(1);
      expect(meetings[0]?.actions.map(({ body }) => body.state)).toEqual(['done']);
      expect(actions).toHaveLength(1);
    }
  });

  it('shows no entry that INCB withdrew', () => {
    expect(foldUserGroup([meeting(1), meeting(2, { withdrawn: true })]).meetings).toEqual([]);
    expect(foldUserGroup([action(1), action(2, { withdrawn: true })]).actions).toEqual([]);
  });

  it('puts open actions first, by date, and names those whose day is over', () => {
    const late = action(1, { item: MEETING, due: '2026-11-30' });
    const done = action(1, {
      item: '7c2d7a5a-2e2f-4b2a-8ca8-3b4f5e6d7c8b',
      due: '2026-01-01',
      state: 'done'
    });
    const { actions } = foldUserGroup([done, action(1), late]);
    expect(actions.map(({ body }) => body.due)).toEqual(['2026-11-30', '2026-12-01', '2026-01-01']);
    expect(actions.map((one) => isOverdue(one.body, TODAY))).toEqual([true, true, false]);
    expect(isOverdue(action(1, { due: TODAY }).body, TODAY)).toBe(false);
  });
});

describe('votes on suggestions', () => {
  const answer = (day: number, over: object = {}) =>
    signed({
      ...{ schema: 1, kind: 'suggestion-answer', issuer: 'INCB', to: ['*'], seq: { INCB: day } },
      at: `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`,
      by: { person: 'incb.secretary', name: 'A. Secretary', function: '' },
      ...{ texts: titled(`Answer ${day}`), state: 'planned', wishes: [] },
      ...over
    } as unknown as BodyOf<'suggestion-answer'>);
  const first = answer(1);
  const changed = answer(2, { replaces: first._id, state: 'done' });
  const other = answer(3);
  const answers = [first, changed, other];
  const vote = (country: string, day: number, of: { _id: typeof first._id }, supports = true): VoteAct =>
    signed({
      ...noticeOf('suggestion-vote', country, day),
      ...{ answerHash: wishHash(of._id), supports }
    } as unknown as BodyOf<'suggestion-vote'>);

  it('count once for each country, and stay with an answer that INCB changes', () => {
    const votes = [vote('CH', 4, first), vote('AU', 5, first), vote('AU', 5, other), vote('AU', 6, changed)];
    for (const arrived of [votes, [...votes].reverse()]) {
      expect(supportersOf(changed, answers, arrived)).toEqual(['AU', 'CH']);
      expect(supportersOf(other, answers, arrived)).toEqual(['AU']);
    }
  });

  it('end by a later vote, also when INCB changed the answer between the two', () => {
    const votes = [vote('AU', 4, first), vote('CH', 4, first), vote('AU', 6, changed, false)];
    expect(supportersOf(changed, answers, votes)).toEqual(['CH']);
  });

  it('of two administrators without a connection both count', () => {
    const votes = [vote('AU', 4, first), vote('AU', 4, other)];
    expect(supportersOf(changed, answers, votes)).toEqual(['AU']);
    expect(supportersOf(other, answers, votes)).toEqual(['AU']);
  });
});

describe('the report of a country on an action', () => {
  const report = (country: string, day: number, state: 'open' | 'done'): ReportAct =>
    signed({
      ...noticeOf('action-report', country, day),
      ...{ item: ITEM, state }
    } as unknown as BodyOf<'action-report'>);
  const reports = [report('AU', 4, 'open'), report('CH', 5, 'done'), report('AU', 6, 'done')];

  it('counts only from a country that owns the action, the latest of each', () => {
    const told = (over: object) =>
      reportsOn(action(1, over), reports).map(({ body }) => `${body.issuer} ${body.state}`);
    expect(told({ owner: 'users' })).toEqual(['AU done', 'CH done']);
    expect(told({ owner: 'countries', countries: ['CH'] })).toEqual(['CH done']);
    expect(told({ owner: 'incb' })).toEqual([]);
  });

  it('changes nothing of the status that INCB keeps', () => {
    expect(foldUserGroup([action(1)]).actions[0]?.body.state).toBe('open');
    expect(isOwner(action(1), 'AU' as CountryCode)).toBe(true);
  });
});
