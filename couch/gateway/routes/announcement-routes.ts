/** Announcements by e-mail: status of a letter per country, and sending it. */
import { bodyOf, valueOf } from '../calls/value-of.ts';
import type { Route, SessionCall } from '../calls/call.ts';
import { refusal } from '../bounds/refusal.ts';

const PATH = '/api/announcements/:id/mail';
const ANNOUNCER = { path: PATH, who: 'signed-in', right: 'announce' } as const;

export const ANNOUNCEMENT_ROUTES: readonly Route[] = [
  { ...ANNOUNCER, method: 'GET', answer: tellMail },
  { ...ANNOUNCER, method: 'POST', body: 'bodyBytes', status: 202, answer: sendMail }
];

async function tellMail({ desk, request }: SessionCall): Promise<object> {
  return valueOf(await desk.letterMail.state(idOf(request)));
}

async function sendMail({ desk, request, session }: SessionCall): Promise<object> {
  const [stray] = Object.keys(bodyOf(request));
  if (stray !== undefined) throw refusal(400, 'act.key.unknown', stray.slice(0, 60));
  const id = idOf(request);
  const { authority, id: by } = session.person;
  const note = (): Promise<void> =>
    desk.audit.note({ authority, by, what: 'announcement.mailed', about: id });
  valueOf(await desk.letterMail.begin(id, note));
  return valueOf(await desk.letterMail.state(id));
}

function idOf(request: SessionCall['request']): string {
  return (request.params as { id: string }).id;
}
