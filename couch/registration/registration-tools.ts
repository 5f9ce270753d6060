/** Tools shared by the code that takes requests and decides on them. */
import type { Audit } from '#couch/accounts/audit.ts';
import type { AuditVerb } from '#couch/accounts/audit-entry.ts';
import type { CrowdBounds } from '#lib/domain/registration/crowd.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import type { EstablishTools } from './establish.ts';
import type { Letters } from './letters.ts';
import type { Notices } from './notices.ts';
import type { Senders } from './senders.ts';

export interface RegistrationTools extends EstablishTools {
  readonly letters: Letters;
  readonly notices: Notices;
  readonly audit: Audit;
  readonly senders: Senders;
  /** Limits on open requests for one country: per address, in the queue, and folded. */
  readonly crowd: CrowdBounds;
  /** Reports background failures: an id and a reason, never written content. */
  readonly warn: (about: string, error: unknown) => void;
}

export async function noteRegistration(
  what: AuditVerb,
  { _id, country, how, reason }: Registration,
  by: string,
  audit: Audit
): Promise<void> {
  const values = {
    country,
    ...(how === undefined ? {} : { how }),
    ...(reason === undefined ? {} : { reason })
  };
  const entry = { by: by === 'letter' ? 'anybody' : by, what, about: _id, values };
  await audit.note({ authority: 'INCB', ...entry });
  if (what === 'registration.confirmed') await audit.note({ authority: country, ...entry });
}
