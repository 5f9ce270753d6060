/** What the rules need to know, read from the local database. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { store } from '#lib/store/store.svelte.ts';
import { countrySettings, exportContext, judgeContext } from './judge-form.ts';

/** Name of the setting document in which a country keeps its authority, periods and extended schedules. */
export const COUNTRY_SETTING = 'country';

export function readExportContext(
  country: CountryCode,
  importAct: ActOf<'import-authorization'> | null,
  replaced?: string
): ExportContext {
  const settings = countrySettings(store.setting(COUNTRY_SETTING), directoryEntry(country));
  const context = judgeContext(country, store.today, settings);
  return exportContext(context, importAct, importAct ? store.dossierOf(importAct._id) : null, replaced);
}

/** The Board's directory entry of the authority; the latest one counts. */
export function directoryEntry(country: CountryCode): ActOf<'authority'> | null {
  const entries = store.actsOf('authority').filter(isAuthority);
  const own = entries.filter((act) => act.body.authority === country && store.verdictOf(act._id) === 'good');
  return own.reduce<ActOf<'authority'> | null>(
    (latest, act) => (latest && latest.body.at > act.body.at ? latest : act),
    null
  );
}

function isAuthority(act: Act): act is ActOf<'authority'> {
  return act.body.kind === 'authority';
}
