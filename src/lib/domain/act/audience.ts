/** Judges issuer and addressees of an act by its kind, and that its counts match them. */
import type { Problem } from '../result.ts';
import { kindOf, type Body } from './kinds.ts';

export function judgeAudience(body: Body): Problem[] {
  return [...kindOf(body).audience(body), ...judgeSequence(body)];
}

/** `seq` counts for the issuer and each addressee only; a gap means a missing act. */
function judgeSequence(body: Body): Problem[] {
  const expected: readonly string[] = [body.issuer, ...body.to.filter((to) => to !== '*')];
  const stated = Object.keys(body.seq);
  const isEach =
    stated.length === expected.length &&
    expected.every((code, index) => stated.indexOf(code) >= 0 && expected.indexOf(code) === index);
  return isEach ? [] : [{ code: 'act.seq.wrong', path: 'body.seq' }];
}
