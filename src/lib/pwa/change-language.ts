import { readLocale, setLocale, type Locale } from '#lib/i18n/locale.ts';
import { saveOrRefuse, type ReloadRefusal } from './safe-reload.ts';

/** Keeps the old language and returns the reason if typed text would be lost. */
export async function changeLanguage(locale: Locale): Promise<ReloadRefusal | null> {
  if (locale === readLocale()) return null;
  const refusal = await saveOrRefuse();
  if (refusal === null) await setLocale(locale);
  return refusal;
}
