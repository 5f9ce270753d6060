/**
 * Pairs of authorizations whose truth is known because it was made: what was meant, and what went wrong. Nothing of the
 * matcher is imported; acts are built by the same builders as everywhere in the tests.
 */
import type { DossierAct } from '#lib/domain/act/body.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import type { Cause } from '#lib/domain/matching/causes.ts';
import { DEFECTS } from './defects.ts';
import { Offices } from './offices.ts';
import { aPlan } from './plans.ts';
import { Chance } from './random.ts';

export interface Truth {
  /** What was made wrong with it, or `nothing`. */
  readonly defect: string;
  /** What whoever reads the two sides' papers would call it; null where nothing is to be looked at. */
  readonly class: string | null;
  /** What they would call it besides. */
  readonly also: readonly string[];
  /**
   * `hard`: the two belong together by what they say · `proposal`: only a person can tell · `other`: what was mistyped is
   * by chance the number of another one of that day and these countries · `none`: they do not.
   */
  readonly link: 'hard' | 'proposal' | 'other' | 'none';
  /** Why the figures differ, where that was made. */
  readonly cause: Cause['kind'] | null;
  /** In which dress the number was written, where it was another one. */
  readonly dress: string | null;
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
  readonly import: ActId | null;
  readonly export: ActId;
  readonly acts: readonly DossierAct[];
}

export const TODAY = '2026-11-27';

/** `home`: one country's desk, which is the one side or the other of each. */
export function generatePairs(count: number, seed: number, home?: string): readonly Truth[] {
  const [chance, offices] = [new Chance(seed), new Offices()];
  const lots = Object.entries(DEFECTS).flatMap(([name, [share]]) => new Array<string>(share).fill(name));
  const truths: Truth[] = [];
  for (let nth = 0; nth < count; nth++) {
    const defect = chance.of(lots);
    const plan = aPlan(nth / count, offices, chance, home);
    const made = DEFECTS[defect]![1](plan);
    const { class: what, also = [], link, cause = null, dress = null, ia, ea, acts } = made;
    truths.push({
      ...{ defect, class: what, also, link, cause, dress, acts },
      importing: plan.importing as CountryCode,
      exporting: plan.exporting as CountryCode,
      import: ia?._id ?? null,
      export: ea._id
    });
  }
  return markOthers(truths);
}

/** What was mistyped may be what another one is called, letter for letter: then its paper belongs there, and is wrong. */
function markOthers(truths: readonly Truth[]): readonly Truth[] {
  const issued = new Set<string>();
  for (const { acts } of truths)
    for (const { body } of acts)
      if (body.kind === 'import-authorization')
        issued.add([body.issuer, body.exportingCountry, body.issuedOn, body.number].join(' '));
  return truths.map((truth) => {
    const body = truth.acts.find(({ _id }) => _id === truth.export)?.body;
    if (truth.link !== 'proposal' || body?.kind !== 'export-authorization') return truth;
    const { number, issuedOn } = body.importAuthorization!;
    const isOther = issued.has([body.importingCountry, body.issuer, issuedOn, number].join(' '));
    return isOther ? { ...truth, link: 'other', class: null } : truth;
  });
}
