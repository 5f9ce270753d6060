/**
 * Two trials of the pair: last quarter, signed by both, and next quarter, without a reply. Figures are counted from the
 * acts.
 */
import { addDays, addMonths } from '#lib/domain/calendar-date.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import { trialFigures, trialItems } from '#lib/domain/partners/trial-figures.ts';
import type { Scribe } from './scribe.ts';

type ProposalBody = ActOf<'trial-proposal'>['body'];
type AnswerBody = ActOf<'trial-answer'>['body'];
type ResultBody = ActOf<'trial-result'>['body'];

const [AU, CH] = ['AU', 'CH'] as CountryCode[] as [CountryCode, CountryCode];
const importing = [AU, CH];

interface Tools {
  readonly today: CalendarDate;
  readonly scribes: ReadonlyMap<CountryCode, Scribe>;
}

/** Call after the pair's trade. */
export async function writeTrials({ today, scribes }: Tools): Promise<void> {
  const [au, ch] = [scribes.get(AU), scribes.get(CH)];
  if (!au || !ch) throw new Error('the pair has no scribes');
  const on = (days: number, hour: string): Instant => `${addDays(today, -days)}T${hour}:00.000Z` as Instant;
  await au.write<ProposalBody>([CH], on(14, '09:20'), {
    kind: 'trial-proposal',
    from: today,
    until: addMonths(today, 3),
    importing,
    note: 'Three months beside paper: every authorization between us goes through the system as well.'
  });
  const scope = {
    proposer: CH,
    partner: AU,
    from: addDays(today, -100),
    until: addDays(today, -15),
    importing
  };
  const { from, until } = scope;
  const { _id: trial } = await ch.write<ProposalBody>([AU], on(12, '08:05'), {
    kind: 'trial-proposal',
    ...{ from, until, importing },
    note: 'Before we begin: the same with the last quarter, of which all is here already.'
  });
  await au.write<AnswerBody>([CH], on(11, '10:40'), { kind: 'trial-answer', trial, answer: 'accept' });
  const asAt = addDays(today, -7);
  const acts = [...au.written, ...ch.written].filter(isDossierAct);
  const figures = trialFigures(scope, trialItems(scope, acts, asAt));
  await au.write<ResultBody>([CH], on(6, '14:30'), { kind: 'trial-result', trial, asAt, figures });
  await ch.write<ResultBody>([AU], on(5, '07:50'), { kind: 'trial-result', trial, asAt, figures });
}
