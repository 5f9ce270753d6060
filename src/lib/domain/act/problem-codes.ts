/**
 * Problems of an authorization form, with weight, check, and article under each Convention. Sentences are in i18n under
 * `problem_<code>`.
 */
import { articleOn, type Ground } from '../goods/substance.ts';
import {
  BOARD_FORMS,
  EMERGENCY_GUIDELINES,
  NATIONAL_PRACTICE,
  OWN_RULE,
  PRODUCT_SUGGESTION,
  type Problem,
  type Weight
} from '../result.ts';

export const CHECKS = [
  'authority',
  'reference',
  'countries',
  'parties',
  'consignee',
  'purpose',
  'consignments',
  'validity',
  'bonded',
  'lines',
  'quantities',
  'plausible',
  'factors',
  'schedules',
  'remaining',
  'balance',
  'prohibition',
  'particulars',
  'copies',
  'paper'
] as const;
export type CheckName = (typeof CHECKS)[number];

interface ProblemRule {
  readonly weight: Weight;
  readonly check: CheckName;
  readonly articles: readonly [string, string];
}

function rule(weight: Weight, check: CheckName, article1961: string, article1971 = article1961): ProblemRule {
  return { weight, check, articles: [article1961, article1971] };
}

const named = (weight: Weight, check: CheckName): ProblemRule =>
  rule(weight, check, '1961:31.4(b)', '1971:12.1(b)');
const practised = (weight: Weight, check: CheckName): ProblemRule => rule(weight, check, NATIONAL_PRACTICE);
const limited = (check: CheckName): ProblemRule => rule('refused', check, OWN_RULE);
const suggested = (check: CheckName): ProblemRule => rule('notice', check, PRODUCT_SUGGESTION);
const printed = (weight: Weight): ProblemRule => rule(weight, 'paper', '1961:31.4(c)', '1971:12.1(b)');
const compared = (weight: Weight): ProblemRule => rule(weight, 'paper', 'ECOSOC 1981/7');
/** The form gives them the weight that the country chose. */
const licensed = (): ProblemRule => rule('notice', 'parties', '1961:31.3', '1971:8.1');
const cited = (weight: Weight): ProblemRule => rule(weight, 'reference', '1961:31.4(c)', '1971:12.1(b)');

export const PROBLEM_CODES = {
  'authority.missing': rule('todo', 'authority', '1961:31.4(c)', '1971:12.1(b)'),

  'importReference.authority.missing': cited('todo'),
  'importReference.absent': rule('refused', 'reference', '1961:31.5', '1971:12.1(c)'),
  'importReference.unknown': rule('refused', 'reference', '1961:31.5', '1971:12.1(c)'),
  'authorization.number.checkDigits': cited('refused'),
  'importReference.longerThanPractice': practised('notice', 'reference'),
  'importReference.otherCountry': rule('refused', 'reference', '1961:31.5', '1971:12.1(c)'),
  'export.emergency.reason.missing': rule('todo', 'reference', EMERGENCY_GUIDELINES),
  'export.emergency': rule('notice', 'reference', EMERGENCY_GUIDELINES),
  'export.ownPaper.differs': rule('refused', 'reference', OWN_RULE),
  'export.importCancelled': rule('refused', 'reference', '1961:31.5', '1971:12.1(c)'),
  'export.importSuspended': rule('refused', 'reference', OWN_RULE),
  'export.consignments.exceeded': rule('refused', 'reference', '1961:31.4(d)', '1971:12.1(a)'),

  'exportingCountry.missing': named('todo', 'countries'),
  'importingCountry.missing': named('todo', 'countries'),
  'country.unknown': named('refused', 'countries'),
  'authorization.countries.same': rule('refused', 'countries', '1961:1.1(m)', '1971:1(h)'),

  'importer.name.missing': named('todo', 'parties'),
  'importer.address.missing': named('todo', 'parties'),
  'exporter.name.missing': named('todo', 'parties'),
  'exporter.address.missing': named('todo', 'parties'),
  'importer.country.missing': named('todo', 'parties'),
  'exporter.country.missing': named('todo', 'parties'),
  'importer.country.differs': named('refused', 'parties'),
  'exporter.country.differs': named('refused', 'parties'),
  'importer.addressCountry': named('notice', 'parties'),
  'exporter.addressCountry': named('notice', 'parties'),
  'importer.differs': rule('refused', 'parties', '1961:31.5', '1971:12.1(c)'),
  'exporter.differs': rule('refused', 'parties', '1961:31.5', '1971:12.1(c)'),
  'importer.addressDiffers': rule('notice', 'parties', '1961:31.5', '1971:12.1(c)'),
  'exporter.addressDiffers': rule('notice', 'parties', '1961:31.5', '1971:12.1(c)'),

  'company.unlisted': licensed(),
  'company.inactive': licensed(),
  'company.licence.none': licensed(),
  'company.licence.elsewhere': licensed(),
  'company.licence.expired': licensed(),
  'company.licence.notYet': licensed(),
  'company.quota.exceeded': licensed(),

  'importer.postBox': rule('refused', 'consignee', '1961:31.8', '1971:12.3(b)'),
  'bonded.postBox': rule('refused', 'consignee', '1961:31.8', '1971:12.3(b)'),
  'importer.bank': rule('notice', 'consignee', '1961:31.8', '1971:12.3(b)'),

  'purpose.missing': rule('todo', 'purpose', BOARD_FORMS),
  'purpose.unknown': rule('refused', 'purpose', BOARD_FORMS),
  'purpose.reason.missing': rule('todo', 'purpose', '1961:21.4(b)', BOARD_FORMS),
  'consignment.aidKit': rule('notice', 'purpose', '1961:32', '1971:14'),
  'consignment.notTrade': rule('refused', 'purpose', '1961:32', '1971:14'),

  'consignments.missing': rule('todo', 'consignments', '1961:31.4(d)', '1971:12.1(a)'),
  'consignments.malformed': rule('refused', 'consignments', '1961:31.4(d)', '1971:12.1(a)'),
  'consignments.unlimited': rule('notice', 'consignments', '1961:31.4(d)', '1971:12.1(a)'),
  'consignments.several1971': rule('notice', 'consignments', '1971:12.1(a)'),

  'validity.from.missing': named('todo', 'validity'),
  'validity.until.missing': named('todo', 'validity'),
  'date.malformed': named('refused', 'validity'),
  'date.incomplete': named('todo', 'validity'),
  'date.year': named('refused', 'validity'),
  'date.month': named('refused', 'validity'),
  'date.dayOfMonth': named('refused', 'validity'),
  'authorization.validity.reversed': named('refused', 'validity'),
  'validity.beforeIssue': named('refused', 'validity'),
  'validity.past': named('refused', 'validity'),
  'validity.tooFarAhead': practised('refused', 'validity'),
  'validity.tooLong': practised('refused', 'validity'),
  'validity.beforeImport': rule('refused', 'validity', '1961:31.5', '1971:12.1(c)'),
  'validity.pastImport': rule('refused', 'validity', '1961:31.5', '1971:12.1(c)'),
  'validity.importExpired': rule('refused', 'validity', '1961:31.5', '1971:12.1(c)'),

  'bonded.name.missing': rule('todo', 'bonded', '1961:31.9', '1971:12.3(c)'),
  'bonded.address.missing': rule('todo', 'bonded', '1961:31.9', '1971:12.3(c)'),
  'bonded.addressCountry': rule('notice', 'bonded', '1961:31.9', '1971:12.3(c)'),
  'bonded.scheduleOne': rule('refused', 'bonded', '1971:12.3(c)'),
  'bonded.notOnImport': rule('refused', 'bonded', '1961:31.9', '1971:12.3(c)'),
  'bonded.differs': rule('notice', 'bonded', '1961:31.9', '1971:12.3(c)'),
  'bonded.unstated': rule('refused', 'bonded', '1961:31.9', '1971:12.3(c)'),

  'lines.missing': rule('todo', 'lines', '1961:31.4(a)', '1971:12.1(b)'),
  'lines.tooMany': limited('lines'),
  'lines.mixedConventions': rule('notice', 'lines', '1961:31.4(a)', '1971:12.1(a)'),
  'line.substance.missing': named('todo', 'lines'),
  'line.substance.unknown': named('refused', 'lines'),
  'line.form.missing': named('todo', 'lines'),
  'line.form.unknown': named('refused', 'lines'),
  'line.pharmaceuticalForm.missing': rule('todo', 'lines', BOARD_FORMS, '1971:12.1(b)'),
  'line.pharmaceuticalForm.unknown': rule('refused', 'lines', BOARD_FORMS, '1971:12.1(b)'),
  'line.preparation.missing': rule('todo', 'lines', '1971:12.1(b)'),
  'line.duplicate': rule('notice', 'lines', '1961:31.4(a)', '1971:12.1(b)'),

  'line.quantity.missing': named('todo', 'quantities'),
  'quantity.unit.missing': named('todo', 'quantities'),
  'quantity.unit.unknown': named('refused', 'quantities'),
  'quantity.unreadable': named('refused', 'quantities'),
  'quantity.ambiguous': named('refused', 'quantities'),
  'quantity.zero': named('refused', 'quantities'),
  'quantity.tooFine': limited('quantities'),
  'quantity.tooLarge': limited('quantities'),
  'count.malformed': named('refused', 'quantities'),
  'line.content.strength.missing': named('todo', 'quantities'),
  'line.content.unitSize.missing': named('todo', 'quantities'),
  'line.content.unitsPerPack.missing': named('todo', 'quantities'),
  'line.content.packs.missing': named('todo', 'quantities'),
  'line.content.malformed': named('refused', 'quantities'),
  'line.content.impossible': named('refused', 'quantities'),
  'line.content.differs': named('refused', 'quantities'),

  'authorization.twice': suggested('plausible'),
  'export.importObjected': rule('notice', 'reference', PRODUCT_SUGGESTION),
  'line.quantity.unusual': suggested('plausible'),
  'line.quantity.unusualYear': suggested('plausible'),
  'line.quantity.noHistory': suggested('plausible'),
  'line.quantity.first': suggested('plausible'),
  'line.quantity.large': suggested('plausible'),
  'line.dose.large': suggested('plausible'),
  'line.dose.dense': suggested('plausible'),

  'line.factor.unknown': rule('refused', 'factors', BOARD_FORMS),
  'line.factor.malformed': rule('refused', 'factors', BOARD_FORMS),
  'line.factor.national': rule('notice', 'factors', BOARD_FORMS),

  'specialPerson.name.missing': rule('todo', 'schedules', '1971:7(f)'),
  'specialPerson.decision.missing': rule('todo', 'schedules', '1971:7(f)'),
  'line.regime.declaration': rule('notice', 'schedules', '1971:12.2'),
  'line.regime.records': rule('notice', 'schedules', '1971:11.5'),
  'line.regime.national': practised('notice', 'schedules'),
  'line.regime.extended': rule('notice', 'schedules', 'ECOSOC 1985/15'),
  'regime.partnerUnknown': rule('notice', 'schedules', 'ECOSOC 1985/15'),
  'line.preparation.scheduleThree': rule('notice', 'schedules', '1961:31.16'),
  'line.scheduleThree.stated': rule('notice', 'schedules', '1961:31.16'),
  'line.scheduleThree.exceeds': rule('refused', 'schedules', '1961:31.16'),

  'export.line.notInImport': rule('refused', 'remaining', '1961:31.5', '1971:12.1(c)'),
  'export.line.exceedsImport': rule('refused', 'remaining', '1961:31.1', '1971:12.1(c)'),
  'line.form.differs': rule('notice', 'remaining', '1961:31.5', '1971:12.1(c)'),
  // 1971 requires it in both authorizations, 1961 does not; neither forbids a change.
  'line.pharmaceuticalForm.differs': rule('notice', 'remaining', NATIONAL_PRACTICE, '1971:12.1(b)'),

  'balance.unknown': rule('notice', 'balance', '1961:31.1(b)', 'ECOSOC 1981/7'),
  'balance.exceeded': rule('refused', 'balance', '1961:31.1(b)', 'ECOSOC 1981/7'),
  'balance.reserved': rule('refused', 'balance', OWN_RULE),
  'balance.offline': rule('refused', 'balance', OWN_RULE),
  'balance.exceeding': rule('notice', 'balance', '1961:21.4(b)', 'ECOSOC 1981/7'),
  'balance.reason.missing': rule('todo', 'balance', '1961:21.4(b)', 'ECOSOC 1981/7'),

  'prohibition.unknown': rule('notice', 'prohibition', '1971:13.1'),
  'line.prohibited': rule('refused', 'prohibition', '1971:13.2'),
  'line.prohibited.licensed': rule('notice', 'prohibition', '1971:13.3'),
  'line.prohibited.own': rule('notice', 'schedules', '1971:13.3'),
  'line.licence.date.missing': rule('todo', 'prohibition', '1971:13.3'),
  'line.licence.limit': rule('refused', 'prohibition', '1971:13.3'),
  'line.licence.expired': rule('refused', 'prohibition', '1971:13.3'),

  'text.tooLong': limited('particulars'),
  'text.marks': limited('particulars'),
  'text.unreadable': limited('particulars'),
  'transport.unknown': practised('refused', 'particulars'),

  'despatch.missing': rule('todo', 'particulars', '1971:12.2(a)'),
  'despatch.tooFarAhead': limited('particulars'),
  'declaration.line.other': rule('refused', 'schedules', '1971:12.2'),
  'declaration.authorizationNeeded': rule('refused', 'schedules', 'ECOSOC 1985/15'),
  'declaration.copies': rule('notice', 'copies', '1971:12.2(c)'),
  'declaration.copies.late': rule('notice', 'copies', '1971:12.2(c)'),

  'export.copies': rule('notice', 'copies', '1961:31.6', '1971:12.1(d)'),

  'paper.line.exceedsImport': rule('notice', 'quantities', '1961:31.1', '1971:12.1(c)'),
  'paper.line.notInImport': rule('notice', 'lines', '1961:31.5', '1971:12.1(c)'),
  'paper.consignments.exceeded': rule('notice', 'reference', '1961:31.4(d)', '1971:12.1(a)'),
  'paper.number.missing': printed('todo'),
  'paper.issuedOn.missing': printed('todo'),
  'paper.issuedOn.future': printed('refused'),
  'paper.authorityName.missing': printed('todo'),
  'paper.authorityAddress.missing': printed('todo'),
  'paper.comparedBy.missing': compared('todo'),
  'paper.comparedOn.missing': compared('todo'),
  'paper.comparedOn.future': compared('refused')
} as const satisfies Readonly<Record<string, ProblemRule>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;

export function isProblemCode(code: string): code is ProblemCode {
  return Object.prototype.hasOwnProperty.call(PROBLEM_CODES, code);
}

/** Content of a declaration: names, addresses with countries, substance, quantity, form, and name of the preparation (1971 art. 12(2)). */
const DECLARED: readonly CheckName[] = ['countries', 'parties', 'lines', 'quantities'];

export function toProblem(
  code: ProblemCode,
  path: string,
  ground: Ground,
  values?: Problem['values']
): Problem {
  const { weight, check, articles } = PROBLEM_CODES[code];
  const article = articleOn(articles[ground === 1961 ? 0 : 1], ground, DECLARED.includes(check));
  return { code, path, article, weight, ...(values ? { values } : {}) };
}
