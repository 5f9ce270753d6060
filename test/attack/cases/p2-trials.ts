/** P2: a trial of two authorities: who may answer it, who may sign its result, and when. */
import type { AttackCase } from '../attack.ts';
import { refused } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import type { Json } from '../sign.ts';
import { signAbroad } from '../trade.ts';

const today = (): string => new Date().toISOString().slice(0, 10);

/** The officer's country proposes to its partner, or to a country that has no part in what follows. */
async function proposed(by: Intruder, to?: string): Promise<Json> {
  const [home, partner] = [await by.authorityOf('officer'), to ?? (await by.authorityOf('foreign'))];
  // A key counts from when it was certified: what it signs is dated after that.
  await by.device();
  const head = await by.head('trial-proposal', [partner]);
  const period = { from: today(), until: today(), importing: [home, partner] };
  const act = await by.state(await by.sign({ ...head, ...period }));
  if (to === undefined) await by.carried(act, 'foreign');
  return act;
}

async function answer(by: Intruder, trial: Json, role: Role, over: Json = {}): Promise<Json> {
  const partner = await by.authorityOf(role === 'officer' ? 'foreign' : 'officer');
  const head = await by.head('trial-answer', [partner], {}, role);
  return { ...head, trial: trial['_id'], answer: 'accept', ...over };
}

async function accepted(by: Intruder): Promise<Json> {
  const trial = await proposed(by);
  const act = await by.state(await signAbroad(by, await answer(by, trial, 'foreign')), 'foreign');
  await by.carried(act, 'officer');
  return trial;
}

async function result(by: Intruder, trial: Json, over: Json = {}): Promise<Json> {
  const sides = [await by.authorityOf('officer'), await by.authorityOf('foreign')].sort();
  const none = { dossiers: 0, agreed: 0, open: 0, waiting: 0, acts: 0, hash: 'A'.repeat(43), ...over };
  const base = { substances: [] };
  const head = await by.head('trial-result', [await by.authorityOf('foreign')]);
  const figures = sides.map((importing) => ({ importing, ...none, ...base }));
  return { ...head, trial: trial['_id'], asAt: today(), figures };
}

/** A word to the partner: about the dossier of two others, about a trial of two others, or longer than any word is. */
async function word(by: Intruder, over: Json): Promise<Json> {
  const head = await by.head('message', [await by.authorityOf('foreign')]);
  return by.sign({ ...head, text: 'About this.', ...over });
}

export const P2_TRIALS: readonly AttackCase[] = [
  refused('P2', 'a trial accepted by whoever proposed it is refused', 'trial.answer.notAsked', async (by) =>
    by.sign(await answer(by, await proposed(by), 'officer'))
  ),
  refused(
    'P2',
    'an acceptance that the proposer writes in the partner’s name is refused',
    'door.issuer.foreign',
    async (by) => by.sign(await answer(by, await proposed(by), 'foreign'))
  ),
  refused(
    'P2',
    'a refusal of a trial that is turned into an acceptance is refused',
    'act.id.differs',
    async (by) => {
      const said = { answer: 'decline', reason: 'Not this year.' };
      const signed = await signAbroad(by, await answer(by, await proposed(by), 'foreign', said));
      const { reason: _reason, ...body } = signed['body'] as Json;
      return { ...signed, body: { ...body, answer: 'accept' } };
    },
    'foreign'
  ),
  refused(
    'P2',
    'an answer to a trial that a third country was asked for is refused',
    'trial.proposal.missing',
    async (by) => signAbroad(by, await answer(by, await proposed(by, 'DE'), 'foreign')),
    'foreign'
  ),
  refused(
    'P2',
    'a second answer to a trial is refused',
    'trial.answer.twice',
    async (by) => {
      const over = { answer: 'decline', reason: 'Another word.' };
      return signAbroad(by, await answer(by, await accepted(by), 'foreign', over));
    },
    'foreign'
  ),
  refused(
    'P2',
    'the result of a trial that nobody accepted is refused',
    'trial.result.notAccepted',
    async (by) => by.sign(await result(by, await proposed(by)))
  ),
  refused('P2', 'a message about a dossier of two other countries is refused', 'act.issuer.wrong', (by) =>
    word(by, { dossier: 'DE.FR.20261124.FR-1-2026-000017' })
  ),
  refused(
    'P2',
    'a message about one’s own dossier with another country is refused',
    'act.audience.wrong',
    async (by) => word(by, { dossier: `${await by.authorityOf('officer')}.DE.20261124.1-2026-17` })
  ),
  refused('P2', 'a message about a trial of two other countries is refused', 'act.audience.wrong', (by) =>
    word(by, { trial: `act:20261124:DE:trial-proposal:${'A'.repeat(43)}` })
  ),
  refused('P2', 'a message of a hundred thousand letters is refused', 'act.text.tooLong', (by) =>
    word(by, { text: 'x'.repeat(100_000) })
  ),
  refused(
    'P2',
    'a trial proposed in words that run backwards is refused',
    'act.text.invisible',
    async (by) => {
      const [home, partner] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
      const head = await by.head('trial-proposal', [partner]);
      const period = { from: today(), until: today(), importing: [home, partner] };
      return by.sign({ ...head, ...period, note: 'Sign \u202enever\u202c first' });
    }
  ),
  refused('P2', 'a trial of the imports of a third country is refused', 'trial.scope.foreign', async (by) => {
    const head = await by.head('trial-proposal', [await by.authorityOf('foreign')]);
    return by.sign({ ...head, from: today(), until: today(), importing: ['DE'] });
  }),
  refused('P2', 'figures of a trial that do not add up are refused', 'trial.figures.sum', async (by) =>
    by.sign(await result(by, await accepted(by), { dossiers: 3, agreed: 1 }))
  ),
  refused(
    'P2',
    'a result whose figures were altered after signing is refused',
    'act.id.differs',
    async (by) => {
      const signed = await by.sign(await result(by, await accepted(by)));
      const body = signed['body'] as Json;
      const figures = (body['figures'] as Json[]).map((one) => ({ ...one, acts: 9 }));
      return { ...signed, body: { ...body, figures } };
    }
  )
];
