/** Trades of which the dossier names the cause (domain.md 5.2): most are lawful, and only told there. */
import type { Line } from '#lib/domain/act/body.ts';
import { toBase } from '#lib/domain/quantity.ts';
import { mistype, MISTAKE_NAMES, shiftDate } from './clerks.ts';
import { matched, otherForms, partOf, withContent, type Defects } from './made.ts';
import { amountOf, anExport, anImport, arrived, left, whole, withLine, type Plan } from './plans.ts';

/** Half of it each, under two numbers. */
function inTwo(plan: Plan) {
  const half = withLine(plan, Math.floor(amountOf(plan) / 2));
  const second = { ...plan, exportSerial: plan.exportSerial + 500_000 };
  return {
    ia: anImport(plan, { consignments: 2 }),
    one: anExport(plan, {}, half),
    other: anExport(second, {}, half)
  };
}

function inForm({ line }: Plan, { key, designation, factor }: ReturnType<typeof otherForms>[number]): Line {
  const base = toBase(line.stated, factor);
  return { ...line, form: key, designation, factor: { ...line.factor, value: factor }, base };
}

export const CAUSED: Defects = {
  'in two consignments, lawfully': [
    25,
    (plan) => {
      const { ia, one, other } = inTwo(plan);
      return matched(plan, ia, one, null, [...whole(plan, one), ...whole(plan, other)], 'consignments');
    }
  ],
  'arrivals of two consignments exchanged': [
    10,
    (plan) => {
      const { ia, one, other } = inTwo(plan);
      const [more, less] = [partOf(plan, 25, 30), partOf(plan, 10, 20)];
      const acts = [
        ...[one, left(plan, one, more), arrived(plan, one, less)],
        ...[other, left(plan, other, less), arrived(plan, other, more)]
      ];
      return { ...matched(plan, ia, one, 'figures-differ', acts, 'swap'), also: ['arrived-less'] };
    }
  ],
  'two consignments endorsed as one': [
    10,
    (plan) => {
      const { ia, one, other } = inTwo(plan);
      const [more, less] = [partOf(plan, 25, 30), partOf(plan, 10, 20)];
      const acts = [
        ...[one, left(plan, one, more), arrived(plan, one, more + less)],
        ...[other, left(plan, other, less)]
      ];
      return { ...matched(plan, ia, one, 'figures-differ', acts, 'sum'), also: ['endorsement-overdue'] };
    }
  ],
  'shipped in December and arrived in January': [
    15,
    (plan) => {
      // Twelve days to the shipment, twenty to the arrival.
      const turn = { ...plan, issuedOn: shiftDate('2025-12-12', plan.chance.between(0, 7)) };
      const [ia, ea] = [anImport(turn), anExport(turn)];
      return matched(turn, ia, ea, null, whole(turn, ea), 'year');
    }
  ],
  'the same figure of another salt, hydrate or of the base': [
    15,
    (plan) => {
      const other = plan.chance.of(otherForms(plan));
      const isRicher = Number(other.factor) > Number(plan.line.factor.value);
      const changed = { ...plan, line: inForm(plan, other) };
      // Of the richer one the authority of import writes, or more base would be exported than it allows.
      const [ia, ea] = isRicher ? [anImport(changed), anExport(plan)] : [anImport(plan), anExport(changed)];
      return matched(plan, ia, ea, 'form-differs', whole(plan, ea), 'form');
    }
  ],
  'base by a factor rounded otherwise': [
    15,
    (plan) => {
      const value = (Math.round(Number(plan.line.factor.value) * 100 - 0.2) / 100).toFixed(2);
      const factor = { ...plan.line.factor, value: value as never };
      const base = toBase(plan.line.stated, factor.value);
      const rounded = { ...plan, line: { ...plan.line, factor, base } };
      const [ia, ea] = [anImport(plan), anExport(rounded)];
      return matched(plan, ia, ea, 'form-differs', whole(plan, ea), 'factor');
    }
  ],
  'another salt or hydrate with the same base': [
    15,
    (plan) => {
      const other = plan.chance.of(otherForms(plan));
      const stated = Math.floor(Number(plan.line.base) / Number(other.factor));
      const line = inForm({ ...plan, line: { ...plan.line, stated: String(stated) as never } }, other);
      const [ia, ea] = [anImport(plan), anExport(plan, {}, { lines: [{ ...line, importLine: 1 }] })];
      return matched(plan, ia, ea, 'form-differs', whole(plan, ea));
    }
  ],
  'part of it, by a factor rounded otherwise': [
    10,
    (plan) => {
      const factor = { ...plan.line.factor, value: plan.line.factor.value.slice(0, 4) as never };
      const stated = String(partOf(plan, 30, 70)) as never;
      const line = { ...plan.line, factor, stated, base: toBase(stated, factor.value), importLine: 1 };
      const [ia, ea] = [anImport(plan), anExport(plan, {}, { lines: [line] })];
      return matched(plan, ia, ea, 'form-differs', whole(plan, ea), 'factor');
    }
  ],
  'packs granted for units': [
    10,
    (plan) => {
      const unitsPerPack = plan.chance.of([10, 20, 28, 50]);
      const of = withContent(plan, { strength: 10_000, unit: 'unit', unitsPerPack });
      const ia = anImport(plan, of);
      const [line] = ia.body.lines;
      const stated = String(Number(line!.stated) / unitsPerPack) as never;
      const packed = { ...line!, stated, base: toBase(stated, line!.factor.value), importLine: 1 };
      const ea = anExport(plan, {}, { lines: [packed] });
      return matched(plan, ia, ea, 'form-differs', whole(plan, ea), 'packs');
    }
  ],
  'a part of one of two consignments was lost': [
    10,
    (plan) => {
      const { ia, one, other } = inTwo(plan);
      const there = Math.floor((Number(one.body.lines[0]!.stated) * plan.chance.between(90, 99)) / 100);
      const acts = [one, left(plan, one), arrived(plan, one, there), ...whole(plan, other)];
      return matched(plan, ia, one, 'arrived-less', acts);
    }
  ],
  'exported after the import authorization expired': [
    10,
    (plan) => {
      const [ia, ea] = [anImport(plan, { validUntil: shiftDate(plan.issuedOn, 3) }), anExport(plan)];
      return matched(plan, ia, ea, 'contradicts', [ea]);
    }
  ],
  'a mistyped number, shipped and endorsed': [
    25,
    (plan) => {
      const number = mistype(plan.number, plan.chance.of(MISTAKE_NAMES), plan.chance);
      const [ia, ea] = [anImport(plan), anExport(plan, { number })];
      return { class: 'number-unknown', link: 'proposal', ia, ea, acts: [ia, ...whole(plan, ea)] };
    }
  ],
  'no import authorization at all, shipped and endorsed': [
    10,
    (plan) => {
      const ea = anExport(plan);
      return { class: 'export-without-import', link: 'none', ia: null, ea, acts: whole(plan, ea) };
    }
  ]
};
