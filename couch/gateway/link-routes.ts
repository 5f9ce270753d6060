/**
 * For a country with a server of its own: what that server asks the central one before it links itself, and
 * INCB's note that it has one. From then on the central server reserves no numbers for the country.
 */
import { parseReason } from '#lib/domain/registration/request.ts';
import { isCountry, parseCountry } from '#lib/domain/country.ts';
import { instantOf, type Route, type SessionCall } from './call.ts';
import { refusal } from './refusal.ts';
import { bodyOf, valueOf } from './value-of.ts';

export const LINK_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/countries/:country/own-server',
    who: 'signed-in',
    roles: ['incb'],
    body: 'bodyBytes',
    answer: noteOwnServer
  },
  { method: 'GET', path: '/api/link', who: 'signed-in', roles: ['service'], answer: tellLink }
];

async function tellLink({ desk, session }: SessionCall): Promise<object> {
  const { authority } = session.person;
  const standing = isCountry(authority) ? await desk.standings.read(authority) : null;
  const { roots, demonstration } = desk;
  return {
    country: authority,
    ownServer: standing?.ownServer === true,
    roots,
    demonstration,
    time: instantOf(desk)
  };
}

async function noteOwnServer({ desk, request, session }: SessionCall): Promise<object> {
  const { on, reason } = bodyOf(request);
  if (typeof on !== 'boolean') throw refusal(400, 'request.body.malformed', 'on');
  const country = valueOf(parseCountry((request.params as { country: unknown }).country));
  const made = { by: session.person.id, reason: valueOf(parseReason(reason)) };
  return { standing: valueOf(await desk.countries.noteOwnServer(country, on, made)) };
}
