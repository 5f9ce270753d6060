/**
 * A customs officer reads the dossier of one consignment, by its exact number or that of a partner's paper, where the own
 * authority allows it. Each look is in the activity log before it is answered; nothing is listed.
 */
import { openNamed } from '#couch/database/named-database.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { formatNumber, judgeCitedNumber, parseNumber, withHyphens } from '#lib/domain/act/number.ts';
import { bareNumber } from '#lib/domain/act/run-together.ts';
import { cleanText, findTextProblem } from '#lib/domain/act/typed-text.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { toCountrySettings } from '#lib/domain/authorization/country-settings.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { inspectPapers } from '#lib/domain/dossier/inspected.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { refusal } from '../bounds/refusal.ts';
import { instantOf, signedIn, type Route, type SessionCall } from '../calls/call.ts';
import { fieldsOf } from '../calls/value-of.ts';
import { DossierReader } from '../door/read-dossiers.ts';

export const INSPECTION_ROUTES: readonly Route[] = [
  signedIn('POST /api/inspections', lookUp, { right: 'inspect', rate: 'inspectionsPerPerson' })
];

const MAX_NUMBER_LENGTH = 60;

async function lookUp({ desk, request, lookAgain }: SessionCall): Promise<object> {
  const { number: typed } = fieldsOf(request, 'number');
  const text = typeof typed === 'string' ? cleanText(typed) : '';
  const bare = bareNumber(text);
  if (bare === '' || findTextProblem(text, MAX_NUMBER_LENGTH, false))
    throw refusal(400, 'request.body.malformed', 'number');
  const whole = withHyphens(bare);
  const [misread] = judgeCitedNumber(whole, 'number');
  if (misread) throw refusal(400, misread.code, 'number');
  const parts = parseNumber(whole);
  const { authority, id: by } = (await lookAgain()).person;
  const home = await openNamed(desk.engine, authorityToDatabase(authority) ?? '', authority);
  const setting = home && (await readDocument<object>(home.database, COUNTRY_SETTING_ID));
  if (!home || toCountrySettings(setting).customs !== 'number') throw refusal(403, 'inspection.off');
  const number = parts.ok ? formatNumber(parts.value) : text;
  const own = parts.ok
    ? (await desk.numbers.known(home, parts.value.country)).holders.get(number)
    : undefined;
  const ids = [...(own ? [own] : []), ...(await desk.numbers.known(home, authority)).papersOf(bare)];
  const what = ids.length === 0 ? 'dossier.notFound' : 'dossier.inspected';
  await desk.audit.note({ authority, by, what, about: number });
  const held = await Promise.all(ids.map((id) => readDocument<DossierAct>(home.database, id)));
  const keys = held.flatMap((one) => (one && parseActId(one._id) ? [one.body.dossier] : []));
  if (keys.length === 0) return { papers: [] };
  const reader = new DossierReader(home.database, await desk.held.of(home));
  const acts = await reader.readDossiers(keys);
  return { papers: inspectPapers(acts, ids, instantToDate(instantOf(desk))) };
}
