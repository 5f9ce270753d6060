/**
 * A minute of nonsense in every check: a quarter of it under the limits of an installation. FUZZ_SEED and
 * FUZZ_SECONDS say otherwise; a run of an hour is a command (`npm run attack -- --fuzz 3600`).
 */
import { describe, expect, test } from 'vitest';
import { bringsBody } from '#couch/gateway/calls/call.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import type { Answer } from '../wire.ts';
import { BODIES } from './bodies.ts';
import { seedOfToday, tellReport } from './command.ts';
import { fuzz } from './fuzz.ts';
import { judgeAnswer } from './judge.ts';
import { ACTORS, FRAMES, planned, type Planned } from './plan.ts';
import { TWISTS } from './mutate.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? seedOfToday());
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 60);
const nameOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

describe('the plan', () => {
  const some = Array.from({ length: 4000 }, (_, k) => planned(seed, k));

  test('is a function of its seed', () => {
    expect(planned(seed, 1234)).toEqual(some[1234]);
    expect(planned(seed + 1, 1234)).not.toEqual(some[1234]);
  });

  test('comes to each route, actor, frame and twist', () => {
    const seen = (of: (one: Planned) => string | null): Set<string | null> => new Set(some.map(of));
    expect(ROUTES.map(nameOf).filter((name) => !seen(({ route }) => route).has(name))).toEqual([]);
    expect(Object.keys(ACTORS).filter((name) => !seen(({ actor }) => actor).has(name))).toEqual([]);
    expect(FRAMES.filter((name) => !seen(({ frame }) => frame).has(name))).toEqual([]);
    expect(TWISTS.filter((name) => !seen((one) => one.twist).has(name))).toEqual([]);
  });

  test('has a well-formed body for each route that takes one, and for no other', () => {
    expect(Object.keys(BODIES).sort()).toEqual(ROUTES.filter(bringsBody).map(nameOf).sort());
  });
});

/** The half of an answer that somebody did not wait for. */
const CUT = (id: string): Pick<Answer, 'json' | 'text'> => ({
  json: null,
  text: `[{"_id":"${id}","body":{"hash":"AAAA`
});

describe('an answer', () => {
  const asked = {
    ...planned(seed, 0),
    route: 'GET /api/people',
    method: 'GET',
    path: '/api/people',
    frame: null
  };
  const answer = (status: number, json: unknown, headers: object = {}): Answer => {
    return {
      status,
      json,
      text: JSON.stringify(json),
      headers: { 'content-type': 'application/json', ...headers }
    };
  };
  const refused = { error: 'refused', reason: 'request.busy', problems: [{ code: 'request.busy' }] };

  test.each([
    ['500', answer(500, refused)],
    ['503 without a time to come back', answer(503, refused)],
    ['a refusal without problems', answer(400, { error: 'bad_request' })],
    ['a page', answer(200, [], { 'content-type': 'text/html' })],
    ['a status that the table does not have', answer(201, [])],
    ['a stack', answer(400, { ...refused, reason: 'x\n    at run (/srv/couch/x.js:1:2)' })],
    ['a hash', answer(200, [{ hash: '$argon2id$v=19$' }])],
    ['a hash of any kind', answer(200, [{ _id: 'letter:AU', hash: 'A'.repeat(43) }])],
    ['a hash in an answer that was cut short', { ...answer(200, []), ...CUT('person:au.officer') }],
    ['what this server alone knows', answer(200, ['/tmp/i2es-story-1'])]
  ])('is found out: %s', (_, told) => {
    expect(
      judgeAnswer(asked, { ...told, text: String(told.text).replaceAll('\\n', '\n') }, ['/tmp/i2es-story-1'])
    ).not.toBeNull();
  });

  test('is let be where it is as it should be', () => {
    expect(judgeAnswer(asked, answer(200, []), [])).toBeNull();
    const figures = [{ importing: 'CH', hash: 'A'.repeat(43) }];
    const result = { _id: 'act:20261122:AU:trial-result:HAHm', body: { kind: 'trial-result', figures } };
    expect(judgeAnswer(asked, answer(200, { rows: [{ id: result._id, doc: result }] }), [])).toBeNull();
    const cut = { ...answer(200, []), ...CUT('act:20261122:AU:trial-result:HAHm') };
    expect(judgeAnswer(asked, cut, [])).not.toBe('a hash');
    expect(judgeAnswer(asked, answer(503, refused, { 'retry-after': '5' }), [])).toBeNull();
  });
});

const engines = [
  ['embedded', true] as const,
  ...(process.env['COUCHDB_URL'] ? [['CouchDB', false] as const] : [])
];

describe.each(engines)('a running server (%s)', (_, isEmbedded) => {
  test.each([
    ['with wide limits', 0.75, false],
    ['with the limits of an installation', 0.25, true]
  ] as const)(
    `survives nonsense %s, seed ${seed}`,
    { timeout: 300_000 + seconds * 1000 },
    async (_, share, hasRealLimits) => {
      const report = await fuzz({ seed, seconds: seconds * share, hasRealLimits, isEmbedded });
      console.log(tellReport(report, hasRealLimits));
      expect(report.faults).toEqual([]);
      expect(report.acknowledged).toBeGreaterThan(0);
    }
  );
});
