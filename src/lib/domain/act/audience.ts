/**
 * Who may state what to whom. Trade acts go between exactly the two countries of the dossier; what is
 * meant for everybody is only keys, the directory and the lists. So nothing of a trade can reach the
 * Board's database, or a third country, by being addressed there.
 */
import type { AuthorityCode } from '../ids.ts';
import { parseDossierKey } from '../matching/dossier-key.ts';
import type { Problem } from '../result.ts';
import type { Body, ReceiptBody, ReceiptStage } from './body.ts';

export function judgeAudience(body: Body): Problem[] {
  return [...judgeIssuer(body), ...judgeSequence(body)];
}

function judgeIssuer(body: Body): Problem[] {
  switch (body.kind) {
    case 'import-authorization':
    case 'export-authorization':
    case 'reply':
    case 'shipment':
    case 'endorsement':
    case 'cancellation':
    case 'match-decision':
      return judgeTradeAudience(body.dossier, body.issuer, body.to);
    case 'certificate':
    case 'withdrawal':
    case 'authority':
    case 'substance-edition':
      return judgePublicAudience(body.kind, body.issuer, body.to);
    case 'receipt':
      return [...judgeReceiptAudience(body.stage, body.issuer, body.to), ...judgeTakenBack(body)];
    case 'message':
      return isTrader(body.issuer) && body.to.every((to) => isTrader(to) && to !== body.issuer)
        ? []
        : [wrongAudience()];
    default:
      return unreachable(body);
  }
}

function unreachable(body: never): never {
  throw new Error('unreachable: ' + String(body));
}

function wrongAudience(): Problem {
  return { code: 'act.audience.wrong', path: 'body.to' };
}

/** A country: neither the Board, nor the exchange, nor everybody. */
function isTrader(code: AuthorityCode | '*'): boolean {
  return code.length === 2;
}

function judgeTradeAudience(
  dossier: string,
  issuer: AuthorityCode,
  to: readonly (AuthorityCode | '*')[]
): Problem[] {
  const key = parseDossierKey(dossier);
  if (!key || key.importing === key.exporting)
    return [{ code: 'act.dossier.malformed', path: 'body.dossier' }];
  if (issuer !== key.importing && issuer !== key.exporting)
    return [{ code: 'act.issuer.wrong', path: 'body.issuer' }];
  const partner = issuer === key.importing ? key.exporting : key.importing;
  return to.length === 1 && to[0] === partner ? [] : [wrongAudience()];
}

function judgePublicAudience(
  kind: Body['kind'],
  issuer: AuthorityCode,
  to: readonly (AuthorityCode | '*')[]
): Problem[] {
  const boardOnly = kind === 'substance-edition' || kind === 'authority';
  if (issuer === 'EXCHANGE' || (boardOnly && issuer !== 'INCB'))
    return [{ code: 'act.issuer.wrong', path: 'body.issuer' }];
  return to.length === 1 && to[0] === '*' ? [] : [wrongAudience()];
}

/**
 * | stage            | stated by    | addressed to                                  |
 * |------------------|--------------|-----------------------------------------------|
 * | delivered        | the exchange | the issuer of the acts                        |
 * | opened           | a country    | the issuer of the acts, another country       |
 * | altered, missing | the exchange | the issuer and the addressees, countries each |
 * | retracted        | the exchange | those who were told of what is taken back     |
 */
function judgeReceiptAudience(
  stage: ReceiptStage,
  issuer: AuthorityCode,
  to: readonly (AuthorityCode | '*')[]
): Problem[] {
  const rightIssuer = stage === 'opened' ? isTrader(issuer) : issuer === 'EXCHANGE';
  if (!rightIssuer) return [{ code: 'act.issuer.wrong', path: 'body.issuer' }];
  const rightCount = (stage !== 'delivered' && stage !== 'opened') || to.length === 1;
  const rightOnes = to.every((one) => isTrader(one) && one !== issuer);
  return rightCount && rightOnes ? [] : [wrongAudience()];
}

/** A retraction names what it takes back, so that a later finding of the same act stands; nothing else does. */
function judgeTakenBack({ stage, takesBack }: ReceiptBody): Problem[] {
  if ((stage === 'retracted') === (takesBack !== undefined)) return [];
  const code = takesBack === undefined ? 'act.key.missing' : 'act.key.unknown';
  return [{ code, path: 'body.takesBack' }];
}

/** `seq` counts towards the issuer and each addressee, nobody else; a gap then means a missing act. */
function judgeSequence(body: Body): Problem[] {
  const expected: readonly string[] = [body.issuer, ...body.to.filter((to) => to !== '*')];
  const stated = Object.keys(body.seq);
  const isEach =
    stated.length === expected.length &&
    expected.every((code, index) => stated.indexOf(code) >= 0 && expected.indexOf(code) === index);
  return isEach ? [] : [{ code: 'act.seq.wrong', path: 'body.seq' }];
}
