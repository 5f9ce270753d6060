/**
 * Routes for a country's own server: questions before linking, its reports, and INCB's note that it exists. From then
 * on the central server reserves no numbers for the country.
 */
import { noteNationalApps } from '#couch/accounts/device-reports.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { parseReason } from '#lib/domain/registration/request.ts';
import { isCountry, parseCountry } from '#lib/domain/country.ts';
import { parseAppCounts } from '#lib/domain/usage/usage-record.ts';
import { instantOf, type Route, type SessionCall } from '../calls/call.ts';
import { ownDatabase } from '../calls/access.ts';
import { refusal } from '../bounds/refusal.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';

const MAX_FINDINGS = 200;

export const LINK_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/countries/:country/own-server',
    who: 'signed-in',
    right: 'registry',
    body: 'bodyBytes',
    answer: noteOwnServer
  },
  { method: 'GET', path: '/api/link', who: 'signed-in', right: 'carry', answer: tellLink },
  {
    method: 'POST',
    path: '/api/link/findings',
    who: 'signed-in',
    right: 'carry',
    status: 202,
    body: 'bodyBytes',
    answer: takeFindings
  },
  {
    method: 'POST',
    path: '/api/link/apps',
    who: 'signed-in',
    right: 'carry',
    status: 204,
    body: 'bodyBytes',
    answer: takeApps
  }
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

/**
 * Reports of a country's own server on altered, missing and regained acts of its database. It can accuse only its own
 * database.
 */
async function takeFindings(call: SessionCall): Promise<object> {
  const { stage, of } = bodyOf(call.request);
  if (stage !== 'altered' && stage !== 'missing' && stage !== 'held')
    throw refusal(400, 'request.body.malformed', 'stage');
  if (!Array.isArray(of) || of.length === 0 || of.length > MAX_FINDINGS || !of.every(isActId))
    throw refusal(400, 'request.body.malformed', 'of');
  const { authority } = call.session.person;
  if (!isCountry(authority)) throw refusal(400, 'request.body.malformed');
  const { database } = await ownDatabase(call);
  const { rows } = await database.allDocs({ keys: of });
  const held = of.filter((_id, index) => {
    const row = rows[index];
    return row && 'value' in row && !row.value.deleted;
  });
  if (held.length > 0)
    await call.desk.takeFindings(
      authority,
      held.map((id) => ({ id, stage }))
    );
  return { taken: held.length };
}

/** Devices report to their own server, from which INCB's figures of languages and versions come. */
async function takeApps({ desk, request, session }: SessionCall): Promise<void> {
  const { authority } = session.person;
  if (!isCountry(authority)) throw refusal(400, 'request.body.malformed');
  await noteNationalApps(desk.engine, authority, valueOf(parseAppCounts(bodyOf(request))));
}

async function noteOwnServer({ desk, request, session }: SessionCall): Promise<object> {
  const { on, reason } = bodyOf(request);
  if (typeof on !== 'boolean') throw refusal(400, 'request.body.malformed', 'on');
  const country = valueOf(parseCountry((request.params as { country: unknown }).country));
  const made = { by: session.person.id, reason: valueOf(parseReason(reason)) };
  return { standing: valueOf(await desk.countries.noteOwnServer(country, on, made)) };
}
