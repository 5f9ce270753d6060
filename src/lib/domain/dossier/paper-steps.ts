/**
 * Steps of an authority whose partner is not on I2ES: nothing arrives here unless it records the partner's paper, and
 * nobody is asked here. Printing and sending are offered with every document.
 *
 * | this authority | the dossier                                       | it records                          |
 * |----------------|---------------------------------------------------|-------------------------------------|
 * | exports        | the import authorization is not here              | that paper, first                   |
 * | exports        | goods left, or the export authorization expired   | the endorsed copy, when it is due   |
 * | imports        | more can be exported upon its authorization       | the export authorization            |
 * | either         | has an authorization of its own                   | a letter about it, or a reply by file |
 */
import type { Instrument } from '../act/kinds/paper-record.ts';
import type { AuthorizationKind } from '../act/number.ts';
import { isPaper } from '../act/stand-in.ts';
import type { ActId, AuthorityCode, CalendarDate } from '../ids.ts';
import type { Dossier, ExportStrand } from './dossier.ts';
import { hasRest, isUsing } from './import-use.ts';
import { endorsementsDue } from './status-on.ts';

export type RecordedInstrument = Extract<Instrument, AuthorizationKind | 'endorsed-copy' | 'reply'>;

interface RecordStep {
  readonly kind: 'record';
  readonly instrument: RecordedInstrument;
  readonly on: ActId;
}

/** Any document of one's own can be given as a file, which replies. */
interface FileStep {
  readonly kind: 'give' | 'load';
  readonly on: ActId;
}

interface PaperSteps {
  readonly wanted: readonly RecordStep[];
  readonly possible: readonly (RecordStep | FileStep)[];
}

export function paperSteps(dossier: Dossier, authority: AuthorityCode, today: CalendarDate): PaperSteps {
  const wanted: RecordStep[] = [];
  const possible: (RecordStep | FileStep)[] = [];
  const { importAuthorization, status, exports } = dossier;
  const record = (to: (typeof possible)[number][], instrument: RecordedInstrument, on: ActId): unknown =>
    to.push({ kind: 'record', instrument, on });
  const exchange = (on: ActId): void => {
    possible.push({ kind: 'give', on }, { kind: 'load', on });
    record(possible, 'reply', on);
  };
  const isDue = (id: ActId): boolean => endorsementsDue(dossier, today).some(({ act }) => act === id);
  if (authority === dossier.exportingCountry)
    for (const strand of exports.filter(isUsing)) {
      const { act } = strand;
      if (importAuthorization === null && !strand.declaration) record(wanted, 'import-authorization', act);
      else if (isUnreturned(strand)) record(isDue(act) ? wanted : possible, 'endorsed-copy', act);
      // A file asks about an authorization; nobody replies to a declaration but on its copy.
      if (strand.declaration) record(possible, 'reply', act);
      else if (!isPaper(act)) exchange(act);
    }
  else if (importAuthorization !== null && !isPaper(importAuthorization) && status !== 'cancelled') {
    if (hasRest(dossier)) record(possible, 'export-authorization', importAuthorization);
    exchange(importAuthorization);
  }
  return { wanted, possible };
}

function isUnreturned({ status }: ExportStrand): boolean {
  return status === 'issued' || status === 'shipped';
}

/** False for what would wait for a partner that cannot answer here; a letter that asks can be answered. */
export function isOpenTo(
  { replies }: Dossier,
  { kind, on }: { readonly kind: string; readonly on: ActId }
): boolean {
  if (kind === 'ask' || kind === 'explain') return false;
  return kind !== 'reply' || replies.some(({ act }) => act === on);
}
