/** INCB, the body's own people and its member countries each read their own part; anyone else gets 404. */
import { randomUUID } from 'node:crypto';
import { isCountry } from '#lib/domain/country.ts';
import {
  isRegionalId,
  parseRegionalBody,
  parseRegionalItem,
  type HeldBody
} from '#lib/domain/regional/regional-body.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { notFound } from '../bounds/refusal.ts';
import { signedIn, type Route, type SessionCall } from '../calls/call.ts';
import { fieldsOf, paramOf, valueOf } from '../calls/value-of.ts';

const OFFICE = { right: 'office' } as const;

export const REGIONAL_ROUTES: readonly Route[] = [
  signedIn('GET /api/regional', listBodies, OFFICE),
  signedIn('GET /api/regional/:id', tellBody, OFFICE),
  signedIn('POST /api/regional', makeBody, { right: 'registry', status: 201 }),
  signedIn('PUT /api/regional/:id', changeBody, { right: 'registry' }),
  signedIn('PUT /api/regional/:id/items/:item', writeItem, { right: 'region', status: 204 })
];

type Reader = SessionCall['session']['person'];

/** A member country's people, whom the body's announcements and actions are for. */
function isMember({ authority }: Reader, { countries, ended }: HeldBody): boolean {
  return !ended && isCountry(authority) && countries.includes(authority);
}

function isOwn(reader: Reader, { id, ended }: HeldBody): boolean {
  return !ended && may(reader, 'region') && reader.body === id;
}

async function listBodies({ desk, session }: SessionCall): Promise<object> {
  const { person } = session;
  const all = await desk.regional.list();
  const seen = all.filter((one) => may(person, 'overview') || isOwn(person, one) || isMember(person, one));
  const bodies = await Promise.all(
    seen.map(async (one) =>
      isCountry(person.authority)
        ? { ...one, answer: await desk.regional.consentOf(one.id, person.authority) }
        : one
    )
  );
  return { bodies };
}

async function tellBody({ desk, request, session }: SessionCall): Promise<object> {
  const { person } = session;
  const body = valueOf(await desk.regional.read(paramOf(request, 'id')));
  const sees = may(person, 'overview') || isOwn(person, body);
  if (!sees && !isMember(person, body)) throw notFound();
  const items = await desk.regional.items(body.id);
  if (sees) return { ...body, items, ...(await desk.regional.members(body, isOwn(person, body))) };
  const answer = isCountry(person.authority)
    ? await desk.regional.consentOf(body.id, person.authority)
    : 'open';
  return { ...body, items, answer };
}

async function makeBody({ desk, request, session }: SessionCall): Promise<object> {
  const { name, countries } = fieldsOf(request, 'name', 'countries');
  const body = valueOf(parseRegionalBody({ name, countries, ended: false }));
  const { authority, id: by } = session.person;
  const id = randomUUID();
  const made = valueOf(await desk.regional.write(id, { body, revision: 0 }, by));
  await desk.audit.note({ authority, by, what: 'regional.changed', about: body.name });
  return made;
}

async function changeBody({ desk, request, session }: SessionCall): Promise<object> {
  const { name, countries, ended, revision } = fieldsOf(request, 'name', 'countries', 'ended', 'revision');
  const body = valueOf(parseRegionalBody({ name, countries, ended }));
  const { id } = valueOf(await desk.regional.read(paramOf(request, 'id')));
  const { authority, id: by } = session.person;
  const changed = valueOf(await desk.regional.write(id, { body, revision }, by));
  await desk.audit.note({ authority, by, what: 'regional.changed', about: body.name });
  await desk.trainings.followBody(changed);
  return changed;
}

async function writeItem({ desk, request, session }: SessionCall): Promise<void> {
  const { person } = session;
  const [id, item] = [paramOf(request, 'id'), paramOf(request, 'item')];
  const body = valueOf(await desk.regional.read(id));
  if (!isOwn(person, body) || !isRegionalId(item)) throw notFound();
  const asked = fieldsOf(request, 'item', 'revision');
  const change = { content: valueOf(parseRegionalItem(asked.item)), revision: asked.revision };
  valueOf(await desk.regional.writeItem(id, item, change, person.id));
}
