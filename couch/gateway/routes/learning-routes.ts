/** A learner's progress and path certificates. The public can read the verifying key. */
import { pathNamed } from '#lib/domain/training/lesson-path.ts';
import { parseLessonProgress } from '#lib/domain/training/lesson-progress.ts';
import { refusal } from '../bounds/refusal.ts';
import type { Call, Route, SessionCall } from '../calls/call.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';

const OWN = { who: 'signed-in', body: 'bodyBytes' } as const;

export const LEARNING_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/training/key', who: 'anybody', limit: 'requestsPerAddress', answer: tellKey },
  { method: 'GET', path: '/api/training/progress', who: 'signed-in', answer: tellProgress },
  { method: 'PUT', path: '/api/training/progress', ...OWN, answer: takeProgress },
  { method: 'POST', path: '/api/training/certificate', ...OWN, status: 201, answer: certify }
];

function tellKey({ desk }: Call): Promise<object> {
  return Promise.resolve({ keyId: desk.learning.keyId });
}

function tellProgress({ desk, session }: SessionCall): Promise<object> {
  return desk.learning.read(session.person.id);
}

/** Unknown lessons and days are left out, as from a browser of another version. */
function takeProgress({ desk, request, session }: SessionCall): Promise<object> {
  return desk.learning.join(session.person.id, parseLessonProgress(bodyOf(request)));
}

async function certify({ desk, request, session }: SessionCall): Promise<object> {
  const path = pathNamed(bodyOf(request)['path']);
  if (path === null) throw refusal(400, 'request.body.malformed', 'path');
  return { badge: valueOf(await desk.learning.certify(session.person, path)) };
}
