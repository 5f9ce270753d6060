/** Findings of suspensions, of goods that left in spite of a stop, and of corrections that wait for the partner. */
import { parseActId } from '../act/act-id.ts';
import { correctionsToConfirm } from '../dossier/corrections.ts';
import type { Dossier, ExportStrand } from '../dossier/dossier.ts';
import { IN_SPITE, openSuspensions } from '../dossier/stops.ts';
import type { ActId, CalendarDate } from '../ids.ts';
import type { Problem } from '../result.ts';
import { goodsOf, numberOf, type Finding, type FindingClass } from './finding.ts';
import type { Finder } from './body-of.ts';

type StopFinding = Pick<Finding, 'on' | 'number' | 'since' | 'goods' | 'says' | 'whose'> & {
  readonly class: FindingClass;
  readonly mark: string;
  readonly strand?: ExportStrand;
};

const CODES: readonly string[] = Object.keys(IN_SPITE).map((why) => IN_SPITE[why as keyof typeof IN_SPITE]);

export function isInSpite({ code }: Problem): boolean {
  return CODES.indexOf(code) >= 0;
}

export function readStopFindings(dossier: Dossier, actOf: Finder): readonly StopFinding[] {
  const { importingCountry: importing, exportingCountry: exporting, exports } = dossier;
  const about = (on: ActId, since: CalendarDate): Pick<StopFinding, 'on' | 'number' | 'since' | 'goods'> => ({
    on,
    number: numberOf(actOf, on),
    since,
    goods: goodsOf(actOf, on)
  });
  const dateOf = (id: ActId): CalendarDate => parseActId(id)?.date ?? dossier.issuedOn;
  const inSpite = dossier.differences.flatMap((problem): readonly StopFinding[] => {
    const strand = exports.find(({ number }) => number === problem.values?.['number']);
    if (!strand || !isInSpite(problem) || problem.weight === 'notice') return [];
    const { act, shippedOn, issuedOn } = strand;
    const says = { kind: 'problem', problem } as const;
    const found = { ...about(act, shippedOn ?? issuedOn), says, whose: exporting, strand };
    return [{ class: 'shipped-in-spite', mark: problem.code, ...found }];
  });
  const suspended = openSuspensions(dossier).map(({ act, of, issuer }): StopFinding => {
    const whose = issuer === importing ? importing : exporting;
    const found = { ...about(of, dateOf(act)), says: { kind: 'suspended', by: issuer } as const, whose };
    return { class: 'suspended', mark: issuer, ...found };
  });
  const corrected = [importing, exporting].flatMap((whose) =>
    correctionsToConfirm(dossier, whose).map(({ act, upon, issuer }): StopFinding => {
      const says = { kind: 'correction', by: issuer } as const;
      return { class: 'answer-outstanding', mark: act, ...about(upon, dateOf(act)), says, whose };
    })
  );
  return [...inSpite, ...suspended, ...corrected];
}
