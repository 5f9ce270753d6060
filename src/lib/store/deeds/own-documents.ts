/** Plain documents of one's own country, which no act carries: companies and settings. */
import { COUNTRY_SETTING_ID, judgeCountrySetting } from '#lib/domain/authorization/country-settings.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import type { Records } from '../index/records.ts';
import { isSameContent } from './same-content.ts';

interface Open {
  readonly country: SealedDatabase;
  readonly records: Records;
}

export async function saveOwn(
  { country, records }: Open,
  document: StoredDocument
): Promise<Result<boolean>> {
  const before = records.shelf.others.get(document._id);
  if (before && isSameContent(before, document)) return accept(false);
  await country.put({ ...document, ...(before?._rev ? { _rev: before._rev } : {}) });
  await records.catchUp();
  return accept(true);
}

/** What this device alone remembers among the records: no line ever offers it to a database of the server. */
export type KeptId = `kept:${string}`;

export async function forgetOwn({ country, records }: Open, id: KeptId): Promise<void> {
  const held = records.shelf.others.get(id);
  if (!held?._rev) return;
  await country.remove(id, held._rev);
  await records.catchUp();
}

export async function saveSetting(
  open: Open,
  name: string,
  value: Readonly<Record<string, unknown>>
): Promise<Result<boolean>> {
  const document = { ...value, _id: `setting:${name}`, schema: 1 };
  const problems = document._id === COUNTRY_SETTING_ID ? judgeCountrySetting(document) : [];
  return problems.length > 0 ? refuse(...problems) : saveOwn(open, document);
}
