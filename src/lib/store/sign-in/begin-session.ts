/** The person's session and its dependencies: the part of the store that loads after the page. */
import type { StoreDeps } from '../browser/deps.ts';
import { PageSuspension } from './page-suspension.ts';
import { PersonSession } from './person-session.ts';

export function beginSession(deps: StoreDeps, changed: () => void): PersonSession {
  const session = new PersonSession(deps);
  session.state.changed = changed;
  new PageSuspension(session).follow();
  return session;
}
