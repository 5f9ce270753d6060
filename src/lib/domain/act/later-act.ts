/**
 * Acts that this version cannot read whole: of a kind that it does not know, or with members that it does not know.
 * They are stored, carried and counted for gaps; they open no dossier, use no quantity and certify no key.
 */
import type { ActId } from '../ids.ts';
import type { Problem } from '../result.ts';
import { dossierReference } from '../shape/references.ts';
import { checkMember, integer, pattern, stored, type Checked } from '../shape/shape.ts';
import type { Act, Body, Signature } from './body.ts';
import { isActKind } from './kind-groups.ts';
import {
  afterKind,
  headOptional,
  judgePairAudience,
  judgePublicAudience,
  judgeTradeAudience,
  type Speaker
} from './kinds/define-kind.ts';

const KIND_NAME = /^(?=.{4,24}$)[a-z]+(?:-[a-z]+)*$/;

const head = stored({
  required: { schema: integer(1, 99), kind: pattern(KIND_NAME, 'act.kind.malformed'), ...afterKind },
  optional: { ...headOptional, dossier: dossierReference }
});

export type LaterBody = Checked<typeof head>;

export interface LaterAct {
  readonly _id: ActId;
  readonly body: LaterBody;
  readonly signature: Signature;
}

export type CarriedBody = Body | LaterBody;
export type CarriedAct = Act | LaterAct;

/** For an act that `parseCarriedAct` accepted: the members that this version knows are valid. */
export function isOfKnownKind(body: CarriedBody): body is Body {
  return isActKind(body.kind);
}

export function judgeLaterHead(value: unknown): Problem[] {
  const problems: Problem[] = [];
  checkMember(value, head, 'body', problems);
  if (problems.length > 0) return problems;
  if (!hasKeptNames(value)) return [{ code: 'act.key.unknown', path: 'body' }];
  return judgeLaterAudience(value as LaterBody);
}

/**
 * Never INCB: nothing shows that an unknown kind holds no trade content (architecture, invariant 5).
 *
 * | an unknown kind                 | issuer      | addressees    | signed by                 |
 * |---------------------------------|-------------|---------------|---------------------------|
 * | of a dossier                    | one side    | the other one | officer or administrator  |
 * | for everybody                   | any but the exchange | `*`  | administrator or INCB     |
 * | between two authorities         | a country   | one country   | officer or administrator  |
 */
function judgeLaterAudience(body: LaterBody): Problem[] {
  if (body.dossier !== undefined) return judgeTradeAudience({ ...body, dossier: body.dossier });
  return isForEverybody(body) ? judgePublicAudience(body) : judgePairAudience(body);
}

/**
 * An engine drops a member that is named like one of the language, such as `__proto__`, and the act would then count as
 * altered. `depth`: as in every stored document (`exchange/document-structure.ts`).
 */
export function hasKeptNames(value: unknown, depth = 14): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const names = Object.keys(value);
  return (
    depth > 0 &&
    names.every((name) => !(name in Object.prototype)) &&
    names.every((name) => hasKeptNames((value as Record<string, unknown>)[name], depth - 1))
  );
}

export function laterSigners(body: LaterBody): readonly Speaker[] {
  return isForEverybody(body) ? ['board', 'administrator'] : ['administrator', 'officer'];
}

function isForEverybody({ to }: Pick<LaterBody, 'to'>): boolean {
  return to.indexOf('*') >= 0;
}
