/**
 * A customs officer reads the dossier of one consignment, by its exact number, where the own authority allows it. Each
 * look is in the activity log before it is answered; nothing is listed.
 */
import { openNamed } from '#couch/database/named-database.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { formatNumber, parseNumber } from '#lib/domain/act/number.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { toCountrySettings } from '#lib/domain/authorization/country-settings.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { inspectPapers } from '#lib/domain/dossier/inspected.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { refusal } from '../bounds/refusal.ts';
import { instantOf, signedIn, type Route, type SessionCall } from '../calls/call.ts';
import { fieldsOf, valueOf } from '../calls/value-of.ts';
import { DossierReader } from '../door/read-dossiers.ts';

export const INSPECTION_ROUTES: readonly Route[] = [
  signedIn('POST /api/inspections', lookUp, { right: 'inspect', rate: 'inspectionsPerPerson' })
];

async function lookUp({ desk, request, lookAgain }: SessionCall): Promise<object> {
  const { number: typed } = fieldsOf(request, 'number');
  if (typeof typed !== 'string') throw refusal(400, 'request.body.malformed', 'number');
  const parts = valueOf(parseNumber(typed));
  const number = formatNumber(parts);
  const { authority, id: by } = (await lookAgain()).person;
  const home = await openNamed(desk.engine, authorityToDatabase(authority) ?? '', authority);
  const setting = home && (await readDocument<object>(home.database, COUNTRY_SETTING_ID));
  if (!home || toCountrySettings(setting).customs !== 'number') throw refusal(403, 'inspection.off');
  const id = (await desk.numbers.known(home, parts.country)).holders.get(number) ?? null;
  const what = id === null ? 'dossier.notFound' : 'dossier.inspected';
  await desk.audit.note({ authority, by, what, about: number });
  const held = id && (await readDocument<DossierAct>(home.database, id));
  if (!id || !held || parseActId(id) === null) return { papers: [] };
  const reader = new DossierReader(home.database, await desk.held.of(home));
  const acts = await reader.readDossiers([held.body.dossier]);
  return { papers: inspectPapers(acts, id, instantToDate(instantOf(desk))) };
}
