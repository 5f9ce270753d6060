/** What may go wrong with a trade, by its share of a thousand, and what whoever reads the papers would call it. */
import { aCancellation, aReply } from '../samples/acts.ts';
import { CAUSED } from './caused.ts';
import { misdate, mistype, MISTAKE_NAMES, respell, shiftDate, writeNoisily } from './clerks.ts';
import { matched, otherForms, partOf, withContent, type Defects } from './made.ts';
import { amountOf, anExport, anImport, arrived, left, whole, withLine } from './plans.ts';

/** By their share of a thousand. */
export const DEFECTS: Defects = {
  ...CAUSED,
  nothing: [
    160,
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
  'no import authorization, while the same is on order': [
    10,
    (plan) => {
      const open = anImport(plan);
      const number = `${plan.importing}/P/${plan.chance.between(100_000, 999_999)}`;
      const ea = anExport(plan, { number, issuedOn: shiftDate(plan.issuedOn, -3) });
      return { class: 'export-without-import', link: 'none', ia: null, ea, acts: [open, ea] };
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
      const others = otherForms(plan).filter(({ key }) => key !== 'base');
      // Where the list knows one salt alone, it is its base that is stated.
      const factor = others.length > 0 ? Number(plan.chance.of(others).factor) : 1;
      const there = Math.round((amountOf(plan) * Number(plan.line.factor.value)) / factor);
      const what = there < amountOf(plan) ? 'arrived-less' : 'more-shipped';
      const acts = [ea, left(plan, ea), arrived(plan, ea, there)];
      return matched(plan, ia, ea, what, acts, others.length > 0 ? 'hydrate' : 'base');
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
      return matched(plan, ia, ea, 'endorsement-overdue', [ea, left(plan, ea)], 'expired');
    }
  ],
  'expired unused and was not returned': [
    20,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      return matched(plan, ia, ea, 'expired-unused', [ea], 'expired');
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
  'an export number given twice': [
    7,
    (plan) => {
      const half = withLine(plan, partOf(plan, 20, 50));
      const [ia, ea] = [anImport(plan, { consignments: 2 }), anExport(plan, {}, half)];
      const at = `${shiftDate(plan.issuedOn, 7)}T09:00:00.000Z`;
      const second = anExport(plan, {}, { ...half, at });
      return matched(plan, ia, ea, 'duplicate-number', [...whole(plan, ea), ...whole(plan, second)]);
    }
  ],
  'a number given twice': [
    8,
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
