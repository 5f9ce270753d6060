/** Reads from the local database the data that the rules need. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { ExportContext } from '#lib/domain/authorization/judge-context.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { normalizeNumber } from '#lib/domain/act/dossier-key.ts';
import { store } from '#lib/store/store.svelte.ts';
import { countrySettings, exportContext, judgeContext } from './judge-form.ts';

/** Setting document in which a country keeps its authority, periods and extended schedules. */
export const COUNTRY_SETTING = 'country';

export function readExportContext(
  country: CountryCode,
  importAct: ActOf<'import-authorization'> | null,
  replaced?: string
): ExportContext {
  const settings = countrySettings(store.setting(COUNTRY_SETTING), directoryEntry(country));
  const context = judgeContext(country, store.today, settings);
  const dossier = importAct ? store.dossierOf(importAct._id) : null;
  return {
    ...exportContext(context, importAct, dossier, replaced),
    ...(importAct ? {} : { recorded: importsByCountry(country) })
  };
}

type Recorded = Readonly<Record<string, ReadonlySet<string>>>;

/** The store returns the same lists until an authorization arrives, so only a new list is read. */
let latest: { readonly of: readonly unknown[]; readonly recorded: Recorded } | null = null;

function importsByCountry(country: CountryCode): Recorded {
  const [imports, exports] = [store.actsOf('import-authorization'), store.actsOf('export-authorization')];
  const of = [country, imports, exports];
  if (latest === null || latest.of.some((one, at) => one !== of[at]))
    latest = { of, recorded: readRecorded(country, [...imports, ...exports]) };
  return latest.recorded;
}

function readRecorded(country: CountryCode, acts: readonly Act[]): Recorded {
  const byCountry: Record<string, Set<string>> = {};
  for (const { body } of acts) {
    if (body.issuer === country) continue;
    const numbers = (byCountry[body.issuer] ??= new Set());
    if (body.kind === 'import-authorization') numbers.add(normalizeNumber(body.number));
  }
  return byCountry;
}

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
