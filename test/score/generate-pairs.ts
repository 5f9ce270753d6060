/**
 * Pairs of authorizations whose truth is known because it was made: what was meant, and what went wrong. Nothing of the
 * matcher is imported; acts are built by the same builders as everywhere in the tests.
 */
import type { ActOf, DossierAct, Line } from '#lib/domain/act/body.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import { toBase } from '#lib/domain/quantity.ts';
import {
  aCancellation,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment
} from '../samples/acts.ts';
import {
  aCompany,
  misdate,
  mistype,
  MISTAKE_NAMES,
  NUMBER_STYLES,
  respell,
  shiftDate,
  writeNoisily
} from './clerks.ts';
import { Chance } from './random.ts';

export interface Truth {
  /** What was made wrong with it, or `nothing`. */
  readonly defect: string;
  /** What an expert who knew all would call it; null where nothing is to be looked at. */
  readonly class: string | null;
  /** `hard`: the two belong together by what they say · `proposal`: only a person can tell · `none`: they do not. */
  readonly link: 'hard' | 'proposal' | 'none';
  readonly importing: CountryCode;
  readonly exporting: CountryCode;
  readonly import: ActId | null;
  readonly export: ActId;
  readonly acts: readonly DossierAct[];
}

export const TODAY = '2026-11-27';
const COUNTRIES: readonly string[] = ['AU', 'CH', 'DE', 'FR', 'IN', 'KE', 'BR', 'JP'];
const GOODS = [
  ['morphine', 'sulfate-2-1-pentahydrate', 'morphine sulfate (2:1) pentahydrate', '0.7520'],
  ['codeine', 'phosphate-hemihydrate', 'codeine phosphate hemihydrate', '0.7367'],
  ['fentanyl', 'citrate', 'fentanyl citrate', '0.6365'],
  ['oxycodone', 'hydrochloride', 'oxycodone hydrochloride', '0.8964'],
  ['methadone', 'hydrochloride', 'methadone hydrochloride', '0.8946']
] as const;

type Import = ActOf<'import-authorization'>;
type Export = ActOf<'export-authorization'>;

/** One trade as it was meant: what is made wrong is made wrong of this. */
interface Plan {
  readonly chance: Chance;
  readonly serial: number;
  readonly importing: string;
  readonly exporting: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly line: Line;
  readonly importer: ReturnType<typeof aCompany>;
  readonly exporter: ReturnType<typeof aCompany>;
}

function aPlan(serial: number, chance: Chance, home?: string): Plan {
  const isImport = home !== undefined && chance.is(0.5);
  const importing = isImport ? home : chance.of(COUNTRIES.filter((one) => one !== home));
  const exporting = home && !isImport ? home : chance.of(COUNTRIES.filter((one) => one !== importing));
  const [substance, form, designation, value] = chance.of(GOODS);
  const factor = { value, source: 'computed', edition: '2026-1', date: '2026-01-01' };
  const stated = String(chance.between(20, 4000) * 250_000);
  const style = NUMBER_STYLES[COUNTRIES.indexOf(importing) % NUMBER_STYLES.length]!;
  return {
    chance,
    serial,
    importing,
    exporting,
    number: style(serial, 2026, importing),
    issuedOn: shiftDate('2026-02-01', chance.between(0, 140)),
    line: aLine({ substance, form, designation, stated, factor, pharmaceuticalForm: 'powder' }),
    importer: aCompany(chance),
    exporter: aCompany(chance)
  };
}

function anImport(plan: Plan, over: Record<string, unknown> = {}): Import {
  const { importing, exporting, number, issuedOn, line, importer, exporter } = plan;
  return anImportAuthorization({
    at: `${issuedOn}T08:00:00.000Z`,
    over: {
      issuer: importing,
      exportingCountry: exporting,
      number,
      lines: [line],
      importer,
      exporter,
      validUntil: shiftDate(issuedOn, 90),
      authority: { name: `Authority of ${importing}`, address: 'Capital' },
      ...over
    }
  });
}

/** Cites what is said, whether such an import authorization exists or not. */
function anExport(
  plan: Plan,
  cites: { number?: string; issuedOn?: string } = {},
  over: Record<string, unknown> = {}
): Export {
  const { number = plan.number, issuedOn = plan.issuedOn } = cites;
  const paper = anImport(plan, { number, issuedOn });
  const day = shiftDate(plan.issuedOn, 6);
  return anExportAuthorization(paper, {
    at: `${day}T09:00:00.000Z`,
    over: {
      number: `${plan.exporting}-E-2026-${String(plan.serial).padStart(6, '0')}`,
      importAuthorization: { number, issuedOn, authority: `Authority of ${plan.importing}` },
      authority: { name: `Authority of ${plan.exporting}`, address: 'Capital' },
      lines: [{ ...plan.line, importLine: 1 }],
      importer: plan.importer,
      exporter: plan.exporter,
      validUntil: shiftDate(plan.issuedOn, 80),
      ...over
    }
  });
}

function left(plan: Plan, ea: Export, stated = Number(ea.body.lines[0]!.stated)): ActOf<'shipment'> {
  return aShipment(ea, { at: `${shiftDate(plan.issuedOn, 12)}T10:00:00.000Z`, stated: [String(stated)] });
}

function arrived(plan: Plan, ea: Export, stated = Number(ea.body.lines[0]!.stated)): ActOf<'endorsement'> {
  return anEndorsement(ea, { at: `${shiftDate(plan.issuedOn, 20)}T10:00:00.000Z`, stated: [String(stated)] });
}

function whole(plan: Plan, ea: Export): DossierAct[] {
  return [ea, left(plan, ea), arrived(plan, ea)];
}

type Made = Pick<Truth, 'class' | 'link'> & {
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
  acts: readonly DossierAct[]
): Made => ({
  class: what,
  link: 'hard',
  ia,
  ea,
  acts: [ia, ...acts]
});

function amountOf({ line }: Plan): number {
  return Number(line.stated);
}

function withLine(plan: Plan, stated: number): Record<string, unknown> {
  const base = toBase(String(stated) as never, plan.line.factor.value as never);
  return { lines: [{ ...plan.line, stated: String(stated), base, importLine: 1 }] };
}

/** By their share of a thousand. */
const DEFECTS: Readonly<Record<string, readonly [number, Maker]>> = {
  nothing: [
    300,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      return matched(plan, ia, ea, null, whole(plan, ea));
    }
  ],
  'less was needed, lawfully': [
    60,
    (plan) => {
      const [ia, ea] = [
        anImport(plan),
        anExport(plan, {}, withLine(plan, Math.floor(amountOf(plan) * 0.83)))
      ];
      return matched(plan, ia, ea, null, whole(plan, ea));
    }
  ],
  'a number in another dress': [
    150,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan, { number: writeNoisily(plan.number, plan.chance) })];
      return matched(plan, ia, ea, null, whole(plan, ea));
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
      const there = Math.floor(amountOf(plan) * (1 - plan.chance.between(1, 60) / 100));
      return matched(plan, ia, ea, 'arrived-less', [ea, left(plan, ea), arrived(plan, ea, there)]);
    }
  ],
  'arrival stated in another unit': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const there = Math.floor(amountOf(plan) / 1000);
      return matched(plan, ia, ea, 'arrived-less', [ea, left(plan, ea), arrived(plan, ea, there)]);
    }
  ],
  'arrival stated as base': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      return matched(plan, ia, ea, 'arrived-less', [
        ea,
        left(plan, ea),
        arrived(plan, ea, Number(plan.line.base))
      ]);
    }
  ],
  'more arrived than left': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan)];
      const sent = Math.floor(amountOf(plan) * 0.5);
      return matched(plan, ia, ea, 'figures-differ', [
        ea,
        left(plan, ea, sent),
        arrived(plan, ea, Math.floor(amountOf(plan) * 0.9))
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
      return matched(plan, ia, ea, 'figures-differ', whole(plan, ea));
    }
  ],
  'granted as base': [
    15,
    (plan) => {
      const [ia, ea] = [anImport(plan), anExport(plan, {}, withLine(plan, Number(plan.line.base)))];
      return matched(plan, ia, ea, 'figures-differ', whole(plan, ea));
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

/** `home`: one country's desk, which is the one side or the other of each. */
export function generatePairs(count: number, seed: number, home?: string): readonly Truth[] {
  const chance = new Chance(seed);
  const lots = Object.entries(DEFECTS).flatMap(([name, [share]]) => new Array<string>(share).fill(name));
  const truths: Truth[] = [];
  for (let serial = 1; serial <= count; serial++) {
    const defect = chance.of(lots);
    const plan = aPlan(serial, chance, home);
    const { class: what, link, ia, ea, acts } = DEFECTS[defect]![1](plan);
    truths.push({
      defect,
      class: what,
      link,
      importing: plan.importing as CountryCode,
      exporting: plan.exporting as CountryCode,
      import: ia?._id ?? null,
      export: ea._id,
      acts
    });
  }
  return truths;
}
