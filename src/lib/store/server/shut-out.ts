/**
 * What the server states of a person or a device that may not come in any more (threats P7). Only these words
 * close a desk, and that person's alone: several people of one browser share its cookie. A 401 without them
 * means to sign in again, and neither ever removes anything from the disk.
 */
import type { Problem } from '#lib/domain/result.ts';
import type { ShutOutCode } from '../api.ts';
import { toldProblems } from './call-server.ts';

const CODES: readonly ShutOutCode[] = ['person.suspended', 'person.removed', 'device.withdrawn'];

export function findShutOut(person: string, problems: readonly Problem[]): ShutOutCode | null {
  const own = problems.filter(({ values }) => values?.['person'] === person);
  return CODES.find((code) => own.some((problem) => problem.code === code)) ?? null;
}

/** Reads it from an answer of the server, whose body can still be read; null unless a 401 or 403 says so of this person. */
export async function readShutOut(person: string, response: Response): Promise<ShutOutCode | null> {
  if (response.status !== 401 && response.status !== 403) return null;
  return findShutOut(person, await readProblems(response));
}

/**
 * The whole request is refused because of how the country stands, or because a second factor is asked for since:
 * signing in again tells the person so.
 */
export async function isToSignInAgain(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const codes = (await readProblems(response)).map(({ code }) => code);
  return ['country.suspended', 'country.closed', 'session.enrolFirst'].some((code) => codes.includes(code));
}

async function readProblems(response: Response): Promise<readonly Problem[]> {
  return toldProblems(
    await response
      .clone()
      .json()
      .catch(() => null)
  );
}
