import type { Agreement, Dossier } from '#lib/domain/dossier/dossier.ts';
import { agreementIn } from '#lib/domain/dossier/status-on.ts';
import { m } from '#lib/i18n/messages.ts';
import type { RegisterRow, RowStatus, Verdict } from '#lib/store/api.ts';
import type { Tone } from '#lib/ui/tone.ts';

interface WordAndTone {
  readonly tone: Tone;
  readonly word: string;
}

type Words = readonly [Tone, () => string];

/** The single table of states: colours and shapes on every screen and in the legend of the help. */
const STATUSES: Readonly<Record<RowStatus, Words>> = {
  issued: ['info', m.register_status_issued],
  objected: ['contested', m.register_status_objected],
  suspended: ['bad', m.register_status_suspended],
  exporting: ['begun', m.register_status_exporting],
  shipped: ['moving', m.register_status_shipped],
  'partly-used': ['part', m.register_status_partly_used],
  endorsed: ['good', m.register_status_endorsed],
  closed: ['done', m.register_status_closed],
  'not-imported': ['done', m.register_status_not_imported],
  expired: ['warn', m.register_status_expired],
  cancelled: ['neutral', m.register_status_cancelled],
  unmatched: ['warn', m.register_status_unmatched],
  emergency: ['warn', m.register_status_emergency],
  'set-aside': ['bad', m.register_status_set_aside],
  'not-verified': ['warn', m.register_status_not_verified],
  refused: ['bad', m.register_status_refused]
};

export const ROW_STATUSES = Object.keys(STATUSES) as readonly RowStatus[];

/** Replaces a status that would suggest that all is well. */
const DISAGREEMENTS: Readonly<Record<Exclude<Agreement, 'agrees'>, Words>> = {
  form: ['warn', m.register_status_form],
  short: ['warn', m.register_status_short],
  differs: ['warn', m.register_status_differs],
  exceeds: ['bad', m.register_status_exceeds]
};

const VERDICTS: Readonly<Record<Verdict, Words>> = {
  good: ['good', m.register_verdict_good],
  pending: ['neutral', m.register_verdict_pending],
  misnamed: ['bad', m.register_verdict_misnamed],
  'unknown-key': ['warn', m.register_verdict_unknown_key],
  doubtful: ['warn', m.register_verdict_doubtful],
  withdrawn: ['bad', m.register_verdict_withdrawn],
  expired: ['bad', m.register_verdict_expired],
  bad: ['bad', m.register_verdict_bad]
};

function toWordAndTone([tone, word]: Words): WordAndTone {
  return { tone, word: word() };
}

/** States in which the goods can still be stopped. */
const STOPPABLE: readonly RowStatus[] = ['issued', 'objected', 'exporting', 'partly-used'];

/** A missing signature outranks "not verified"; a refusal outranks both. */
export function rowWords({
  status,
  verdict,
  agreement,
  isSuspended = false
}: Pick<RegisterRow, 'status' | 'verdict' | 'agreement'> &
  Partial<Pick<RegisterRow, 'isSuspended'>>): WordAndTone {
  if (verdict !== 'good' && status !== 'refused') return verdictWords(verdict);
  if (isSuspended && STOPPABLE.includes(status)) return statusWords('suspended');
  const isOver = status === 'closed' || status === 'endorsed';
  const isTold = agreement === 'exceeds' ? status !== 'cancelled' && status !== 'refused' : isOver;
  return isTold && agreement !== 'agrees' ? toWordAndTone(DISAGREEMENTS[agreement]) : statusWords(status);
}

/** In a closed dossier, a disagreement of quantities outranks "nothing more is expected". */
export function closedWords(dossier: Dossier): WordAndTone {
  return rowWords({ status: 'closed', verdict: 'good', agreement: agreementIn(dossier) });
}

export function statusWords(status: RowStatus): WordAndTone {
  return toWordAndTone(STATUSES[status]);
}

export function legendOfStates(): readonly WordAndTone[] {
  return Object.values(STATUSES).map(toWordAndTone);
}

export function verdictWords(verdict: Verdict): WordAndTone {
  return toWordAndTone(VERDICTS[verdict]);
}

export function directionWord(direction: RegisterRow['direction']): string {
  return direction === 'import' ? m.register_import() : m.register_export();
}

/** With the mark of a row that this authority recorded from the partner's paper. */
export function kindText({ kind, isPaper }: Pick<RegisterRow, 'kind' | 'isPaper'>): string {
  return isPaper ? m.paper_of_kind({ kind: kindWord(kind) }) : kindWord(kind);
}

const KINDS: Readonly<Record<RegisterRow['kind'], () => string>> = {
  'import-authorization': m.register_kind_import,
  'export-authorization': m.register_kind_export,
  'export-declaration': m.register_kind_declaration
};

export function kindWord(kind: RegisterRow['kind']): string {
  return KINDS[kind]();
}
