/**
 * Parses `unknown` into an act, or a list of problems with paths. Recomputes the content id, because a revision pushed
 * without history gives a validator no old document to compare (architecture, invariant 1).
 */
import type { AuthorityCode, KeyId } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import type { TextHash } from '../sha256.ts';
import { checkMember, isPlainObject, MAX_PROBLEMS } from '../shape/shape.ts';
import { actId } from './act-id.ts';
import type { Act, Body, Signature, BodyHead } from './body.ts';
import { kindNamed, kindOf, type ActKind } from './kinds.ts';
import type { Addressee } from './kinds/define-kind.ts';

/** Checks shape, audience and consistency, not the hash. */
export function parseBody(value: unknown): Result<Body> {
  if (!isPlainObject(value)) return refuse({ code: 'act.value.notAnObject', path: 'body' });
  const kind = kindNamed(value['kind']);
  if (kind === null) return refuse({ code: 'act.kind.unknown', path: 'body.kind' });
  const problems: Problem[] = [];
  checkMember(value, kind.shape, 'body', problems);
  if (problems.length > 0) return refuse(...problems.slice(0, MAX_PROBLEMS));
  const body = value as unknown as Body;
  problems.push(...judgeAudience(body), ...kind.consistency(body));
  return problems.length > 0 ? refuse(...problems.slice(0, MAX_PROBLEMS)) : accept(body);
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

function parseSignature(value: unknown): Result<Signature> {
  const problem = { code: 'act.signature.malformed', path: 'signature' };
  if (!isPlainObject(value) || Object.keys(value).length !== 3) return refuse(problem);
  const wellFormed =
    value['alg'] === 'ES256' &&
    /^[A-Za-z0-9_-]{43}$/.test(String(value['key'])) &&
    /^[A-Za-z0-9_-]{86}$/.test(String(value['value']));
  if (!wellFormed || typeof value['key'] !== 'string' || typeof value['value'] !== 'string')
    return refuse(problem);
  return accept({ alg: 'ES256', key: value['key'] as KeyId, value: value['value'] });
}

/**
 * An act document from a database (`_id`, `_rev`, `_revisions`, body, signature, no other member). `hashOf`: the
 * platform's faster hash, if any.
 */
export function parseAct(document: unknown, hashOf?: TextHash): Result<Act> {
  const parsed = parseActContent(document);
  if (!parsed.ok) return parsed;
  const { _id, body, signature } = parsed.value;
  return actId(body, signature, hashOf) === _id ? parsed : refuse({ code: 'act.id.differs', path: '_id' });
}

/** Skips the hash, for documents of proven integrity (encrypted store). */
export function parseActContent(document: unknown): Result<Act> {
  if (!isPlainObject(document)) return refuse({ code: 'act.value.notAnObject', path: '' });
  const problems = judgeEnvelope(document);
  if (problems.length > 0) return refuse(...problems);
  const body = parseBody(document['body']);
  if (!body.ok) return body;
  const signature = parseSignature(document['signature']);
  if (!signature.ok) return signature;
  return accept({ _id: document['_id'], body: body.value, signature: signature.value } as Act);
}

function judgeEnvelope(document: Record<string, unknown>): Problem[] {
  const problems: Problem[] = [];
  for (const key of Object.keys(document)) {
    if (['_id', '_rev', '_revisions', 'body', 'signature'].indexOf(key) >= 0) continue;
    const code = { _deleted: 'act.deleted', _attachments: 'act.attachment' }[key] ?? 'act.key.unknown';
    problems.push({ code, path: key.slice(0, 60) });
  }
  const revision = document['_rev'];
  if (revision !== undefined && !/^1-[0-9a-f]{32}$/.test(String(revision))) {
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
function judgeSequence(body: Body): Problem[] {
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
  if (!hasDate(body) || !isPlainObject(signature)) return false;
  try {
    return actId(body, signature) === document['_id'];
  } catch {
    // A value without canonical form has no hash.
    return false;
  }
}

function hasDate(body: unknown): body is BodyHead<ActKind> {
  return isPlainObject(body) && typeof body['at'] === 'string';
}
