/** Acts of a kind that no version has yet: kept for a later one, and no way around a rule that this one has. */
import { refused } from '../expect-refused.ts';
import type { AttackCase } from '../attack.ts';
import type { Intruder } from '../intruder.ts';
import { makeKey, type Json } from '../sign.ts';

async function aLaterAct(by: Intruder, over: Json = {}, to?: readonly string[]): Promise<Json> {
  return by.head('transit-record', to ?? [await by.authorityOf('foreign')], over);
}

async function ofOwnDossier(by: Intruder): Promise<Json> {
  const { body } = await by.ownAct('import-authorization');
  return { dossier: (body as Json)['dossier'], to: (body as Json)['to'], seq: (body as Json)['seq'] };
}

async function aMessage(by: Intruder, over: Json): Promise<Json> {
  return { ...(await by.head('message', [await by.authorityOf('foreign')])), text: 'Good morning.', ...over };
}

export const P2_LATER: readonly AttackCase[] = [
  refused(
    'P2',
    'an officer announces nothing of a later version to everybody',
    'signature.role.notAllowed',
    async (by) => by.sign(await aLaterAct(by, {}, ['*']))
  ),
  refused('P2', 'no act of a later version goes to the Board', 'act.audience.wrong', async (by) =>
    by.sign(await aLaterAct(by, {}, ['INCB']))
  ),
  refused('P2', 'an act of a later version goes to one country', 'act.audience.wrong', async (by) =>
    by.sign(await aLaterAct(by, {}, [await by.authorityOf('foreign'), 'FR']))
  ),
  refused('P2', 'an act of a later version is of no foreign dossier', 'act.issuer.wrong', async (by) =>
    by.sign(await aLaterAct(by, { dossier: 'FR.BE.20261124.FRI1' }))
  ),
  refused('P2', 'an act of a dossier goes to its other side alone', 'act.audience.wrong', async (by) => {
    const { dossier } = await ofOwnDossier(by);
    return by.sign(await aLaterAct(by, { dossier }, ['FR']));
  }),
  ...['Reply', 'constructor!', 'x', `${'long-'.repeat(9)}name`].map((kind) =>
    refused('P2', `“${kind}” is no name of a kind`, ['act.kind.malformed', 'act.id.differs'], async (by) =>
      by.sign(await aLaterAct(by, { kind }))
    )
  ),
  refused(
    'P2',
    'an act of a later version is signed by a certified key',
    'signature.key.unknown',
    async (by) => by.sign(await aLaterAct(by), await makeKey())
  ),
  refused('P2', 'an act of a later version names its own signatory', 'signature.name.wrong', async (by) => {
    const head = await aLaterAct(by);
    return by.sign({ ...head, by: { ...(head['by'] as Json), name: 'Somebody else' } });
  }),
  refused('P2', 'an act of a later version of next week’s date is refused', 'door.time.future', async (by) =>
    by.sign(await aLaterAct(by, { at: new Date(Date.now() + 7 * 86_400_000).toISOString() }))
  ),
  refused('P2', 'an act of a later version has the size of any other', 'document.tooLarge', async (by) =>
    by.sign(await aLaterAct(by, { more: 'x'.repeat(150_000) }))
  ),
  refused(
    'P2',
    'an unknown member of a revocation is refused',
    'act.key.unknown',
    async (by) => {
      const { keyId } = await by.device('officer');
      const head = await by.head('withdrawal', ['*'], {}, 'administrator');
      const { at: withdrawnFrom } = head;
      const body = { ...head, keyId, withdrawnFrom, reason: 'Lost.', unless: 'it is found' };
      return by.sign(body, await by.device('administrator'));
    },
    'administrator'
  ),
  refused('P2', 'an unknown member hides no wrong one', 'act.key.unknown', async (by) => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`a${i}`, 1]));
    return by.sign(await aMessage(by, { ...many, dossier: 'none' }));
  }),
  refused('P2', 'an unknown member frees no message of its rules', 'act.text.missing', async (by) =>
    by.sign(await aMessage(by, { extra: 1, text: '' }))
  ),
  refused(
    'P2',
    'an unknown member frees no authorization of its number',
    ['door.number.notReserved', 'door.number.used'],
    async (by) => {
      const { body } = await by.ownAct('import-authorization');
      const { at, by: signatory } = await by.head('import-authorization', []);
      return by.sign({ ...(body as Json), at, by: signatory, extra: 'of a later version' });
    }
  )
];
