import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PERSON_ROLES, signsIn } from '#lib/domain/registration/rights.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import { isIntact } from '#lib/domain/act/parse-act.ts';
import { ACT_KINDS } from '#lib/domain/act/kinds.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { shareScope } from '#lib/domain/exchange/share-scope.ts';
import { describeEngines } from '../with-engine.ts';
import { withRevision } from '../gateway/rig.ts';
import { Statements } from './any-statement.ts';
import {
  anything,
  DATABASES,
  EVERY_KIND,
  HOLDERS,
  homeOf,
  honest,
  honestStep,
  nearly,
  type Step
} from './any-step.ts';
import { ACTORS, openGatewayWorld, type Actor, type GatewayWorld } from './gateway-world.ts';

/**
 * A model of what may lie where, and who may have it: share-scope, and what the gateway has taken. People of
 * every office state, forge, replay and delete acts of every kind in every database, while the exchange is
 * stopped and begun.
 */
interface Document extends Record<string, unknown> {
  readonly _id: string;
}

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

describeEngines('whatever anybody does', (open, kind) => {
  let world: GatewayWorld;
  let statements: Statements;
  /** Certificates that were there before anybody came. */
  let before: ReadonlySet<string>;
  const own = new Map<string, string>();
  let count = 0;

  beforeAll(async () => {
    world = await openGatewayWorld(open);
    statements = new Statements(world);
    const held = await Promise.all(HOLDERS.map(readAll));
    before = new Set(held.flat().map(({ _id }) => _id));
    for (const step of EVERY_KIND) {
      expect([step.kind, await take(step)]).toEqual([step.kind, true]);
      await world.carryAll();
    }
  });
  afterAll(() => world.drop());

  async function signedBy(body: object, { signer, forged }: Step): Promise<Act> {
    const act = await signBody(body as never, world.keys[signer]);
    if (forged === 'no') return act;
    const altered = { ...(act.body as object), at: statements.nextInstant() } as never;
    const _id = forged === 'old id' ? act._id : actId(altered, act.signature);
    return { _id, body: altered, signature: act.signature };
  }

  async function documentOf(step: Step): Promise<Document> {
    const { what, pick } = step;
    const known = statements.pickOf(pick, (act): act is Act => act !== null) as Act;
    if (what === 'draft' || what === 'company') {
      const id = (++count).toString(16).padStart(12, '0');
      return { _id: `${what}:6f1d8f2e-3c55-4a39-9d0e-${id}`, schema: 1, fields: {} };
    }
    if (what === 'replay') return { ...known };
    if (what === 'delete') return tombstoneOf(known, step);
    const body = what === 'readdress' ? readdressed(known, step) : await statements.bodyOf(step);
    return { ...(await signedBy(body, step)) };
  }

  function readdressed({ body }: Act, { partner }: Step): object {
    return { ...body, to: [partner], seq: { [body.issuer]: 1, [partner]: 1 }, at: statements.nextInstant() };
  }

  /** Connected to the tree as it is, or without any history that the database knows. */
  async function tombstoneOf({ _id }: Act, { database, pick }: Step): Promise<Document> {
    const held = HOLDERS.includes(database)
      ? await world.rig.engine
          .openAsAdministrator(database)
          .get(_id)
          .catch(() => null)
      : null;
    const past = held === null || pick % 2 === 0 ? [] : [held._rev.slice(2)];
    const ids = ['d'.repeat(32), ...past];
    const start = past.length === 0 ? 9 : 2;
    return { _id, _deleted: true, _rev: `${start}-${'d'.repeat(32)}`, _revisions: { start, ids } };
  }

  /** Whether the gateway took it. */
  async function take(step: Step): Promise<boolean> {
    if (step.what === 'restart') return world.restartExchange().then(() => false);
    const document = withRevision(await documentOf(step));
    const { actor, database } = step;
    const path = `/db/${database}/_bulk_docs`;
    const answer = await client(actor).ask('POST', path, { docs: [document], new_edits: false });
    const isTaken = answer.status === 201 && (answer.body as unknown[]).length === 0;
    if (!isTaken) return false;
    // What is taken is one's own authority's, at home, from an office that writes.
    expect([database, ['reader', 'trainer'].includes(actor.role)]).toEqual([homeOf(actor.authority), false]);
    if (!document._id.startsWith('act:')) own.set(document._id, database);
    else {
      const { _id, body, signature } = document as unknown as Act;
      expect([body.issuer, isIntact({ _id, body, signature })]).toEqual([actor.authority, true]);
      statements.accepted.set(_id, { _id, body, signature });
    }
    return true;
  }

  function client({ name }: Actor) {
    const found = world.clients.get(name);
    if (!found) throw new Error(`${name} is not signed in`);
    return found;
  }

  async function readAll(database: string): Promise<readonly Document[]> {
    const { rows } = await world.rig.engine.openAsAdministrator(database).allDocs({ include_docs: true });
    return rows.flatMap(({ doc }) => (doc && !doc._id.startsWith('_') ? [doc as unknown as Document] : []));
  }

  function isOfTheExchange({ body }: Act): boolean {
    return body.kind === 'receipt' && body.issuer === 'EXCHANGE';
  }

  /** Who holds what, by share-scope alone. */
  async function expectNothingForeign(): Promise<void> {
    for (const database of HOLDERS) {
      const documents = await readAll(database);
      const held = new Set(documents.map(({ _id }) => _id));
      for (const document of documents.filter(({ _id }) => _id.startsWith('act:'))) {
        const act = document as unknown as Act;
        const isKnown = statements.accepted.has(act._id) || before.has(act._id) || isOfTheExchange(act);
        expect([act._id, isIntact(act), isKnown]).toEqual([act._id, true, true]);
        expect(shareScope(act.body)).toContain(database);
      }
      for (const [id, act] of statements.accepted)
        expect([database, id, held.has(id)]).toEqual([database, id, shareScope(act.body).includes(database)]);
      for (const [id, home] of own) expect([id, held.has(id)]).toEqual([id, home === database]);
    }
  }

  /** Everything that this person can be made to be given of this database, by every route that gives anything. */
  async function readBy(actor: Actor, database: string): Promise<ReadonlySet<string>> {
    const ids = [...statements.accepted.keys(), ...own.keys()].slice(-400);
    const ask = async (method: string, path: string, body?: object): Promise<string> => {
      const answer = await client(actor).ask(method, `/db/${database}/${path}`, body);
      return answer.status === 200 ? JSON.stringify(answer.body) : '';
    };
    const revisions = Object.fromEntries(ids.map((id) => [id, [`1-${'a'.repeat(32)}`]]));
    const [known, lacking] = [
      await ask('POST', '_all_docs', { keys: ids }),
      await ask('POST', '_revs_diff', revisions)
    ];
    const rows = known === '' ? [] : (JSON.parse(known) as { rows: { id?: string; error?: string }[] }).rows;
    const told = [
      await ask('GET', '_changes'),
      await ask('POST', '_bulk_get', { docs: ids.map((id) => ({ id })) }).then(withoutMissing),
      ...(await Promise.all(ids.slice(-3).map((id) => ask('GET', encodeURIComponent(id))))),
      ...rows.filter(({ error }) => !error).map(({ id }) => String(id)),
      lacking.includes('possible_ancestors') ? lacking : ''
    ].join('\n');
    return new Set(ids.filter((id) => told.includes(id)));
  }

  function withoutMissing(text: string): string {
    if (text === '') return '';
    const { results } = JSON.parse(text) as { results: { id: string; docs: { ok?: object }[] }[] };
    return results.flatMap(({ id, docs }) => (docs.some(({ ok }) => ok) ? [id] : [])).join('\n');
  }

  function mayHave({ role, authority }: Actor, id: string): boolean {
    const home = role === 'trainer' ? null : homeOf(authority);
    const act = statements.accepted.get(id as never);
    const places = act ? shareScope(act.body) : [own.get(id)];
    return places.includes('reference') || (home !== null && places.includes(home));
  }

  async function expectReadsOwn(actor: Actor, database: string): Promise<void> {
    const foreign = [...(await readBy(actor, database))].filter((id) => !mayHave(actor, id));
    expect([actor.name, database, foreign]).toEqual([actor.name, database, []]);
  }

  const reader = fc.tuple(fc.constantFrom(...ACTORS), fc.constantFrom(...DATABASES));

  test('nobody holds or reads what share-scope does not give them, and what was taken reaches all it is addressed to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(honest, nearly, anything), {
          minLength: 5,
          maxLength: kind === 'embedded' ? 25 : 12
        }),
        fc.array(reader, { minLength: 2, maxLength: 4 }),
        async (steps, readers) => {
          for (const step of steps) await take(step);
          await world.carryAll();
          await expectNothingForeign();
          for (const [actor, database] of readers) await expectReadsOwn(actor, database);
        }
      ),
      // What was stated before stays stated: a shorter sequence would prove nothing.
      { numRuns: kind === 'embedded' ? 25 : 3, endOnFailure: true }
    );
  });

  test('nor by what anybody, in every office, tries in each database', async () => {
    expect([...new Set(ACTORS.map(({ role }) => role))].sort()).toEqual(PERSON_ROLES.filter(signsIn).sort());
    const deeds = ['draft', 'company', 'replay', 'readdress', 'delete'] as const;
    const step = honestStep('message', 'AU', 'CH');
    let pick = 0;
    for (const actor of ACTORS)
      for (const database of DATABASES)
        for (const what of deeds) await take({ ...step, actor, database, what, pick: pick++ });
    await world.carryAll();
    await expectNothingForeign();
  });

  test('and after all that everybody, in every office, is given their own and nothing else by every route', async () => {
    const stated = new Set([...statements.accepted.values()].map(({ body }) => body.kind));
    expect([...stated].sort()).toEqual([...ACT_KINDS].sort());
    for (const actor of ACTORS) for (const database of DATABASES) await expectReadsOwn(actor, database);
    const australian = ACTORS.find(({ name }) => name === 'au.reader') as Actor;
    expect((await readBy(australian, 'country-au')).size).toBeGreaterThan(5);
  });
});
