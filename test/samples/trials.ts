/** A trial of Australia and Switzerland, as it would be stated: proposed, accepted, its result signed by both. */
import type { ActOf } from '#lib/domain/act/body.ts';
import type { TrialKind } from '#lib/domain/act/kinds.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { TrialAct } from '#lib/domain/partners/trial.ts';
import { anAct } from './acts.ts';

type Particulars<K extends TrialKind> = Partial<Omit<ActOf<K>['body'], 'kind' | 'issuer' | 'to'>> & {
  readonly issuer?: string;
  readonly to?: readonly string[];
};

function stated<K extends TrialKind>(
  kind: K,
  issuer: string,
  to: string,
  at: string,
  particulars: object
): ActOf<K> {
  const body = {
    ...{ schema: 1, kind, issuer, to: [to], seq: { [issuer]: 1, [to]: 1 }, at },
    ...{ by: { person: `${issuer.toLowerCase()}.officer`, name: 'A. Person', function: 'Delegate' } },
    ...particulars
  };
  return anAct(body as never) as ActOf<K>;
}

export function aProposal(over: Particulars<'trial-proposal'> = {}): ActOf<'trial-proposal'> {
  const period = { from: '2026-10-01', until: '2026-10-31', importing: ['AU', 'CH'] };
  return stated('trial-proposal', 'AU', 'CH', '2026-09-20T08:00:00.000Z', { ...period, ...over });
}

export function anAnswer(trial: ActId, over: Particulars<'trial-answer'> = {}): ActOf<'trial-answer'> {
  const accepted = { trial, answer: 'accept', ...over };
  return stated('trial-answer', 'CH', 'AU', '2026-09-22T08:00:00.000Z', accepted);
}

export const NO_FIGURES = {
  ...{ dossiers: 0, agreed: 0, open: 0, waiting: 0 },
  ...{ substances: [], acts: 0, hash: 'A'.repeat(43) }
} as const;

export function aResult(
  trial: ActId,
  issuer: 'AU' | 'CH',
  over: Particulars<'trial-result'> = {}
): ActOf<'trial-result'> {
  const figures = ['AU', 'CH'].map((importing) => ({ ...NO_FIGURES, importing }));
  const partner = issuer === 'AU' ? 'CH' : 'AU';
  const at = `2026-11-02T08:00:0${issuer === 'AU' ? 0 : 1}.000Z`;
  return stated('trial-result', issuer, partner, at, { trial, asAt: '2026-11-01', figures, ...over });
}

export function aTrial(): readonly TrialAct[] {
  const proposal = aProposal();
  const { _id } = proposal;
  return [proposal, anAnswer(_id), aResult(_id, 'AU'), aResult(_id, 'CH')];
}
