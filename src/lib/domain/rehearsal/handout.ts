/**
 * Small enough for a link or a square code, so no network is needed. The practice's key proves that a result is
 * unaltered, not who played.
 */
import type { PublicKey } from '../act/body.ts';
import {
  anyText,
  fits,
  instant,
  listOf,
  oneOf,
  stored,
  text,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { canonicalJson } from '../canonical.ts';
import { isPublicKey } from '../registration/key-id.ts';
import { scenarioNamed } from './scenarios.ts';

export const MAX_SESSION_LENGTH = 80;
export const MAX_NOTE_LENGTH = 400;
export const MAX_PARTICIPANT_LENGTH = 80;
const MAX_STEPS = 20;

const scenarioName: Check<string> = (value, out) => {
  if (scenarioNamed(value) === null) out.push({ code: 'document.malformed' });
};
const publicKey: Check<PublicKey> = (value, out) => {
  if (!isPublicKey(value)) out.push({ code: 'document.malformed' });
};

const handout = stored({
  required: {
    kind: oneOf(['rehearsal-handout']),
    schema: oneOf([1]),
    scenario: scenarioName,
    session: text(0, MAX_SESSION_LENGTH),
    note: text(0, MAX_NOTE_LENGTH, true)
  }
});
export type Handout = Checked<typeof handout>;

const result = stored({
  required: {
    kind: oneOf(['rehearsal-result']),
    schema: oneOf([1]),
    scenario: scenarioName,
    session: text(0, MAX_SESSION_LENGTH),
    participant: text(1, MAX_PARTICIPANT_LENGTH),
    reached: listOf(anyText, 0, MAX_STEPS),
    startedAt: instant,
    finishedAt: instant,
    key: publicKey,
    signature: anyText
  }
});
export type SignedResult = Checked<typeof result>;
export type RehearsalResult = Omit<SignedResult, 'signature'>;

export function parseHandout(value: unknown): Handout | null {
  if (!fits(handout, value)) return null;
  const { kind, schema, scenario, session, note } = value;
  return { kind, schema, scenario, session, note };
}

/** Checks the form only; the caller verifies the signature. */
export function parseResult(value: unknown): SignedResult | null {
  if (!fits(result, value)) return null;
  const { kind, schema, scenario, session, participant, reached, startedAt, finishedAt, key, signature } =
    value;
  const steps = scenarioNamed(scenario)?.steps ?? [];
  if (steps.filter(({ name }) => reached.indexOf(name) >= 0).length !== reached.length) return null;
  return { kind, schema, scenario, session, participant, reached, startedAt, finishedAt, key, signature };
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
