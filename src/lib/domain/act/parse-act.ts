/**
 * Parses `unknown` into an act, or a list of problems with paths. Recomputes the content id, because a revision pushed
 * without history gives a validator no old document to compare (architecture, invariant 1).
 */
import type { AuthorityCode, KeyId } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import type { TextHash } from '../sha256.ts';
import { checkMember, isPlainObject, MAX_PROBLEMS } from '../shape/shape.ts';
import { hasSameId } from './content-id.ts';
import type { Act, Body, Signature } from './body.ts';
import { kindNamed, kindOf, type ActKind } from './kinds.ts';
import type { Addressee } from './kinds/define-kind.ts';
import {
  hasKeptNames,
  judgeLaterHead,
  type CarriedAct,
  type CarriedBody,
  type LaterBody
} from './later-act.ts';

/** Checks shape, audience and consistency, not the hash. */
export function parseBody(value: unknown): Result<Body> {
  if (!isPlainObject(value)) return refuse({ code: 'act.value.notAnObject', path: 'body' });
  const kind = kindNamed(value['kind']);
  if (kind === null) return refuse({ code: 'act.kind.unknown', path: 'body.kind' });
  return parseOfKind(value, kind, false);
}

/**
 * Also accepts what a later version can have added: another kind, or unknown members of a known kind, whose other
 * members are judged as ever. Not for keys, since trust must be the same everywhere; nor for INCB, whose database holds
 * no trade content (invariant 5).
 */
function parseCarriedBody(value: unknown): Result<CarriedBody> {
  if (!isPlainObject(value)) return refuse({ code: 'act.value.notAnObject', path: 'body' });
  const kind = kindNamed(value['kind']);
  if (kind !== null) return parseOfKind(value, kind, kind.group !== 'keys' && !isToBoard(value));
  const problems = judgeLaterHead(value);
  if (problems.length === 0) problems.push(...judgeSequence(value as LaterBody));
  return problems.length > 0 ? refuse(...problems.slice(0, MAX_PROBLEMS)) : accept(value as LaterBody);
}

/** A member of the body itself: what is inside a known member keeps its shape. */
function isOfLaterVersion({ code, path = '' }: Problem): boolean {
  return code === 'act.key.unknown' && path.split('.').length === 2;
}

function isToBoard({ to }: Record<string, unknown>): boolean {
  return !Array.isArray(to) || to.indexOf('INCB') >= 0;
}

function parseOfKind(
  value: Record<string, unknown>,
  kind: NonNullable<ReturnType<typeof kindNamed>>,
  mayHaveUnknown: boolean
): Result<Body> {
  const problems: Problem[] = [];
  checkMember(value, kind.shape, 'body', problems);
  // At the maximum, an unknown member could hide another problem.
  const isReadable =
    problems.length < MAX_PROBLEMS && mayHaveUnknown && (problems.length === 0 || hasKeptNames(value));
  const wrong = isReadable ? problems.filter((one) => !isOfLaterVersion(one)) : problems;
  if (wrong.length > 0) return refuse(...wrong.slice(0, MAX_PROBLEMS));
  const body = value as Body;
  wrong.push(...judgeAudience(body), ...kind.consistency(body));
  return wrong.length > 0 ? refuse(...wrong.slice(0, MAX_PROBLEMS)) : accept(body);
}

/** Judges typed content before the store adds its head; paths begin in the content. */
export function judgeContent(
  kind: ActKind,
  [issuer, to]: readonly [AuthorityCode, Addressee],
  content: object
): readonly Problem[] {
  const head = { schema: 1, kind, issuer, to: [to], at: '2026-01-01T00:00:00.000Z' };
  const seq = { [issuer]: 1, ...(to === '*' ? {} : { [to]: 1 }) };
  const read = parseBody({ ...head, seq, by: { person: 'xx.officer', name: 'x', function: '' }, ...content });
  if (read.ok) return [];
  return read.problems.map((one) => ({ ...one, path: (one.path ?? '').replace(/^body\./, '') }));
}

export function parseSignature(value: unknown): Result<Signature> {
  const problem = { code: 'act.signature.malformed', path: 'signature' };
  if (!isPlainObject(value) || Object.keys(value).length !== 3) return refuse(problem);
  const { alg, key, value: bytes } = value;
  const isWellFormed =
    alg === 'ES256' && isMatch(/^[A-Za-z0-9_-]{43}$/, key) && isMatch(/^[A-Za-z0-9_-]{86}$/, bytes);
  return isWellFormed ? accept({ alg, key: key as KeyId, value: bytes }) : refuse(problem);
}

/** `String` throws for an object that has a `toString` of its own. */
function isMatch(expression: RegExp, value: unknown): value is string {
  return typeof value === 'string' && expression.test(value);
}

/**
 * An act document from a database (`_id`, `_rev`, `_revisions`, body, signature, no other member). `hashOf`: the
 * platform's faster hash, if any.
 */
export function parseAct(document: unknown, hashOf?: TextHash): Result<Act> {
  return withSameId(parseActContent(document), hashOf);
}

/** For servers and the exchange, which carry also what only a later version reads. */
export function parseCarriedAct(document: unknown, hashOf?: TextHash): Result<CarriedAct> {
  return withSameId(parseCarriedContent(document), hashOf);
}

function withSameId<A extends CarriedAct>(parsed: Result<A>, hashOf?: TextHash): Result<A> {
  return !parsed.ok || hasSameId(parsed.value, hashOf)
    ? parsed
    : refuse({ code: 'act.id.differs', path: '_id' });
}

/** Skips the hash, for documents of proven integrity (encrypted store). */
export function parseActContent(document: unknown): Result<Act> {
  return parseContent(document, parseBody) as Result<Act>;
}

export function parseCarriedContent(document: unknown): Result<CarriedAct> {
  return parseContent(document, parseCarriedBody);
}

function parseContent(
  document: unknown,
  readBody: (value: unknown) => Result<CarriedBody>
): Result<CarriedAct> {
  if (!isPlainObject(document)) return refuse({ code: 'act.value.notAnObject', path: '' });
  const problems = judgeEnvelope(document);
  if (problems.length > 0) return refuse(...problems);
  const body = readBody(document['body']);
  if (!body.ok) return body;
  const signature = parseSignature(document['signature']);
  if (!signature.ok) return signature;
  return accept({ _id: document['_id'], body: body.value, signature: signature.value } as CarriedAct);
}

function judgeEnvelope(document: Record<string, unknown>): Problem[] {
  const problems: Problem[] = [];
  for (const key of Object.keys(document)) {
    if (['_id', '_rev', '_revisions', 'body', 'signature'].indexOf(key) >= 0) continue;
    const code =
      key === '_deleted' ? 'act.deleted' : key === '_attachments' ? 'act.attachment' : 'act.key.unknown';
    problems.push({ code, path: key.slice(0, 60) });
  }
  const revision = document['_rev'];
  if (revision !== undefined && !isMatch(/^1-[0-9a-f]{32}$/, revision)) {
    problems.push({ code: 'act.revision.notFirst', path: '_rev' });
  }
  const history = document['_revisions'];
  if (history !== undefined && (!isPlainObject(history) || history['start'] !== 1)) {
    problems.push({ code: 'act.revision.notFirst', path: '_revisions' });
  }
  return problems;
}

/** Judges issuer and addressees by kind, and that the counts match them. */
function judgeAudience(body: Body): Problem[] {
  return [...kindOf(body).audience(body), ...judgeSequence(body)];
}

/** `seq` counts for the issuer and each addressee only; a gap means a missing act. */
function judgeSequence(body: Pick<LaterBody, 'issuer' | 'to' | 'seq'>): Problem[] {
  const expected: readonly string[] = [body.issuer, ...body.to.filter((to) => to !== '*')];
  const stated = Object.keys(body.seq);
  const isEach =
    stated.length === expected.length &&
    expected.every((code, index) => stated.indexOf(code) >= 0 && expected.indexOf(code) === index);
  return isEach ? [] : [{ code: 'act.seq.wrong', path: 'body.seq' }];
}

/**
 * Checks a stored act: first revision, not deleted, id equal to its hash. Content is not parsed, so an act of a later
 * version does not count as altered.
 */
export function isIntact(document: unknown): boolean {
  if (!isPlainObject(document) || judgeEnvelope(document).length > 0) return false;
  const { body, signature } = document;
  const isDated = isPlainObject(body) && typeof body['at'] === 'string';
  return isDated && isPlainObject(signature) && hasSameId(document as unknown as CarriedAct);
}
