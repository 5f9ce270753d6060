/**
 * Only these answers close a store (threats P7), and only that person's: people who share a browser share its cookie. A
 * 401 without them means to sign in again.
 */
import type { Problem } from '#lib/domain/result.ts';
import type { ShutOutCode } from '../api.ts';
import { toldProblems } from './call-server.ts';

const CODES: readonly ShutOutCode[] = ['person.suspended', 'person.removed', 'device.withdrawn'];

export function findShutOut(person: string, problems: readonly Problem[]): ShutOutCode | null {
  const own = problems.filter(({ values }) => values?.['person'] === person);
  return CODES.find((code) => own.some((problem) => problem.code === code)) ?? null;
}

export async function readShutOut(person: string, response: Response): Promise<ShutOutCode | null> {
  if (response.status !== 401 && response.status !== 403) return null;
  return findShutOut(person, await readProblems(response));
}

/** By the country's status or a newly required second factor: a new sign-in shows the reason. */
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
