/** What a defect makes of a plan, and what the makers share. */
import type { DossierAct, Line } from '#lib/domain/act/body.ts';
import type { DecimalText } from '#lib/domain/ids.ts';
import { designationOf, findSubstance, formsOf } from '#lib/domain/goods/substance.ts';
import type { Truth } from './generate-pairs.ts';
import { amountOf, withLine, type Export, type Import, type Plan } from './plans.ts';

type Made = Pick<Truth, 'class' | 'link'> & {
  readonly also?: Truth['also'];
  readonly cause?: Truth['cause'];
  readonly dress?: string;
  readonly ia: Import | null;
  readonly ea: Export;
  readonly acts: readonly DossierAct[];
};

/** By their share of a thousand. */
export type Defects = Readonly<Record<string, readonly [number, (plan: Plan) => Made]>>;

export function matched(
  plan: Plan,
  ia: Import,
  ea: Export,
  what: Truth['class'],
  acts: readonly DossierAct[],
  cause: Truth['cause'] = null
): Made {
  return { cause, class: what, link: 'hard', ia, ea, acts: [ia, ...acts] };
}

export function partOf(plan: Plan, least: number, most: number): number {
  return Math.floor((amountOf(plan) * plan.chance.between(least, most)) / 100);
}

/** Other forms of the same substance, as the published list has them, that hold another share of base. */
export function otherForms({ line }: Plan): readonly {
  readonly key: Line['form'];
  readonly designation: string;
  readonly factor: DecimalText;
}[] {
  const substance = findSubstance(line.substance);
  if (!substance) return [];
  return formsOf(substance).flatMap((form) => {
    const { key, factor } = form;
    const isOther = factor !== null && Math.abs(Number(factor) - Number(line.factor.value)) > 0.01;
    return isOther ? [{ key, designation: designationOf(substance, form), factor }] : [];
  });
}

/** A preparation that holds about as much. */
export function withContent(
  plan: Plan,
  { strength, unit, unitsPerPack }: { strength: number; unit: string; unitsPerPack: number }
): Record<string, unknown> {
  const packs = Math.max(2, Math.floor(amountOf(plan) / strength / unitsPerPack));
  const content = { strength: String(strength), per: '1', unit, unitSize: '1', unitsPerPack, packs };
  const { lines } = withLine(plan, strength * unitsPerPack * packs) as { lines: readonly Line[] };
  return {
    lines: lines.map((line) => ({ ...line, content, preparation: 'Hospital preparation' }))
  };
}
