/**
 * Comparisons of two statements of one trade as an officer reads them, written down before the rule: what Australia
 * allows and Switzerland grants, what left and what arrived, and the sentence in English (domain.md 5.2 and 5.3).
 * Unless said otherwise the goods are morphine sulfate (2:1) pentahydrate, factor 0.7520, and what is not named is as
 * the statement before it.
 */
import type { Pair } from '#lib/domain/dossier/judge-pair.ts';

export interface TableRow {
  readonly what: string;
  /** The two statements that the sentence compares. */
  readonly pair: Pair;
  readonly allowed: Stated;
  readonly granted?: Stated;
  /** `null`: never stated. */
  readonly shipped?: string | null;
  readonly arrived?: string | null;
  /** Further consignments under the same import authorization, each granted, shipped and arrived alike but as said. */
  readonly others?: readonly { granted: string; shipped?: string; arrived?: string }[];
  /** Days on which it left and arrived, where they matter; the day on which it is looked at. */
  readonly shippedOn?: string;
  readonly arrivedOn?: string;
  readonly today?: string;
  readonly shows: 'nothing' | 'lawful' | 'form' | 'short' | 'differs' | 'refused' | 'missing';
  readonly causes?: readonly string[];
  readonly sentence?: string;
  /** How the dossier as a whole stands. */
  readonly dossier: 'none' | 'matched' | 'form' | 'short' | 'differs';
}

/** A quantity, or one of another form, by another factor, or of a preparation. */
export type Stated =
  | string
  | { readonly quantity: string; readonly form?: string; readonly factor?: string; readonly content?: true };

function lost(quantity: string): string {
  return `If both quantities are correct, ${quantity} was lost on the way. Switzerland and Australia must find out why.`;
}
const RETURNS =
  'The returns of the two countries can differ by this quantity. Agree on one form and one factor.';
const CHANCE = 'The quantities can also fit by coincidence.';
const NO_MORE = 'No more can arrive than was shipped. Switzerland and Australia must find out why.';
const UNSTATED = 'The quantity shipped was never recorded. Ask Switzerland to record it.';
const LAWFUL = 'Less than the authorized quantity is lawful.';
const SULFATE = 'morphine sulfate (2:1)';

/** Shipment and endorsement, in the same form and unit: no tolerance. */
const ARRIVAL: readonly TableRow[] = [
  {
    what: 'as much arrived as left',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    shows: 'nothing',
    dossier: 'matched'
  },
  {
    what: '2 kg of 100 kg did not arrive',
    pair: 'shipment-endorsement',
    allowed: '100 kg',
    arrived: '98 kg',
    shows: 'short',
    sentence: `98 kg arrived, 100 kg shipped: 2 kg less (1.504 kg anhydrous base, 2%). ${lost('2 kg')}`,
    dossier: 'short'
  },
  {
    what: 'half a kilogram of 100 kg did not arrive',
    pair: 'shipment-endorsement',
    allowed: '100 kg',
    arrived: '99.5 kg',
    shows: 'short',
    sentence: `99.5 kg arrived, 100 kg shipped: 500 g less (376 g anhydrous base, 0.5%). ${lost('500 g')}`,
    dossier: 'short'
  },
  {
    what: 'a microgram of 500 g did not arrive',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    arrived: '499.999999 g',
    shows: 'short',
    sentence: `499.999999 g arrived, 500 g shipped: 0.001 mg less (0.001 mg anhydrous base, 0.0000002%). ${lost('0.001 mg')}`,
    dossier: 'short'
  },
  {
    what: 'more than a fiftieth did not arrive',
    pair: 'shipment-endorsement',
    allowed: '100 kg',
    arrived: '90 kg',
    shows: 'differs',
    sentence: `90 kg arrived, 100 kg shipped: 10 kg less (7.52 kg anhydrous base, 10%). ${lost('10 kg')}`,
    dossier: 'differs'
  },
  {
    what: 'a gram too much arrived',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    shipped: '480 g',
    arrived: '481 g',
    shows: 'differs',
    sentence: `481 g arrived, 480 g shipped: 1 g more (752 mg anhydrous base, 0.21%). ${NO_MORE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was stated as base',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    arrived: '376 g',
    shows: 'differs',
    causes: ['base'],
    sentence: `376 g arrived, 500 g shipped: 124 g less (93.25 g anhydrous base, 24.8%). ${lost('124 g')} 376 g could be 500 g of ${SULFATE} pentahydrate, expressed as anhydrous base. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the shipment was stated as base',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    shipped: '376 g',
    arrived: '500 g',
    shows: 'differs',
    causes: ['base'],
    sentence: `500 g arrived, 376 g shipped: 124 g more (93.25 g anhydrous base, 32.98%). ${NO_MORE} 376 g could be 500 g of ${SULFATE} pentahydrate, expressed as anhydrous base. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was stated as base by the factor of another salt',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    arrived: '426.65 g',
    shows: 'differs',
    causes: ['base'],
    sentence: `426.65 g arrived, 500 g shipped: 73.35 g less (55.16 g anhydrous base, 14.67%). ${lost('73.35 g')} 426.65 g could be 500 g of ${SULFATE} anhydrous, expressed as anhydrous base. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was weighed as the anhydrous salt',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    arrived: '440.64 g',
    shows: 'differs',
    causes: ['hydrate'],
    sentence: `440.64 g arrived, 500 g shipped: 59.36 g less (44.64 g anhydrous base, 11.87%). ${lost('59.36 g')} If 440.64 g was recorded as ${SULFATE} anhydrous, it contains the same anhydrous base as 500 g of ${SULFATE} pentahydrate. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the shipment was weighed as the anhydrous salt',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    shipped: '440.64 g',
    arrived: '500 g',
    shows: 'differs',
    causes: ['hydrate'],
    sentence: `500 g arrived, 440.64 g shipped: 59.36 g more (44.64 g anhydrous base, 13.47%). ${NO_MORE} If 440.64 g was recorded as ${SULFATE} anhydrous, it contains the same anhydrous base as 500 g of ${SULFATE} pentahydrate. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was stated in milligrams for grams',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    arrived: '500 mg',
    shows: 'differs',
    causes: ['unit'],
    sentence: `500 mg arrived, 500 g shipped: 499.5 g less (375.6 g anhydrous base, 99.9%). ${lost('499.5 g')} 500 mg could be 500 g in another unit, by a factor of 1,000. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was stated in kilograms for grams',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    arrived: '500 kg',
    shows: 'differs',
    causes: ['unit'],
    sentence: `500 kg arrived, 500 g shipped: 499.5 kg more (375.6 kg anhydrous base, 99,900%). ${NO_MORE} 500 kg could be 500 g in another unit, by a factor of 1,000. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was stated in kilograms for milligrams',
    pair: 'shipment-endorsement',
    allowed: '500 mg',
    arrived: '500 kg',
    shows: 'differs',
    causes: ['unit'],
    sentence: `500 kg arrived, 500 mg shipped: 499.9995 kg more (375.9996 kg anhydrous base, 99,999,900%). ${NO_MORE} 500 kg could be 500 mg in another unit, by a factor of 1,000,000. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was stated in milligrams for kilograms',
    pair: 'shipment-endorsement',
    allowed: '5 kg',
    arrived: '5 mg',
    shows: 'differs',
    causes: ['unit'],
    sentence: `5 mg arrived, 5 kg shipped: 4.999995 kg less (3.759996 kg anhydrous base, 99.99%). ${lost('4.999995 kg')} 5 mg could be 5 kg in another unit, by a factor of 1,000,000. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was weighed as the whole preparation',
    pair: 'shipment-endorsement',
    allowed: { quantity: '50 g', content: true },
    arrived: '5 kg',
    shows: 'differs',
    causes: ['gross'],
    sentence: `5 kg arrived, 50 g shipped: 4.95 kg more (3.722 kg anhydrous base, 9,900%). ${NO_MORE} 5 kg could be the weight of the whole preparation, which contains 50 g. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the arrival was counted in packs, not in ampoules',
    pair: 'shipment-endorsement',
    allowed: { quantity: '50 g', content: true },
    arrived: '5 g',
    shows: 'differs',
    causes: ['packs'],
    sentence: `5 g arrived, 50 g shipped: 45 g less (33.84 g anhydrous base, 90%). ${lost('45 g')} 5 g could be the number of packs, not units; at 10 units in a pack, that is 50 g. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the shipment was counted in packs, not in ampoules',
    pair: 'shipment-endorsement',
    allowed: { quantity: '50 g', content: true },
    shipped: '5 g',
    arrived: '50 g',
    shows: 'differs',
    causes: ['packs'],
    sentence: `50 g arrived, 5 g shipped: 45 g more (33.84 g anhydrous base, 900%). ${NO_MORE} 5 g could be the number of packs, not units; at 10 units in a pack, that is 50 g. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'the endorsement is that of another consignment',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    granted: '300 g',
    arrived: '120 g',
    others: [{ granted: '120 g' }],
    shows: 'differs',
    causes: ['swap'],
    sentence: `120 g arrived, 300 g shipped: 180 g less (135.4 g anhydrous base, 60%). ${lost('180 g')} 120 g is the quantity shipped under CH-E-2026-000078-10. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'two consignments were endorsed upon one',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    granted: '300 g',
    arrived: '420 g',
    others: [{ granted: '120 g' }],
    shows: 'differs',
    causes: ['sum'],
    sentence: `420 g arrived, 300 g shipped: 120 g more (90.24 g anhydrous base, 40%). ${NO_MORE} 420 g is the total shipped in 2 consignments. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'goods that left in one year arrived in the next',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    shippedOn: '2026-12-30',
    arrivedOn: '2027-01-04',
    shows: 'lawful',
    causes: ['year'],
    sentence:
      '500 g arrived, as shipped. The goods were shipped in 2026 and received in 2027, so each side counts them in a different year. You do not need to do anything.',
    dossier: 'matched'
  },
  {
    what: 'a loss over the turn of the year is a loss',
    pair: 'shipment-endorsement',
    allowed: '100 kg',
    arrived: '98 kg',
    shippedOn: '2026-12-30',
    arrivedOn: '2027-01-04',
    shows: 'short',
    causes: ['year'],
    sentence: `98 kg arrived, 100 kg shipped: 2 kg less (1.504 kg anhydrous base, 2%). ${lost('2 kg')} The goods were shipped in 2026 and received in 2027, so each side counts them in a different year.`,
    dossier: 'short'
  }
];

/** Endorsed, although nobody stated what was shipped: a difference whatever the figures are. */
const NEVER_STATED: readonly TableRow[] = [
  {
    what: 'a gram of 500 g arrived, and nothing was stated as shipped',
    pair: 'export-endorsement',
    allowed: '500 g',
    shipped: null,
    arrived: '1 g',
    shows: 'differs',
    sentence: `1 g arrived, 500 g authorized: 499 g less (375.2 g anhydrous base, 99.8%). ${UNSTATED}`,
    dossier: 'differs'
  },
  {
    what: 'all of it arrived, and nothing was stated as shipped',
    pair: 'export-endorsement',
    allowed: '500 g',
    shipped: null,
    arrived: '500 g',
    shows: 'differs',
    sentence: `500 g arrived, as authorized. ${UNSTATED}`,
    dossier: 'differs'
  },
  {
    what: 'more arrived than was authorized, and nothing was stated as shipped',
    pair: 'export-endorsement',
    allowed: '500 g',
    shipped: null,
    arrived: '501 g',
    shows: 'differs',
    sentence: `501 g arrived, 500 g authorized: 1 g more (752 mg anhydrous base, 0.2%). ${UNSTATED}`,
    dossier: 'differs'
  },
  {
    what: 'base arrived for the salt that was authorized, and nothing was stated as shipped',
    pair: 'export-endorsement',
    allowed: '500 g',
    shipped: null,
    arrived: '376 g',
    shows: 'differs',
    causes: ['base'],
    sentence: `376 g arrived, 500 g authorized: 124 g less (93.25 g anhydrous base, 24.8%). ${UNSTATED} 376 g could be 500 g of ${SULFATE} pentahydrate, expressed as anhydrous base. Ask Australia to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'nothing was returned when the validity had ended',
    pair: 'shipment-endorsement',
    allowed: '500 g',
    arrived: null,
    today: '2027-01-20',
    shows: 'missing',
    causes: ['expired'],
    sentence:
      '500 g shipped, nothing endorsed. Validity ended on 31 Dec 2026. Ask Australia to endorse the quantity that arrived, or that nothing arrived.',
    dossier: 'matched'
  },
  {
    what: 'nothing was shipped or returned when the validity had ended',
    pair: 'export-endorsement',
    allowed: '500 g',
    shipped: null,
    arrived: null,
    today: '2027-01-20',
    shows: 'missing',
    causes: ['expired'],
    sentence:
      '500 g authorized, nothing endorsed. Validity ended on 31 Dec 2026. Ask Australia to endorse the quantity that arrived, or that nothing arrived.',
    dossier: 'matched'
  }
];

/** Import and export authorization: less is lawful, more is refused, another form or factor compares as base. */
const GRANTED: readonly TableRow[] = [
  {
    what: 'less was granted than allowed',
    pair: 'import-export',
    allowed: '500 g',
    granted: '300 g',
    shows: 'lawful',
    sentence: `300 g authorized for export, 500 g for import: 200 g less (150.4 g anhydrous base, 40%). ${LAWFUL}`,
    dossier: 'matched'
  },
  {
    what: 'base was granted for the salt that was allowed',
    pair: 'import-export',
    allowed: '500 g',
    granted: '376 g',
    shows: 'differs',
    causes: ['base'],
    sentence: `376 g authorized for export, 500 g for import: 124 g less (93.25 g anhydrous base, 24.8%). 376 g could be 500 g of ${SULFATE} pentahydrate, expressed as anhydrous base. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'as much was granted as the anhydrous salt would weigh',
    pair: 'import-export',
    allowed: '500 g',
    granted: '440.64 g',
    shows: 'lawful',
    causes: ['hydrate'],
    sentence: `440.64 g authorized for export, 500 g for import: 59.36 g less (44.64 g anhydrous base, 11.87%). ${LAWFUL} If 440.64 g was recorded as ${SULFATE} anhydrous, it contains the same anhydrous base as 500 g of ${SULFATE} pentahydrate. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'matched'
  },
  {
    what: 'milligrams were granted for grams',
    pair: 'import-export',
    allowed: '500 g',
    granted: '500 mg',
    shows: 'differs',
    causes: ['unit'],
    sentence: `500 mg authorized for export, 500 g for import: 499.5 g less (375.6 g anhydrous base, 99.9%). 500 mg could be 500 g in another unit, by a factor of 1,000. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'kilograms were granted for grams, and refused',
    pair: 'import-export',
    allowed: '500 g',
    granted: '500 kg',
    shows: 'refused',
    causes: ['unit'],
    sentence: `500 kg authorized for export, 500 g for import: 499.5 kg more (375.6 kg anhydrous base, 99,900%). The quantity is more than authorized, so it is not counted. 500 kg could be 500 g in another unit, by a factor of 1,000. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'none'
  },
  {
    what: 'the whole preparation was granted for its content, and refused',
    pair: 'import-export',
    allowed: { quantity: '50 g', content: true },
    granted: { quantity: '5 kg', content: true },
    shows: 'refused',
    causes: ['gross'],
    sentence: `5 kg authorized for export, 50 g for import: 4.95 kg more (3.722 kg anhydrous base, 9,900%). The quantity is more than authorized, so it is not counted. 5 kg could be the weight of the whole preparation, which contains 50 g. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'none'
  },
  {
    what: 'the same base was granted in another salt',
    pair: 'import-export',
    allowed: { quantity: '376 g', form: 'base' },
    granted: '500 g',
    shows: 'form',
    sentence: `Import authorization: 376 g of morphine (anhydrous base), 376 g anhydrous base. Export authorization: 500 g of ${SULFATE} pentahydrate, 376 g anhydrous base. Difference: 0 g (0%). Both quantities contain the same anhydrous base.`,
    dossier: 'form'
  },
  {
    what: 'the same base but for the rounding of two factors',
    pair: 'import-export',
    allowed: '500 g',
    granted: { quantity: '495.25 g', form: 'hydrochloride-trihydrate' },
    shows: 'form',
    sentence: `Import authorization: 500 g of ${SULFATE} pentahydrate, 376 g anhydrous base. Export authorization: 495.25 g of morphine hydrochloride trihydrate, 375.99 g anhydrous base. Difference: 6.2 mg (0.0016%). ${LAWFUL}`,
    dossier: 'form'
  },
  {
    what: 'two factors for one form',
    pair: 'import-export',
    allowed: '500 g',
    granted: { quantity: '500 g', factor: '0.75' },
    shows: 'form',
    causes: ['factor'],
    sentence: `500 g of ${SULFATE} pentahydrate contains 376 g anhydrous base with factor 0.7520 on the import authorization. Factor 0.75 on the export authorization gives 375 g. Difference: 1 g (0.27%). ${RETURNS}`,
    dossier: 'form'
  },
  {
    what: 'two factors for one form, and less of it',
    pair: 'import-export',
    allowed: '500 g',
    granted: { quantity: '250 g', factor: '0.767' },
    shows: 'form',
    causes: ['factor'],
    sentence: `250 g of ${SULFATE} pentahydrate contains 188 g anhydrous base with factor 0.7520 on the import authorization. Factor 0.767 on the export authorization gives 191.8 g. Difference: 3.75 g (1.99%). ${RETURNS}`,
    dossier: 'form'
  },
  {
    what: 'packs were granted for ampoules',
    pair: 'import-export',
    allowed: { quantity: '50 g', content: true },
    granted: { quantity: '5 g', content: true },
    shows: 'form',
    causes: ['packs'],
    sentence: `Import authorization: 50 g of ${SULFATE} pentahydrate, 37.6 g anhydrous base. Export authorization: 5 g of ${SULFATE} pentahydrate, 3.76 g anhydrous base. Difference: 33.84 g (90%). ${LAWFUL} 5 g could be the number of packs, not units; at 10 units in a pack, that is 50 g. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'form'
  },
  {
    what: 'a tenth in each of two consignments is an ordinary order',
    pair: 'import-export',
    allowed: { quantity: '50 g', content: true },
    granted: { quantity: '5 g', content: true },
    others: [{ granted: '5 g' }],
    shows: 'lawful',
    causes: ['consignments'],
    sentence: `5 g authorized for export, 50 g for import: 45 g less (33.84 g anhydrous base, 90%). ${LAWFUL} 2 export authorizations together total 10 g. You do not need to do anything.`,
    dossier: 'matched'
  },
  {
    what: 'three quarters of a salt with factor 0.75 are an ordinary order, not base',
    pair: 'import-export',
    allowed: { quantity: '500 g', factor: '0.75' },
    granted: { quantity: '375 g', factor: '0.75' },
    shows: 'lawful',
    sentence: `375 g authorized for export, 500 g for import: 125 g less (93.75 g anhydrous base, 25%). ${LAWFUL}`,
    dossier: 'matched'
  },
  {
    what: 'one figure of two hydrates, within what is allowed',
    pair: 'import-export',
    allowed: { quantity: '500 g', form: 'sulfate-2-1-anhydrous' },
    granted: '500 g',
    shows: 'form',
    causes: ['form'],
    sentence: `Import authorization: 500 g of ${SULFATE} anhydrous, 426.7 g anhydrous base. Export authorization: 500 g of ${SULFATE} pentahydrate, 376 g anhydrous base. Difference: 50.65 g (11.87%). ${LAWFUL} 500 g was recorded once as ${SULFATE} anhydrous and once as ${SULFATE} pentahydrate. Ask Switzerland to confirm.`,
    dossier: 'form'
  },
  {
    what: 'one figure of two hydrates, beyond what is allowed, and refused',
    pair: 'import-export',
    allowed: '500 g',
    granted: { quantity: '500 g', form: 'sulfate-2-1-anhydrous' },
    shows: 'refused',
    causes: ['form'],
    sentence: `Import authorization: 500 g of ${SULFATE} pentahydrate, 376 g anhydrous base. Export authorization: 500 g of ${SULFATE} anhydrous, 426.7 g anhydrous base. Difference: 50.65 g (13.47%). The quantity is more than authorized, so it is not counted. 500 g was recorded once as ${SULFATE} pentahydrate and once as ${SULFATE} anhydrous. Ask Switzerland to confirm.`,
    dossier: 'none'
  },
  {
    what: 'several consignments upon one import authorization',
    pair: 'import-export',
    allowed: '500 g',
    granted: '300 g',
    others: [{ granted: '200 g' }],
    shows: 'lawful',
    causes: ['consignments'],
    sentence: `300 g authorized for export, 500 g for import: 200 g less (150.4 g anhydrous base, 40%). ${LAWFUL} 2 export authorizations together total 500 g. You do not need to do anything.`,
    dossier: 'matched'
  }
];

/** Export authorization and shipment: less is lawful, more is refused. */
const SHIPPED: readonly TableRow[] = [
  {
    what: 'less was shipped than authorized',
    pair: 'export-shipment',
    allowed: '500 g',
    shipped: '480 g',
    shows: 'lawful',
    sentence: `480 g shipped, 500 g authorized: 20 g less (15.04 g anhydrous base, 4%). ${LAWFUL}`,
    dossier: 'matched'
  },
  {
    what: 'base was stated as shipped for the salt',
    pair: 'export-shipment',
    allowed: '500 g',
    shipped: '376 g',
    shows: 'differs',
    causes: ['base'],
    sentence: `376 g shipped, 500 g authorized: 124 g less (93.25 g anhydrous base, 24.8%). 376 g could be 500 g of ${SULFATE} pentahydrate, expressed as anhydrous base. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'as much was shipped as the anhydrous salt would weigh',
    pair: 'export-shipment',
    allowed: '500 g',
    shipped: '440.64 g',
    shows: 'lawful',
    causes: ['hydrate'],
    sentence: `440.64 g shipped, 500 g authorized: 59.36 g less (44.64 g anhydrous base, 11.87%). ${LAWFUL} If 440.64 g was recorded as ${SULFATE} anhydrous, it contains the same anhydrous base as 500 g of ${SULFATE} pentahydrate. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'matched'
  },
  {
    what: 'milligrams were shipped for grams',
    pair: 'export-shipment',
    allowed: '500 g',
    shipped: '500 mg',
    shows: 'differs',
    causes: ['unit'],
    sentence: `500 mg shipped, 500 g authorized: 499.5 g less (375.6 g anhydrous base, 99.9%). 500 mg could be 500 g in another unit, by a factor of 1,000. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'differs'
  },
  {
    what: 'kilograms were shipped for grams, and refused',
    pair: 'export-shipment',
    allowed: '500 g',
    shipped: '500 kg',
    arrived: null,
    shows: 'refused',
    causes: ['unit'],
    sentence: `500 kg shipped, 500 g authorized: 499.5 kg more (375.6 kg anhydrous base, 99,900%). The quantity is more than authorized, so it is not counted. 500 kg could be 500 g in another unit, by a factor of 1,000. Ask Switzerland to confirm. ${CHANCE}`,
    dossier: 'matched'
  }
];

export const TABLE: readonly TableRow[] = [...ARRIVAL, ...NEVER_STATED, ...GRANTED, ...SHIPPED];
