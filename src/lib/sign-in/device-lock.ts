/**
 * A WebAuthn credential with the extension `prf`, unknown to any server. A refusal by the person is an ordinary
 * outcome.
 */
import { base64ToBytes, randomBytes, type Bytes } from '#lib/crypto/bytes.ts';
import { newLockSalt, type DeviceAnswer, type DeviceLockRecord } from '#lib/crypto/device-lock.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';

type LockOffer = 'possible' | 'no-browser' | 'no-device' | 'no-prf';

const ES256 = -7;
const RS256 = -257;
const MINUTES = 2;
/** Authenticator data (WebAuthn §6.1): 32 bytes of hash, then flags; bit 2 means that the person was verified. */
const FLAGS_AT = 32;
const VERIFIED = 4;

export async function findLockOffer(): Promise<LockOffer> {
  if (!globalThis.isSecureContext || typeof globalThis.PublicKeyCredential === 'undefined')
    return 'no-browser';
  const credential = PublicKeyCredential as {
    getClientCapabilities?: () => Promise<Record<string, boolean>>;
  };
  const able: Record<string, boolean> = (await credential.getClientCapabilities?.().catch(() => ({}))) ?? {};
  if (able['extension:prf'] === false) return 'no-prf';
  const isThere = await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(
    () => false
  );
  return isThere ? 'possible' : 'no-device';
}

/** `name` distinguishes a person's many keys; the user number is new, so that no passkey is replaced. */
export async function makeDeviceLock(name: string, displayName: string): Promise<Result<DeviceAnswer>> {
  const salt = newLockSalt();
  const made = await orStopped(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'I2ES' },
        user: { id: randomBytes(16), name, displayName },
        challenge: randomBytes(32),
        pubKeyCredParams: [ES256, RS256].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: {
          authenticatorAttachment: 'platform',
          residentKey: 'preferred',
          userVerification: 'required'
        },
        timeout: MINUTES * 60_000,
        extensions: { prf: { eval: { first: salt } } }
      }
    })
  );
  if (!made.ok) return made;
  const credential = new Uint8Array(made.value.rawId);
  if (made.value.getClientExtensionResults().prf?.enabled !== true) {
    forgetDeviceLock(credential);
    return refuse({ code: 'deviceLock.noPrf' });
  }
  // Many authenticators give no secret while a credential is made. An immediate request proves that the credential can
  // unlock.
  const secret = await askCredential(credential, salt);
  if (!secret.ok) forgetDeviceLock(credential);
  return secret.ok ? accept({ credential, salt, secret: secret.value }) : secret;
}

export function askDeviceLock(lock: Pick<DeviceLockRecord, 'credential' | 'salt'>): Promise<Result<Bytes>> {
  const [credential, salt] = [base64ToBytes(lock.credential), base64ToBytes(lock.salt)];
  if (!credential || !salt) return Promise.resolve(refuse({ code: 'vault.record.malformed' }));
  return askCredential(credential, salt);
}

async function askCredential(id: Bytes, salt: Bytes): Promise<Result<Bytes>> {
  const asked = await orStopped(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials: [{ type: 'public-key', id, transports: ['internal'] }],
        userVerification: 'required',
        timeout: MINUTES * 60_000,
        extensions: { prf: { eval: { first: salt } } }
      }
    })
  );
  if (!asked.ok) return asked;
  const answered = asked.value.getClientExtensionResults().prf?.results?.first;
  if (!answered) return refuse({ code: 'deviceLock.noPrf' });
  const { authenticatorData } = asked.value.response as AuthenticatorAssertionResponse;
  const flags = new Uint8Array(authenticatorData)[FLAGS_AT] ?? 0;
  if ((flags & VERIFIED) === 0) return refuse({ code: 'deviceLock.unverified' });
  return accept(bytesOf(answered));
}

function bytesOf(source: BufferSource): Bytes {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength).slice()
    : new Uint8Array(source as ArrayBuffer);
}

/**
 * The platform removes the credential if it can; otherwise it stays in the platform's list but unlocks nothing here.
 */
export function forgetDeviceLock(credential: Bytes): void {
  const signals = globalThis.PublicKeyCredential as unknown as
    | { signalUnknownCredential?: (options: { rpId: string; credentialId: string }) => Promise<void> }
    | undefined;
  const credentialId = btoa(String.fromCharCode(...credential))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
  void signals?.signalUnknownCredential?.({ rpId: location.hostname, credentialId }).catch(() => undefined);
}

/** Refused, timed out, or credential gone: browsers do not distinguish these. */
async function orStopped(work: () => Promise<Credential | null>): Promise<Result<PublicKeyCredential>> {
  try {
    const credential = await work();
    return credential ? accept(credential as PublicKeyCredential) : refuse({ code: 'deviceLock.stopped' });
  } catch (error) {
    const isUnable =
      error instanceof DOMException && ['NotSupportedError', 'SecurityError'].includes(error.name);
    return refuse({ code: isUnable ? 'deviceLock.unable' : 'deviceLock.stopped' });
  }
}
