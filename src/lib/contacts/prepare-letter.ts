/**
 * A letter to a quiet country, in its language. Only a letter can mention usage, since announcements reach every
 * device.
 */
import type { Typed } from '#lib/domain/draft/draft.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Registration } from '#lib/domain/registration/registration.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { countryName } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';

/** The authority's chosen language; English by default. */
export function languageOf(registration: Pick<Registration, 'language'> | undefined): Locale {
  return registration?.language ?? 'en';
}

/** Addresses the country's administrators as a group of one. */
export async function preparedFields(country: CountryCode, locale: Locale): Promise<Typed> {
  await loadCatalog(locale);
  return {
    whom: 'group',
    groupName: countryName(country, locale),
    groupCountries: country,
    roles: 'administrator',
    [`title.${locale}`]: m.contacts_message_title({}, { locale }),
    [`text.${locale}`]: m.contacts_message_text({}, { locale })
  };
}
