/** Another language saves what is typed, then reloads the page. */
import { readLocale, setLocale, type Locale } from '#lib/i18n/locale.ts';
import { saveOrRefuse, type ReloadRefusal } from './safe-reload.ts';

/** Stays in the old language, and says why, where what is typed would be lost. */
export async function changeLanguage(locale: Locale): Promise<ReloadRefusal | null> {
  if (locale === readLocale()) return null;
  const refusal = await saveOrRefuse();
  if (refusal === null) await setLocale(locale);
  return refusal;
}
