import type { CompanyAuthorization } from '#lib/domain/company/visible-authorization.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';

const STATES: Readonly<Record<CompanyAuthorization['state'], readonly [Tone, () => string]>> = {
  valid: ['good', m.company_account_state_valid],
  suspended: ['bad', m.register_status_suspended],
  used: ['done', m.company_account_state_used],
  expired: ['warn', m.register_status_expired],
  cancelled: ['neutral', m.register_status_cancelled]
};

export function authorizationWord({ state, lines }: CompanyAuthorization): {
  readonly tone: Tone;
  readonly word: string;
} {
  const isEndorsed = state === 'used' && lines.length > 0 && lines.every(({ endorsed }) => endorsed > 0);
  if (isEndorsed) return { tone: 'done', word: m.company_account_endorsed() };
  const [tone, word] = STATES[state];
  return { tone, word: word() };
}
