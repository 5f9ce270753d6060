/** What may go wrong with a trade, by its share of a thousand, and what whoever reads the papers would call it. */
import type { DossierAct, Line } from '#lib/domain/act/body.ts';
import { findSubstance, formsOf } from '#lib/domain/substance.ts';
import { aCancellation, aReply } from '../samples/acts.ts';
import { misdate, mistype, MISTAKE_NAMES, respell, shiftDate, writeNoisily } from './clerks.ts';
import type { Truth } from './generate-pairs.ts';
import {
  amountOf,
  anExport,
  anImport,
  arrived,
  left,
  whole,
  withLine,
  type Export,
  type Import,
  type Plan
} from './plans.ts';

type Made = Pick<Truth, 'class' | 'link'> & {
  readonly cause?: string;
  readonly dress?: string;
  readonly ia: Import | null;
  readonly ea: Export;
  readonly acts: readonly DossierAct[];
};
type Maker = (plan: Plan) => Made;

const matched = (
  plan: Plan,
  ia: Import,
  ea: Export,
  what: string | null,
  acts: readonly DossierAct[],
  cause?: string
): Made => ({
  ...(cause ? { cause } : {}),
  class: what,
  link: 'hard',
  ia,
  ea,
  acts: [ia, ...acts]
});

function partOf(plan: Plan, least: number, most: number): number {
  return Math.floor((amountOf(plan) * plan.chance.between(least, most)) / 100);
}

/** Of another salt or hydrate of the same substance, as the published list has it. */
function anotherFactor({ line, chance }: Plan): number {
  const substance = findSubstance(line.substance);
  const others = substance
    ? formsOf(substance).filter(({ key, factor }) => key !== line.form && key !== 'base' && factor !== null)
    : [];
  const factors = others
    .map(({ factor }) => Number(factor))
    .filter((one) => one !== Number(line.factor.value));
  return factors.length > 0 ? chance.of(factors) : 1;
}

/** A preparation that holds about as much. */
function withContent(
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

/** By their share of a thousand. */
export const DEFECTS: Readonly<Record<string, readonly [number, Maker]>> = {
  nothing: [
    260,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      return matched(plan, ia, ea, null, whole(plan, ea));
    }
  ],
  'less was needed, lawfully': [
    60,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan, {}, withLine(plan, partOf(plan, 1, 99)))];
      return matched(plan, ia, ea, null, whole(plan, ea));
    }
  ],
  'a number in another dress': [
    150,
    (plan) => {
      const { dress, number } = writeNoisily(plan.number, plan.chance);
      const [ia, ea] = [anImport(plan), anExport(plan, { number })];
      return { ...matched(plan, ia, ea, null, whole(plan, ea)), dress };
    }
  ],
  'a name in another spelling': [
    40,
    (plan) => {
      const importer = { ...plan.importer, name: respell(plan.importer.name, plan.chance) };
      const [ia, ea] = [anImport(plan), anExport(plan, {}, { importer })];
      return matched(plan, ia, ea, null, whole(plan, ea));
    }
  ],
  'a mistyped number': [
    90,
    (plan) => {
      const number = mistype(plan.number, plan.chance.of(MISTAKE_NAMES), plan.chance);
      const [ia, ea] = [anImport(plan), anExport(plan, { number })];
      return { class: 'number-unknown', link: 'proposal', ia, ea, acts: [ia, ea] };
    }
  ],
  'a wrong date': [
    30,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan, { issuedOn: misdate(plan.issuedOn, plan.chance) })];
      return { class: 'number-unknown', link: 'proposal', ia, ea, acts: [ia, ea] };
    }
  ],
  'a mistyped number and a wrong date': [
    10,
    (plan) => {
      const number = mistype(plan.number, 'another digit', plan.chance);
      const ea = anExport(plan, { number, issuedOn: misdate(plan.issuedOn, plan.chance) });
      const ia = anImport(plan);
      return { class: 'number-unknown', link: 'proposal', ia, ea, acts: [ia, ea] };
    }
  ],
  'no import authorization at all': [
    40,
    (plan) => {
      const ea = anExport(plan);
      return { class: 'export-without-import', link: 'none', ia: null, ea, acts: [ea] };
    }
  ],
  'more granted than authorized': [
    25,
    (plan) => {
      const more = Math.ceil(amountOf(plan) * (1 + plan.chance.between(1, 40) / 100));
      const [ia, ea] = [anImport(plan), anExport(plan, {}, withLine(plan, more))];
      return matched(plan, ia, ea, 'more-shipped', [ea]);
    }
  ],
  'more shipped than authorized': [
    20,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      return matched(plan, ia, ea, 'more-shipped', [
        ea,
        left(plan, ea, amountOf(plan) + 250_000),
        arrived(plan, ea)
      ]);
    }
  ],
  'a part was lost on the way': [
    40,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const there = amountOf(plan) - Math.ceil((amountOf(plan) * plan.chance.between(1, 600)) / 1000);
      return matched(plan, ia, ea, 'arrived-less', [ea, left(plan, ea), arrived(plan, ea, there)]);
    }
  ],
  'arrival stated in another unit': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const there = Math.floor(amountOf(plan) / 1000);
      return matched(plan, ia, ea, 'arrived-less', [ea, left(plan, ea), arrived(plan, ea, there)], 'unit');
    }
  ],
  'arrival stated as base': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const there = Number(plan.line.base);
      return matched(plan, ia, ea, 'arrived-less', [ea, left(plan, ea), arrived(plan, ea, there)], 'base');
    }
  ],
  'arrival stated as another salt or hydrate': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const there = Math.round((amountOf(plan) * Number(plan.line.factor.value)) / anotherFactor(plan));
      const what = there < amountOf(plan) ? 'arrived-less' : 'more-shipped';
      return matched(plan, ia, ea, what, [ea, left(plan, ea), arrived(plan, ea, there)], 'hydrate');
    }
  ],
  'arrival counted in packs': [
    15,
    (plan) => {
      const unitsPerPack = plan.chance.of([10, 20, 28, 50]);
      const of = withContent(plan, { strength: 10_000, unit: 'unit', unitsPerPack });
      const [ia, ea] = [anImport(plan, of), anExport(plan, {}, of)];
      const there = Number(ea.body.lines[0]!.stated) / unitsPerPack;
      return matched(plan, ia, ea, 'arrived-less', [ea, left(plan, ea), arrived(plan, ea, there)], 'packs');
    }
  ],
  'arrival weighed with all that it is dissolved in': [
    10,
    (plan) => {
      const of = withContent(plan, { strength: 10_000, unit: 'ml', unitsPerPack: 10 });
      const [ia, ea] = [anImport(plan, of), anExport(plan, {}, of)];
      const there = Number(ea.body.lines[0]!.stated) * 100;
      return matched(plan, ia, ea, 'more-shipped', [ea, left(plan, ea), arrived(plan, ea, there)], 'gross');
    }
  ],
  'more arrived than left': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      return matched(plan, ia, ea, 'figures-differ', [
        ea,
        left(plan, ea, partOf(plan, 5, 60)),
        arrived(plan, ea, partOf(plan, 61, 100))
      ]);
    }
  ],
  'granted in another unit': [
    15,
    (plan) => {
      const [ia, ea] = [
        anImport(plan),
        anExport(plan, {}, withLine(plan, Math.floor(amountOf(plan) / 1000)))
      ];
      return matched(plan, ia, ea, 'figures-differ', whole(plan, ea), 'unit');
    }
  ],
  'granted as base': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan, {}, withLine(plan, Number(plan.line.base)))];
      return matched(plan, ia, ea, 'figures-differ', whole(plan, ea), 'base');
    }
  ],
  'another importer': [
    20,
    (plan) => {
      const importer = { name: 'Quite Another Trading House', address: 'Elsewhere' };
      const [ia, ea] = [anImport(plan), anExport(plan, {}, { importer })];
      return matched(plan, ia, ea, 'particulars-differ', whole(plan, ea));
    }
  ],
  'goods left and no endorsement came': [
    30,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      return matched(plan, ia, ea, 'endorsement-overdue', [ea, left(plan, ea)]);
    }
  ],
  'expired unused and was not returned': [
    20,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      return matched(plan, ia, ea, 'expired-unused', [ea]);
    }
  ],
  'issued upon a cancelled one': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const cancelled = aCancellation(ia, { at: `${shiftDate(plan.issuedOn, 2)}T08:00:00.000Z` });
      return matched(plan, ia, ea, 'contradicts', [cancelled, ea]);
    }
  ],
  'a number given twice': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const second = anImport(plan, { remarks: 'Second one.', at: `${plan.issuedOn}T09:00:00.000Z` });
      return matched(plan, ia, ea, 'duplicate-number', [second, ...whole(plan, ea)]);
    }
  ],
  'a question nobody answered': [
    20,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const asked = aReply(ea, {
        at: `${shiftDate(plan.issuedOn, 30)}T08:00:00.000Z`,
        over: { answer: 'query', text: 'Is this yours?' }
      });
      return matched(plan, ia, ea, 'answer-outstanding', [...whole(plan, ea), asked]);
    }
  ]
};
