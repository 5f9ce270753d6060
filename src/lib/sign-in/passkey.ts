/** A refusal by the person is an ordinary outcome. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import {
  startAuthentication,
  startRegistration,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON
} from '@simplewebauthn/browser';

export function makePasskey(optionsJSON: PublicKeyCredentialCreationOptionsJSON): Promise<Result<object>> {
  return orStopped(startRegistration({ optionsJSON }));
}

export function showPasskey(optionsJSON: PublicKeyCredentialRequestOptionsJSON): Promise<Result<object>> {
  return orStopped(startAuthentication({ optionsJSON }));
}

async function orStopped(work: Promise<object>): Promise<Result<object>> {
  try {
    return accept(await work);
  } catch {
    return refuse({ code: 'secondFactor.passkey.stopped' });
  }
}
