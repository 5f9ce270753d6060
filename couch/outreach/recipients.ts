/** Recipients of a letter by country, each with their language. */
import type { PersonRecords } from '#couch/accounts/person-records.ts';
import { documentToPerson } from '#couch/accounts/person.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { countriesOf, isAddressed, type Audience } from '#lib/domain/outreach/audience.ts';
import { parseEmail } from '#lib/domain/registration/email.ts';
import { parseRegistration, type Registration } from '#lib/domain/registration/registration.ts';
import { may } from '#lib/domain/registration/rights.ts';

export interface Recipient {
  readonly country: CountryCode;
  /** Account, or the country for the address of its registration. */
  readonly who: string;
  readonly email: string;
  readonly language: string | null;
}

/** An empty list means a country without an address. */
export async function recipientsOf(
  audience: Audience,
  { engine, people }: { readonly engine: Engine; readonly people: PersonRecords }
): Promise<ReadonlyMap<CountryCode, readonly Recipient[]>> {
  const meant = new Set(countriesOf(audience));
  const registered = await registrationsIn(engine);
  const found = new Map<CountryCode, Recipient[]>();
  for (const document of await people.listAll()) {
    const { id, role, authority } = documentToPerson(document);
    if (document.suspended || !may({ role }, 'manage') || !isCountry(authority) || !meant.has(authority))
      continue;
    const own = found.get(authority) ?? [];
    found.set(authority, own);
    const email = parseEmail(document.email);
    if (!email.ok) continue;
    const registration = registered.get(authority);
    const language = registration?.email === email.value ? registration.language : null;
    if (isAddressed(audience, { authority, role, language }))
      own.push({ country: authority, who: id, email: email.value, language });
  }
  for (const [country, own] of found) {
    // Before addresses were kept per person, the registration had one.
    const registration = registered.get(country);
    if (own.length > 0 || !registration) continue;
    const { email, language } = registration;
    const reader = { authority: country, role: 'administrator', language };
    if (parseEmail(email).ok && isAddressed(audience, reader))
      own.push({ country, who: country, email, language });
  }
  return found;
}

/** The latest confirmed registration of each country. */
async function registrationsIn(engine: Engine): Promise<ReadonlyMap<CountryCode, Registration>> {
  const range = { startkey: 'registration:', endkey: 'registration:\ufff0', include_docs: true };
  const { rows } = await engine.open('incb').allDocs(range);
  const confirmed = rows.flatMap(({ doc }: { doc?: unknown }) => {
    const read = parseRegistration(doc);
    return read.ok && read.value.status === 'confirmed' ? [read.value] : [];
  });
  confirmed.sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1));
  return new Map(confirmed.map((one) => [one.country, one]));
}
