/** How a request is cited on paper and in an address: `BD-1` for `registration:BD:1`. */
import { isRegistrationId } from './registration.ts';

export function registrationReference(id: string): string {
  return id.slice('registration:'.length).replace(':', '-');
}

/** Null where no request can be cited like this. */
export function referenceToRegistrationId(reference: string): string | null {
  const id = `registration:${reference.replace('-', ':')}`;
  return isRegistrationId(id) ? id : null;
}
