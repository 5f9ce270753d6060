/** An administrator's list of people: never a hash, an address or their work. */
import type { Instant } from '#lib/domain/ids.ts';
import type { LastSeen } from './last-seen.ts';
import { documentToPerson, type Person, type PersonDocument } from './person.ts';
import type { Sessions } from './sessions.ts';

export interface Factors {
  count(person: string): Promise<number>;
  removeAll(person: string): Promise<void>;
}

export interface PersonRow extends Person {
  readonly suspended: boolean;
  readonly reset: boolean;
  readonly lastSeen: Instant | null;
  readonly secondFactors: number;
  readonly sessions: number;
}

interface RowSources {
  readonly sessions: Sessions;
  readonly seen: LastSeen;
  readonly factors: Factors;
}

export async function listRows(
  people: readonly PersonDocument[],
  { sessions, seen, factors }: RowSources
): Promise<PersonRow[]> {
  const ids = people.map((one) => documentToPerson(one).id);
  const [open, lastSeen] = [await sessions.listOf(people), await seen.read(ids)];
  return Promise.all(
    people.map(async (document) => {
      const person = documentToPerson(document);
      const at = lastSeen.get(person.id);
      return {
        ...person,
        suspended: document.suspended,
        reset: document.reset !== undefined,
        lastSeen: at === undefined ? null : (new Date(at).toISOString() as Instant),
        secondFactors: await factors.count(person.id),
        sessions: open.filter((one) => one.person === person.id).length
      };
    })
  );
}
