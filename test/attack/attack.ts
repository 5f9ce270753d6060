/** What a case of the attack is, and how the cases are run and counted by the principles of the threat model. */
import type { Intruder } from './intruder.ts';

const PRINCIPLES = {
  P1: 'Deny by default',
  P2: 'The client is not trusted',
  P3: 'Acts cannot be altered, removed, re-dated or shadowed',
  P4: 'One reading',
  P5: 'Bounded',
  P6: 'Poison is skipped',
  P7: 'Leaving means leaving',
  P8: 'Nothing lost',
  P9: 'No secret in the log, the URL, the error, the export or the bundle'
} as const;
export type Principle = keyof typeof PRINCIPLES;

/** `null` where the wall held; otherwise what was seen instead. */
export type Outcome = string | null;

export interface AttackCase {
  readonly principle: Principle;
  /** What must hold, as a sentence. */
  readonly name: string;
  /** Waits for a limit of time; left out of the quick run. */
  readonly slow?: boolean;
  /** The problem codes that it has to be refused for, where a refusal for anything else would prove nothing. */
  readonly reasons?: readonly string[];
  attack(intruder: Intruder): Promise<Outcome>;
}

export interface Finding {
  readonly principle: Principle;
  readonly name: string;
  readonly seen: Outcome;
}

export async function runCase({ principle, name, attack }: AttackCase, intruder: Intruder): Promise<Finding> {
  try {
    return { principle, name, seen: await attack(intruder) };
  } catch (error) {
    return { principle, name, seen: `${NOT_CARRIED_OUT}${(error as Error).message}` };
  }
}

const NOT_CARRIED_OUT = 'The case could not be carried out: ';

/** Neither held nor open: nothing is known of the wall. */
export function couldNotRun({ seen }: Finding): boolean {
  return seen?.startsWith(NOT_CARRIED_OUT) ?? false;
}

/** One line for each principle: how many held of how many. */
export function countByPrinciple(findings: readonly Finding[]): string[] {
  return (Object.keys(PRINCIPLES) as Principle[]).map((principle) => {
    const own = findings.filter((finding) => finding.principle === principle);
    const held = own.filter(({ seen }) => seen === null).length;
    return `${principle}  ${String(held).padStart(4)} of ${String(own.length).padStart(4)} held   ${PRINCIPLES[principle]}`;
  });
}
