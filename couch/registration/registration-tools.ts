/** What those who take requests and decide on them share, and how their deeds are noted. */
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
  /** How many requests for one country may be open: of one address, in the queue, and folded. */
  readonly crowd: CrowdBounds;
  /** What could not be done behind the answers: an id and a reason, never what was written. */
  readonly warn: (about: string, error: unknown) => void;
}

/** In INCB's list; a confirmation in the country's own as well. */
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
