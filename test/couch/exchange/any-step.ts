/** What people of every office may do, drawn at random: what is honest, what is nearly so, and anything. */
import fc from 'fast-check';
import { ACT_KINDS, kindNamed, type ActKind } from '#lib/domain/act/kinds.ts';
import { PUBLISHED } from '#lib/domain/act/kinds/lists.ts';
import { personOf, type Statement } from './any-statement.ts';
import {
  ACTORS,
  COUNTRIES,
  SIGNERS,
  type Actor,
  type Country,
  type Issuer,
  type Signer
} from './gateway-world.ts';

/** Where records lie. */
export const HOLDERS = [
  'country-au',
  'country-ch',
  'country-fr',
  'incb',
  'reference',
  'training',
  'training-desk'
];
/** And where nobody has anything to ask for. */
export const DATABASES = [...HOLDERS, 'accounts', 'country-zz'];
export const homeOf = (authority: string): string =>
  authority === 'INCB' ? 'incb' : `country-${authority.toLowerCase()}`;
const OWN_KINDS = ['draft', 'company'] as const;
type Own = (typeof OWN_KINDS)[number];

export interface Step extends Statement {
  readonly actor: Actor;
  readonly database: string;
  readonly what: 'state' | 'replay' | 'readdress' | 'delete' | 'restart' | Own;
  readonly signer: Signer;
  /** Changed after it was signed: under its old id, or under the id of what it is now. */
  readonly forged: 'no' | 'old id' | 'new id';
}

const anyCountry = fc.constantFrom(...COUNTRIES);

export function honestStep(kind: ActKind, issuer: Issuer, partner: Country, pick = 0): Step {
  const name = personOf(issuer, kind);
  const actor = ACTORS.find((one) => one.name === name) as Actor;
  const signer: Signer = name === 'au.administrator' ? 'AU administrator' : issuer;
  return {
    actor,
    database: homeOf(issuer),
    what: 'state',
    kind,
    issuer,
    partner,
    pick,
    signer,
    forged: 'no'
  };
}

/** What honest people do: most of it is taken. */
export const honest: fc.Arbitrary<Step> = fc
  .record({
    kind: fc.constantFrom(...ACT_KINDS),
    issuer: anyCountry,
    shift: fc.integer({ min: 1, max: COUNTRIES.length - 1 }),
    pick: fc.nat(99)
  })
  .map(({ kind, issuer, shift, pick }) => {
    const partner = COUNTRIES[(COUNTRIES.indexOf(issuer) + shift) % COUNTRIES.length] as Country;
    const isBoards = kindNamed(kind)?.signers.every((one) => one === 'board');
    return honestStep(kind, isBoards ? 'INCB' : issuer, partner, pick);
  });

export const anything: fc.Arbitrary<Step> = fc.record({
  actor: fc.constantFrom(...ACTORS),
  database: fc.constantFrom(...DATABASES),
  what: fc.constantFrom<Step['what'][]>(
    'state',
    'state',
    'state',
    'replay',
    'readdress',
    'delete',
    'restart',
    ...OWN_KINDS
  ),
  kind: fc.constantFrom(...ACT_KINDS),
  issuer: fc.constantFrom<Issuer>(...COUNTRIES, 'INCB'),
  partner: anyCountry,
  signer: fc.constantFrom(...SIGNERS),
  forged: fc.constantFrom('no', 'no', 'old id', 'new id'),
  pick: fc.nat(99)
});

/** What honest people do, but for one thing: somebody else at their own desk, another key, another place. */
export const nearly: fc.Arbitrary<Step> = fc
  .tuple(honest, anything, fc.constantFrom('actor', 'database', 'what', 'signer', 'forged'))
  .map(([step, other, changed]) => ({
    ...step,
    [changed]: other[changed],
    ...(changed === 'actor' ? { database: homeOf(other.actor.authority) } : {})
  }));

/** One act of each kind, in an order in which each is lawful. */
export const EVERY_KIND: readonly Step[] = [
  honestStep('message', 'FR', 'AU'),
  honestStep('authority', 'INCB', 'AU'),
  ...PUBLISHED.map(({ kind }) => honestStep(kind, 'INCB', 'AU')),
  honestStep('list-confirmation', 'INCB', 'AU'),
  honestStep('announcement', 'INCB', 'AU'),
  honestStep('survey', 'INCB', 'AU'),
  honestStep('survey-answer', 'AU', 'CH'),
  honestStep('survey-closing', 'INCB', 'AU'),
  honestStep('suggestion', 'CH', 'AU'),
  honestStep('suggestion-answer', 'INCB', 'AU'),
  honestStep('suggestion-vote', 'AU', 'CH'),
  honestStep('user-group-record', 'INCB', 'AU'),
  honestStep('action-report', 'AU', 'CH'),
  honestStep('enrolment', 'AU', 'CH'),
  honestStep('certificate', 'AU', 'CH'),
  honestStep('withdrawal', 'AU', 'CH'),
  honestStep('import-authorization', 'AU', 'CH'),
  honestStep('reply', 'CH', 'AU'),
  honestStep('receipt', 'CH', 'AU'),
  honestStep('special-import-licence', 'AU', 'CH'),
  honestStep('shared-file', 'AU', 'CH'),
  honestStep('export-authorization', 'CH', 'AU'),
  honestStep('export-declaration', 'CH', 'AU'),
  honestStep('copy-sent', 'CH', 'AU'),
  honestStep('match-decision', 'AU', 'CH'),
  honestStep('paper-record', 'CH', 'AU'),
  honestStep('shipment', 'CH', 'AU'),
  honestStep('endorsement', 'AU', 'CH'),
  honestStep('correction', 'CH', 'AU'),
  honestStep('import-authorization', 'FR', 'AU'),
  honestStep('suspension', 'AU', 'FR', 1),
  honestStep('cancellation', 'FR', 'AU', 1),
  honestStep('trial-proposal', 'AU', 'CH'),
  honestStep('trial-answer', 'CH', 'AU'),
  honestStep('trial-result', 'AU', 'CH'),
  honestStep('national-practice', 'AU', 'CH')
];
