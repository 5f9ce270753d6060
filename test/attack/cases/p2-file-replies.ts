/** P2: replies of a partner outside I2ES. They count only with a file that the country gave, and after an officer's signature. */
import { toEvidence } from '#lib/domain/reply-file/file-reply.ts';
import { invitationId } from '#lib/domain/reply-file/invitation.ts';
import { generatePrivateJwk, type PrivateJwk } from '#lib/crypto/key.ts';
import { aFileReply, aGivenFile, aQuery, aRecall } from '../../samples/file-replies.ts';
import type { AttackCase } from '../attack.ts';
import { refused } from '../expect-refused.ts';
import type { Intruder } from '../intruder.ts';
import type { Json } from '../sign.ts';
import { bodyOf, issuedImport, today } from '../trade.ts';

const first = (document: object): Json => {
  const id = '1'.repeat(32);
  return { ...document, _rev: `1-${id}`, _revisions: { start: 1, ids: [id] } };
};

/** An authorization, and the file that the officer gave for it; the key is the partner's. */
async function aFile(by: Intruder): Promise<{ act: Json; key: PrivateJwk; file: Json }> {
  const [act, key] = [await issuedImport(by), await generatePrivateJwk()];
  const { d: _secret, ...publicKey } = key;
  const file = first(aGivenFile(act as never, publicKey, { expiresOn: '2099-12-31' as never }));
  return { act, key, file: await by.state(file) };
}

async function aRecord(by: Intruder, act: Json, key: PrivateJwk, over: Json = {}): Promise<Json> {
  const reply = await aFileReply(key, { ...aQuery(act as never), writtenOn: today() } as never, {
    at: new Date().toISOString()
  });
  const evidence = { ...toEvidence(reply, { given: 'post', givenOn: today() }), ...over };
  return by.sign({
    ...(await by.head('paper-record', [await by.authorityOf('foreign')])),
    ...{ dossier: bodyOf(act)['dossier'], paper: reply.paper, comparedBy: 'A. Person', comparedOn: today() },
    evidence
  });
}

export const P2_FILE_REPLIES: AttackCase[] = [
  refused(
    'P2',
    'a record of a reply that its file did not sign is refused',
    'evidence.signature',
    async (by) => {
      const { act, key } = await aFile(by);
      return aRecord(by, act, key, { by: 'Somebody else' });
    }
  ),
  refused('P2', 'a record of a reply by a key of no file is refused', 'evidence.file.unknown', async (by) => {
    const { act } = await aFile(by);
    return aRecord(by, act, await generatePrivateJwk());
  }),
  refused(
    'P2',
    'a record of a reply by the file of another authorization is refused',
    'evidence.file.unknown',
    async (by) => {
      const [{ key }, { act }] = [await aFile(by), await aFile(by)];
      return aRecord(by, act, key);
    }
  ),
  refused('P2', 'a record of a reply by a recalled file is refused', 'evidence.file.recalled', async (by) => {
    const { act, key, file } = await aFile(by);
    const recalledAt = new Date(Date.now() - 60_000).toISOString();
    await by.state(first(aRecall(act as never, file['key'] as never, recalledAt)));
    return aRecord(by, act, key);
  }),
  refused('P2', 'a recall is not changed afterwards', 'invitation.immutable', async (by) => {
    const { act, file } = await aFile(by);
    const recall = first(aRecall(act as never, file['key'] as never, new Date().toISOString()));
    const ids = ['2'.repeat(32), '1'.repeat(32)];
    return { ...(await by.state(recall)), reason: 'x', _rev: `2-${ids[0]}`, _revisions: { start: 2, ids } };
  }),
  refused(
    'P2',
    'a file for an authorization of another country is not taken',
    'door.document.notYours',
    async (by) => {
      const { act, file } = await aFile(by);
      return { ...file, _id: invitationId(act['_id'] as never, file['key'] as never) };
    },
    'foreign'
  )
];
