import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { actId } from '#lib/domain/act/act-id.ts';
import { isIntact } from '#lib/domain/act/is-intact.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import { shareScope } from '#lib/domain/exchange/share-scope.ts';
import { describeEngines } from '../with-engine.ts';
import { withRevision } from '../gateway/rig.ts';
import {
  ACTORS,
  COUNTRIES,
  openGatewayWorld,
  personOf,
  type Actor,
  type Country,
  type GatewayWorld
} from './gateway-world.ts';

/**
 * A model of what may lie where: share-scope, and the acts that the gateway has taken. People of three
 * countries, a reader and the Board state, forge, replay and delete whatever they can think of.
 */
const DATABASES = ['country-au', 'country-ch', 'country-fr', 'incb', 'reference'];
const homeOf = (country: string): string => `country-${country.toLowerCase()}`;

interface Step {
  readonly actor: Actor;
  readonly database: string;
  readonly what: 'message' | 'opened' | 'delivered' | 'draft' | 'replay' | 'readdress' | 'delete';
  readonly issuer: Country;
  readonly signer: Country | 'stranger';
  readonly to: readonly Country[];
  /** Changed after it was signed: under its old id, or under the id of what it is now. */
  readonly forged: 'no' | 'old id' | 'new id';
  /** Which of the acts so far is meant, or which history a revision claims. */
  readonly pick: number;
}

const anyCountry = fc.constantFrom(...COUNTRIES);
const anyTo = fc.uniqueArray(anyCountry, { minLength: 1, maxLength: 3 });

/** What an honest officer does, and his partners' replies. */
const honest: fc.Arbitrary<Step> = fc
  .record({
    issuer: anyCountry,
    what: fc.constantFrom('message' as const, 'message' as const, 'opened' as const, 'draft' as const),
    to: anyTo,
    pick: fc.nat(99)
  })
  .map((one) => ({
    ...one,
    actor: one.issuer,
    signer: one.issuer,
    database: homeOf(one.issuer),
    forged: 'no',
    to: one.to.filter((country) => country !== one.issuer)
  }));

/** A message that has somebody to go to: every sequence begins with some, or a draw might try the walls alone. */
const genuine: fc.Arbitrary<Step> = fc
  .record({ issuer: anyCountry, shift: fc.integer({ min: 1, max: COUNTRIES.length - 1 }), pick: fc.nat(99) })
  .map(({ issuer, shift, pick }) => {
    const partner = COUNTRIES[(COUNTRIES.indexOf(issuer) + shift) % COUNTRIES.length] as Country;
    const said = { actor: issuer, signer: issuer, issuer, to: [partner] };
    return { ...said, database: homeOf(issuer), what: 'message', forged: 'no', pick };
  });

const anything: fc.Arbitrary<Step> = fc.record({
  actor: fc.constantFrom(...ACTORS),
  database: fc.constantFrom(...DATABASES),
  what: fc.constantFrom('message', 'opened', 'delivered', 'draft', 'replay', 'readdress', 'delete'),
  issuer: anyCountry,
  signer: fc.constantFrom<Country | 'stranger'>(...COUNTRIES, 'stranger'),
  to: anyTo,
  forged: fc.constantFrom('no', 'old id', 'new id'),
  pick: fc.nat(99)
});

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

describeEngines('whatever anybody does', (open, kind) => {
  let world: GatewayWorld;
  const accepted = new Map<string, Act>();
  const drafts = new Map<string, string>();
  let count = 0;

  beforeAll(async () => {
    world = await openGatewayWorld(open);
  });
  afterAll(() => world.drop());

  function bodyOf({ what, issuer, to, pick }: Step): Record<string, unknown> {
    const isDelivered = what === 'delivered';
    const author = isDelivered ? 'EXCHANGE' : issuer;
    const addressees = what === 'opened' || isDelivered ? to.slice(0, 1) : to;
    const seq = Object.fromEntries([author, ...addressees].map((one) => [one, ++count]));
    const by = isDelivered
      ? { person: 'exchange', name: 'Exchange', function: 'Exchange' }
      : { person: personOf(issuer), name: 'A. Person', function: 'Delegate' };
    const head = { schema: 1, issuer: author, to: addressees, seq, at: '2026-11-24T08:00:00.000Z', by };
    if (what === 'message') return { ...head, kind: 'message', text: `Text ${count}.` };
    const of =
      [...accepted.keys()].at(pick % Math.max(1, accepted.size)) ??
      `act:20261124:AU:message:${'A'.repeat(43)}`;
    const stage = isDelivered ? 'delivered' : 'opened';
    return { ...head, kind: 'receipt', stage, of: [of], where: isDelivered ? to[0] : issuer };
  }

  async function signedBy(body: Record<string, unknown>, { signer, forged }: Step): Promise<Act> {
    const act = await signBody(body as never, world.keys[signer]);
    if (forged === 'no') return act;
    const altered = { ...(act.body as object), at: '2026-11-24T08:00:01.000Z' } as never;
    const _id = forged === 'old id' ? act._id : actId(altered, act.signature);
    return { _id, body: altered, signature: act.signature };
  }

  async function documentOf(step: Step): Promise<{ _id: string } & Record<string, unknown>> {
    const known = [...accepted.values()].at(step.pick % Math.max(1, accepted.size));
    if (step.what === 'draft' || (known === undefined && /replay|readdress|delete/.test(step.what))) {
      const id = (++count).toString(16).padStart(12, '0');
      return { _id: `draft:6f1d8f2e-3c55-4a39-9d0e-${id}`, schema: 1, fields: {} };
    }
    if (step.what === 'replay') return { ...(known as Act) };
    if (step.what === 'readdress') {
      const { body } = known as Act;
      const seq = Object.fromEntries([body.issuer, ...step.to].map((one) => [one, ++count]));
      return { ...(await signedBy({ ...body, to: step.to, seq }, step)) };
    }
    if (step.what === 'delete') return tombstoneOf(known as Act, step);
    return { ...(await signedBy(bodyOf(step), step)) };
  }

  /** Connected to the tree as it is, or without any history that the database knows. */
  async function tombstoneOf(
    { _id }: Act,
    { database, pick }: Step
  ): Promise<{ _id: string } & Record<string, unknown>> {
    const held = await world.rig.engine
      .openAsAdministrator(database)
      .get(_id)
      .catch(() => null);
    const before = held === null || pick % 2 === 0 ? [] : [held._rev.slice(2)];
    const ids = ['d'.repeat(32), ...before];
    const start = before.length === 0 ? 9 : 2;
    return { _id, _deleted: true, _rev: `${start}-${'d'.repeat(32)}`, _revisions: { start, ids } };
  }

  async function take(step: Step): Promise<void> {
    const document = withRevision(await documentOf(step));
    const answer = await world.clients[step.actor].ask('POST', `/db/${step.database}/_bulk_docs`, {
      docs: [document],
      new_edits: false
    });
    const isTaken = answer.status === 201 && (answer.body as unknown[]).length === 0;
    if (!isTaken) return;
    // What is taken is one's own, at home, and said by oneself.
    expect([step.database, step.actor]).toEqual([homeOf(step.actor), step.actor]);
    if (document._id.startsWith('draft:')) drafts.set(document._id, step.database);
    else {
      const { _id, body, signature } = document as unknown as Act;
      expect([body.issuer, signature.key]).toEqual([step.actor, world.keys[step.actor as Country].keyId]);
      accepted.set(_id, { _id, body, signature });
    }
  }

  async function readAll(database: string): Promise<readonly { _id: string }[]> {
    const { rows } = await world.rig.engine.openAsAdministrator(database).allDocs({ include_docs: true });
    return rows.flatMap(({ doc }) => (doc && !doc._id.startsWith('_') ? [doc] : []));
  }

  /** A certificate or a receipt of the exchange came from this test's own hands and the exchange's. */
  function isOfTheHouse({ body }: Act): boolean {
    return body.kind === 'certificate' || (body.kind === 'receipt' && body.issuer === 'EXCHANGE');
  }

  test('nobody holds what share-scope does not give him, and what was taken reaches all it is addressed to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(genuine, { minLength: 2, maxLength: 3 }),
        fc.array(fc.oneof(honest, anything), { minLength: 5, maxLength: kind === 'embedded' ? 25 : 12 }),
        async (first, steps) => {
          for (const step of [...first, ...steps]) await take(step);
          await world.carryAll();
          for (const database of DATABASES) {
            const documents = await readAll(database);
            const held = new Set(documents.map(({ _id }) => _id));
            for (const document of documents.filter(({ _id }) => _id.startsWith('act:'))) {
              const act = document as unknown as Act;
              expect([act._id, isIntact(act)]).toEqual([act._id, true]);
              expect(shareScope(act.body)).toContain(database);
              expect([act._id, accepted.has(act._id) || isOfTheHouse(act)]).toEqual([act._id, true]);
            }
            for (const [id, act] of accepted)
              expect([database, id, held.has(id)]).toEqual([
                database,
                id,
                shareScope(act.body).includes(database)
              ]);
            for (const [id, home] of drafts) expect([id, held.has(id)]).toEqual([id, home === database]);
            const kinds = new Set(documents.map(({ _id }) => _id.split(':')[0]));
            if (databaseToAuthority(database) === 'INCB') expect(kinds).not.toContain('draft');
          }
        }
      ),
      { numRuns: kind === 'embedded' ? 25 : 3 }
    );
    const travelled = [...accepted.values()].filter(({ body }) => body.to.length > 0);
    expect(travelled.length).toBeGreaterThan(kind === 'embedded' ? 30 : 5);
  });
});
