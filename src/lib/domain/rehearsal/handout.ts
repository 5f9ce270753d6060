/**
 * Trainers' handouts and participants' results, small enough for a link or a square code, so no network is needed. The
 * practice's key signs a result: this proves that it is unaltered, not who played.
 */
import type { PublicKey } from '../act/body.ts';
import { isPlainObject, textProblem } from '../shape/shape.ts';
import { isInstant } from '../calendar-date.ts';
import { canonicalJson } from '../canonical.ts';
import type { Instant } from '../ids.ts';
import { isPublicKey } from '../registration/certify.ts';
import { scenarioNamed } from './scenarios.ts';

export const MAX_SESSION_LENGTH = 80;
export const MAX_NOTE_LENGTH = 400;
export const MAX_PARTICIPANT_LENGTH = 80;

export interface Handout {
  readonly kind: 'rehearsal-handout';
  readonly schema: 1;
  readonly scenario: string;
  readonly session: string;
  readonly note: string;
}

export interface RehearsalResult {
  readonly kind: 'rehearsal-result';
  readonly schema: 1;
  readonly scenario: string;
  readonly session: string;
  readonly participant: string;
  readonly reached: readonly string[];
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly key: PublicKey;
}

export interface SignedResult extends RehearsalResult {
  readonly signature: string;
}

function isText(value: unknown, least: number, most: number, manyLines = false): value is string {
  return textProblem(value, least, most, manyLines) === null;
}

export function parseHandout(value: unknown): Handout | null {
  if (!isPlainObject(value) || value['kind'] !== 'rehearsal-handout' || value['schema'] !== 1) return null;
  const { session, note } = value;
  const scenario = scenarioNamed(value['scenario']);
  if (scenario === null || !isText(session, 0, MAX_SESSION_LENGTH) || !isText(note, 0, MAX_NOTE_LENGTH, true))
    return null;
  return { kind: 'rehearsal-handout', schema: 1, scenario: scenario.name, session, note };
}

/** Checks the form only; the caller verifies the signature. */
export function parseResult(value: unknown): SignedResult | null {
  if (!isPlainObject(value) || value['kind'] !== 'rehearsal-result' || value['schema'] !== 1) return null;
  const { session, participant, startedAt, finishedAt, key, signature } = value;
  const scenario = scenarioNamed(value['scenario']);
  const steps = scenario?.steps.map(({ name }) => name) ?? [];
  const reached = Array.isArray(value['reached']) ? value['reached'] : [null];
  const isWhole =
    isText(session, 0, MAX_SESSION_LENGTH) &&
    isText(participant, 1, MAX_PARTICIPANT_LENGTH) &&
    isInstant(startedAt) &&
    isInstant(finishedAt) &&
    isPublicKey(key) &&
    typeof signature === 'string' &&
    steps.filter((step) => reached.indexOf(step) >= 0).length === reached.length;
  if (scenario === null || !isWhole) return null;
  const times = { startedAt, finishedAt };
  const named = { scenario: scenario.name, session, participant, reached: reached.map(String) };
  return { kind: 'rehearsal-result', schema: 1, ...named, ...times, key, signature };
}

export function resultText({ kind, schema, ...rest }: RehearsalResult): string {
  const { scenario, session, participant, reached, startedAt, finishedAt, key } = rest;
  const stated = { kind, schema, scenario, session, participant, reached, startedAt, finishedAt, key };
  return canonicalJson(stated);
}

/** Whole minutes by the participant's clock. */
export function minutesOf({ startedAt, finishedAt }: RehearsalResult): number {
  return Math.max(0, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 60_000));
}
