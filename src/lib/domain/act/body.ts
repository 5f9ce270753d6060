/** An act: a body of one kind, its author's signature, and the id of both. */
import type { ActId, CalendarDate, KeyId } from '../ids.ts';
import type { ActKind, Body, BodyOf, DossierBody } from './kinds.ts';
import { isAuthorizationKind, type AuthorizationKind } from './number.ts';

export * from '../goods/goods.ts';
export type { BodyHead, Signatory } from './kinds/define-kind.ts';
export * from './kinds/authorization.ts';
export type { ExportDeclarationBody } from './kinds/export-declaration.ts';
export type { Confirmation } from './kinds/confirmed.ts';
export type { CitedLicence, Exceeding, SpecialPerson } from './kinds/special-terms.ts';
export type { SpecialImportLicenceBody } from './kinds/trade.ts';
export type { ActKind, Body, BodyOf, DossierBody } from './kinds.ts';
export type { CertificateBody, KeyRole, PublicKey } from './kinds/keys.ts';
export type { MessageBody } from './kinds/message.ts';
export { EXTENDED_SCHEDULES, type NationalPracticeBody } from './kinds/national-practice.ts';
export type { ReceiptBody, ReceiptStage } from './kinds/message.ts';
export { ANSWERS, type Answer } from './kinds/trade.ts';
export type { SubstanceFigures, TrialFigures } from './kinds/trial.ts';
export type { WithdrawalBody } from './kinds/keys.ts';

export interface Signature {
  readonly alg: 'ES256';
  readonly key: KeyId;
  /**
   * base64url of the 64-byte r‖s over the UTF-8 of the body's canonical JSON (RFC 8785). Only the smaller s counts
   * (`crypto/sign.ts`), or one act could become two.
   */
  readonly value: string;
}

/** The whole document: no other top-level key, revision generation 1, no attachment, no tombstone. */
export interface Act<B extends Body = Body> {
  readonly _id: ActId;
  readonly body: B;
  readonly signature: Signature;
}

export type ActOf<K extends ActKind> = Act<BodyOf<K>>;
export type DossierAct = Act<DossierBody>;
export type AuthorizationBody = BodyOf<AuthorizationKind>;
export type AuthorizationAct = { readonly [K in AuthorizationKind]: ActOf<K> }[AuthorizationKind];

export function isAuthorization(act: Act | null | undefined): act is AuthorizationAct {
  return isAuthorizationKind(act?.body.kind);
}

/** The end of validity; the goods of a declaration leave on one day. */
export function lastDayOf(body: AuthorizationBody): CalendarDate {
  return body.kind === 'export-declaration' ? body.despatchedOn : body.validUntil;
}

export function asKind<K extends ActKind>(act: Act | null | undefined, kind: K): ActOf<K> | null {
  return act?.body.kind === kind ? (act as ActOf<K>) : null;
}
