/** A chain of real keys, from a root to an officer of Switzerland, and acts that these keys sign. */
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, ActOf, Body, KeyRole, PublicKey } from '#lib/domain/act/body.ts';
import { ONE_OF_EACH_KIND } from './one-of-each-kind.ts';

export interface Signed {
  readonly root: PublicKey;
  readonly key: SigningKey;
  /** From the certificate that the root signed to the officer's own. */
  readonly chain: readonly ActOf<'certificate'>[];
}

const HOLDERS: readonly (readonly [KeyRole, string, string])[] = [
  ['administrator', 'INCB', 'incb.secretariat'],
  ['administrator', 'CH', 'ch.administrator'],
  ['officer', 'CH', 'ch.officer']
];

export async function aSwissOfficer(): Promise<Signed> {
  const sample = ONE_OF_EACH_KIND.find(({ body }) => body.kind === 'certificate') as ActOf<'certificate'>;
  const chain: ActOf<'certificate'>[] = [];
  let key = await importSigningKey(await generatePrivateJwk());
  const root = key.publicKey;
  let issuer = 'INCB';
  for (const [role, authority, person] of HOLDERS) {
    const next = await importSigningKey(await generatePrivateJwk());
    const holder = { ...sample.body.holder, role, authority, person, name: 'A. Person' };
    const body = {
      ...sample.body,
      issuer,
      seq: { [issuer]: 1 },
      key: next.publicKey,
      keyId: next.keyId,
      holder
    };
    chain.push((await signBody(body as never, key)) as ActOf<'certificate'>);
    [key, issuer] = [next, authority];
  }
  return { root, key, chain };
}

export async function signedBy<B extends Body>(
  { key }: Pick<Signed, 'key'>,
  { body }: Act<B>
): Promise<Act<B>> {
  return signBody(body, key);
}
