/** Reference of a request on paper and in addresses: `BD-1` for `registration:BD:1`. */
import { isRegistrationId } from './registration.ts';

export function registrationReference(id: string): string {
  return id.slice('registration:'.length).replace(':', '-');
}

export function referenceToRegistrationId(reference: string): string | null {
  const id = `registration:${reference.replace('-', ':')}`;
  return isRegistrationId(id) ? id : null;
}
