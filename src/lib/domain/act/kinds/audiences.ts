/**
 * Permitted addressees. Trade acts pass only between the two countries of the dossier, so no trade data can reach the
 * Board or a third country.
 */
import { parseDossierKey } from '../dossier-key.ts';
import type { ActId, AuthorityCode } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import type { Addressee, BodyHead } from '../head.ts';

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
