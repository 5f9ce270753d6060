/** Signed at the ceremony, followed from the pinned roots. */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import {
  handoverText,
  parseHandover,
  rootsAfter,
  type RootHandover
} from '#lib/domain/registration/handover.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { importPublicKey, type SigningKey } from './key.ts';
import { isTextSigned, signText } from './sign.ts';

export async function signHandover(key: PublicKey, by: SigningKey, at: Instant): Promise<RootHandover> {
  const stated = { schema: 1, kind: 'root-handover', key, by: by.keyId, at } as const;
  return { ...stated, signature: await signText(handoverText(stated), by) };
}

export async function isHandoverSigned(handover: RootHandover, by: PublicKey): Promise<boolean> {
  const key = keyIdOf(by) === handover.by ? await importPublicKey(by) : null;
  return key !== null && isTextSigned(handoverText(handover), handover.signature, key);
}

/** A server's are unverified; an invalid one is ignored. */
export async function followHandovers(
  pinned: readonly PublicKey[],
  stated: readonly unknown[]
): Promise<readonly PublicKey[]> {
  const handovers = stated.flatMap((one) => {
    const parsed = parseHandover(one);
    return parsed.ok ? [parsed.value] : [];
  });
  const keys = new Map([...pinned, ...handovers.map(({ key }) => key)].map((key) => [keyIdOf(key), key]));
  const signed = await Promise.all(
    handovers.map(async (one) => {
      const by = keys.get(one.by);
      return by !== undefined && (await isHandoverSigned(one, by)) ? [one] : [];
    })
  );
  return rootsAfter(pinned, signed.flat());
}
