/** Definition of an act kind: shape, speaker, audience and place. Each permission is explicit; all else is refused. */
import type { ActId, AuthorityCode } from '../../ids.ts';
import { COUNTRY_CODES } from '../../country.ts';
import type { Problem } from '../../result.ts';
import { authorityCode, dossierReference, draftReference, personReference } from '../../shape/references.ts';
import {
  type Check,
  checkMember,
  instant,
  integer,
  isPlainObject,
  listOf,
  noteShape,
  oneOf,
  shaped,
  text,
  type Checked,
  type Members,
  type Shaped
} from '../../shape/shape.ts';
import { parseDossierKey } from '../dossier-key.ts';

/**
 * Owner of the key: the Board (root or device), a person of its secretariat (no root), a country's administrator or
 * officer, the exchange.
 */
export type Speaker = 'board' | 'secretariat' | 'administrator' | 'officer' | 'exchange';

/**
 * `trade`: a dossier, that is one import authorization and all acts that refer to it. `keys`, `lists`: keys and lists
 * to trust; the Board can withdraw more of them (registration/judge-signer.ts). `outreach`: the Board to people,
 * requires the right to announce. `answer`: a country to the Board, answers and suggestions, never trade. `training`: a
 * person's own enrolments. `trial`: two authorities agree to test I2ES; the door judges it by its copy of the trial
 * (`partners/trial.ts`). `notice`: a country to everybody, its national practice
 * and its votes on suggestions.
 */
export type Group =
  | 'trade'
  | 'keys'
  | 'lists'
  | 'receipt'
  | 'message'
  | 'outreach'
  | 'answer'
  | 'training'
  | 'trial'
  | 'notice';

export interface Kind<K extends string, G extends Group, B> {
  readonly kind: K;
  readonly group: G;
  readonly signers: readonly Speaker[];
  readonly shape: Check<B>;
  readonly audience: (body: B) => Problem[];
  readonly consistency: (body: B) => Problem[];
  readonly refersTo: (body: B) => ActId | null;
}

export type Side = 'importing' | 'exporting' | 'either';

export interface TradeKind<K extends string, B> extends Kind<K, 'trade', B> {
  readonly side: Side;
}

/** Members that a kind adds to the head of every act, and the one that names the act it refers to. */
interface Content<K extends string, R extends Members, O extends Members> {
  readonly kind: K;
  readonly required: R;
  readonly optional?: O;
  readonly refersTo?: NoInfer<Extract<keyof R | keyof O, string>>;
}

type Rules<B> = Partial<Pick<Kind<string, Group, B>, 'audience' | 'consistency' | 'refersTo'>>;

export function defineKind<
  const K extends string,
  const G extends Exclude<Group, 'trade'>,
  R extends Members,
  O extends Members = Record<never, Check>
>(
  content: Content<K, R, O> & {
    readonly group: G;
    readonly signers: readonly Speaker[];
    readonly audience?: (head: Head) => Problem[];
  },
  rules: Rules<BodyWith<K, R, O>> = {}
): Kind<K, G, BodyWith<K, R, O>> {
  const { kind, group, signers, audience = () => [WRONG_AUDIENCE] } = content;
  return {
    kind,
    group,
    signers,
    shape: bodyShape(content),
    audience: (body) => audience(body as Head),
    consistency: () => [],
    refersTo: memberOf(content.refersTo),
    ...rules
  };
}

const ofDossier = { dossier: dossierReference };

export function defineTradeKind<
  const K extends string,
  R extends Members,
  O extends Members = Record<never, Check>
>(
  content: Content<K, R, O> & { readonly side: Side },
  rules: Rules<BodyWith<K, typeof ofDossier & R, O>> = {}
): TradeKind<K, BodyWith<K, typeof ofDossier & R, O>> {
  const { kind, side, required, optional, refersTo } = content;
  return {
    kind,
    side,
    group: 'trade',
    signers: ['administrator', 'officer'],
    shape: bodyShape({ kind, required: { ...ofDossier, ...required }, ...(optional ? { optional } : {}) }),
    audience: (body) => judgeTradeAudience(body as Head & { readonly dossier: string }),
    consistency: () => [],
    refersTo: memberOf(refersTo),
    ...rules
  };
}

/** The member of a body that names another act. */
function memberOf(name: string | undefined): (body: object) => ActId | null {
  return (body) =>
    name === undefined ? null : ((body as Readonly<Record<string, ActId | undefined>>)[name] ?? null);
}

export const signatory = shaped({
  required: {
    /** Account id, e.g. `au.officer`. */
    person: personReference,
    name: text(1, 120),
    /** Job title of the signatory, e.g. "Delegate of the Secretary". */
    function: text(0, 120)
  }
});
export type Signatory = Checked<typeof signatory>;

/** `['*']` means all signed-in users (certificates, directory). */
export type Addressee = AuthorityCode | '*';

export const addressee: Check<Addressee> = (value, out) => {
  if (value !== '*') authorityCode(value, out);
};
NOTE: noteShape(addressee, { is: 'oneOf', values: COUNTRY_CODES, also: ['INCB', 'EXCHANGE', '*'] });

export const count = integer(1, 1e12);
const counts: Check<Readonly<Record<string, number>>> = (value, out) => {
  if (!isPlainObject(value)) return void out.push({ code: 'act.value.notAnObject' });
  for (const key of Object.keys(value)) {
    const name = key.slice(0, 12);
    checkMember(key, authorityCode, name, out);
    checkMember(value[key], count, name, out);
  }
};
NOTE: noteShape(counts, { is: 'map', key: authorityCode, value: count });

export const afterKind = {
  issuer: authorityCode,
  to: listOf(addressee, 1, 20),
  /** This device's count of acts to each addressee and to the issuer, from 1. */
  seq: counts,
  at: instant,
  by: signatory
};
export const headOptional = {
  /** The draft's id: if a tab is killed after signing, only one act results. */
  draft: draftReference,
  /** Present on sample data of a demonstration or rehearsal: shown and printed with the act. */
  demonstration: oneOf([true, 'practice'])
};

type HeadRequired<K extends string> = {
  readonly schema: Check<1>;
  readonly kind: Check<K>;
} & typeof afterKind;

export type BodyHead<K extends string = string> = Shaped<HeadRequired<K>, typeof headOptional>;

type BodyWith<K extends string, R extends Members, O extends Members> = Shaped<
  HeadRequired<K> & R,
  typeof headOptional & O
>;

function bodyShape<K extends string, R extends Members, O extends Members>({
  kind,
  required,
  optional
}: Content<K, R, O>): Check<BodyWith<K, R, O>> {
  const head: HeadRequired<K> = { schema: oneOf([1]), kind: oneOf([kind]), ...afterKind };
  const all = { ...headOptional, ...optional } as typeof headOptional & O;
  return shaped<HeadRequired<K> & R, typeof headOptional & O>({
    required: { ...head, ...required },
    optional: all
  });
}

/**
 * Permitted addressees. Trade acts pass only between the two countries of the dossier, so no trade data can reach the
 * Board or a third country.
 */
type Head = Pick<BodyHead, 'issuer' | 'to'>;

export const WRONG_AUDIENCE: Problem = { code: 'act.audience.wrong', path: 'body.to' };
export const WRONG_ISSUER: Problem = { code: 'act.issuer.wrong', path: 'body.issuer' };

/** A country: not the Board, the exchange or `*`. */
export function isTrader(code: Addressee): boolean {
  return code.length === 2;
}

export function judgeTradeAudience({ issuer, to, dossier }: Head & { readonly dossier: string }): Problem[] {
  const key = parseDossierKey(dossier);
  if (!key || key.importing === key.exporting)
    return [{ code: 'act.dossier.malformed', path: 'body.dossier' }];
  if (issuer !== key.importing && issuer !== key.exporting) return [WRONG_ISSUER];
  const partner = issuer === key.importing ? key.exporting : key.importing;
  return to.length === 1 && to[0] === partner ? [] : [WRONG_AUDIENCE];
}

export function judgePairAudience({ issuer, to }: Head): Problem[] {
  const [only, ...more] = to;
  const isPair = only !== undefined && more.length === 0 && isTrader(only) && only !== issuer;
  return isTrader(issuer) && isPair ? [] : [WRONG_AUDIENCE];
}

export function proposerOf(trial: ActId): AuthorityCode {
  return trial.slice(13, 15) as AuthorityCode;
}

export function judgePublicAudience({ issuer, to }: Head): Problem[] {
  if (issuer === 'EXCHANGE') return [WRONG_ISSUER];
  return isToEverybody(to) ? [] : [WRONG_AUDIENCE];
}

export function judgeCountryNotice(head: Head): Problem[] {
  return isTrader(head.issuer) ? judgePublicAudience(head) : [WRONG_ISSUER];
}

export function judgeBoardAudience({ issuer, to }: Head): Problem[] {
  if (issuer !== 'INCB') return [WRONG_ISSUER];
  return isToEverybody(to) ? [] : [WRONG_AUDIENCE];
}

export function judgeAnswerAudience({ issuer, to }: Head): Problem[] {
  if (!isTrader(issuer)) return [WRONG_ISSUER];
  return to.length === 1 && to[0] === 'INCB' ? [] : [WRONG_AUDIENCE];
}

function isToEverybody(to: readonly Addressee[]): boolean {
  return to.length === 1 && to[0] === '*';
}
