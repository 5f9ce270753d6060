/** Webhooks of a country, kept by its administrators. */
import type { AuditVerb } from '#couch/accounts/audit.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { notFound, refusal } from '../bounds/refusal.ts';
import { takesElsewhere } from '../calls/access.ts';
import { signedIn, type Route, type SessionCall } from '../calls/call.ts';
import { fieldsOf, paramOf, valueOf } from '../calls/value-of.ts';

const MANAGE = { right: 'manage' } as const;
const BOUNDED = { ...MANAGE, rate: 'webhooksPerPerson' } as const;

export const WEBHOOK_ROUTES: readonly Route[] = [
  signedIn('GET /api/webhooks', listWebhooks, MANAGE),
  signedIn('POST /api/webhooks', addWebhook, { ...BOUNDED, status: 201 }),
  signedIn('POST /api/webhooks/:id/secret', renewSecret, { ...BOUNDED, status: 201 }),
  signedIn('POST /api/webhooks/:id/test', testWebhook, BOUNDED),
  signedIn('DELETE /api/webhooks/:id', removeWebhook, { ...MANAGE, status: 204 })
];

async function listWebhooks(call: SessionCall): Promise<object> {
  return { webhooks: await call.desk.webhooks.list(countryOf(call)) };
}

async function addWebhook(call: SessionCall): Promise<object> {
  const country = countryOf(call);
  if (await takesElsewhere(call.desk, country)) throw refusal(409, 'webhook.ownServer');
  const { url } = fieldsOf(call.request, 'url');
  const given = { url, by: call.session.person.id };
  return valueOf(await call.desk.webhooks.add(country, given, (about) => note(call, 'webhook.made', about)));
}

async function renewSecret(call: SessionCall): Promise<object> {
  const id = paramOf(call.request, 'id');
  return valueOf(
    await call.desk.webhooks.renewSecret(countryOf(call), id, () => note(call, 'webhook.secret', id))
  );
}

async function testWebhook(call: SessionCall): Promise<object> {
  return valueOf(await call.desk.webhooks.test(countryOf(call), paramOf(call.request, 'id')));
}

async function removeWebhook(call: SessionCall): Promise<void> {
  const id = paramOf(call.request, 'id');
  valueOf(await call.desk.webhooks.remove(countryOf(call), id, () => note(call, 'webhook.removed', id)));
}

function note({ desk, session }: SessionCall, what: AuditVerb, about: string): Promise<void> {
  const { authority, id } = session.person;
  return desk.audit.note({ authority, by: id, what, about });
}

/** INCB has no trade documents to tell of. */
function countryOf({ session }: SessionCall): CountryCode {
  const { authority } = session.person;
  if (!isCountry(authority)) throw notFound();
  return authority;
}
