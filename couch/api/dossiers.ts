/** Dossiers of the own country, folded as on a device. */
import { notFound } from '#couch/gateway/bounds/refusal.ts';
import { ownDatabase, reference } from '#couch/gateway/calls/access.ts';
import { instantOf, type ClientCall } from '#couch/gateway/calls/call.ts';
import { paramOf, queryOf } from '#couch/gateway/calls/value-of.ts';
import { dossierKeys, DossierReader } from '#couch/gateway/door/read-dossiers.ts';
import type { NamedDatabase } from '#couch/database/registers.ts';
import { refusal } from '#couch/gateway/bounds/refusal.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { parseDossierKey } from '#lib/domain/act/dossier-key.ts';
import { MAX_DOSSIERS, type DossierRow, type WholeDossier } from '#lib/domain/api/operations.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { actionsOf, type Action } from '#lib/domain/dossier/next-steps.ts';
import { exportStatusOn, statusOn } from '#lib/domain/dossier/status-on.ts';
import { findProhibition } from '#lib/domain/goods/prohibition.ts';
import { PROHIBITIONS } from '#lib/domain/goods/prohibitions.ts';
import type { CalendarDate, DossierKey } from '#lib/domain/ids.ts';
import { editionOn } from '#lib/domain/lists/edition.ts';
import { readComparisons } from '#lib/domain/matching/comparisons.ts';
import { whoseGoods } from '#lib/domain/matching/finding.ts';
import { offSystem } from '#lib/domain/partners/membership.ts';
import { isApart } from './acts.ts';
import { tellProblems } from './sentences.ts';

export async function listDossiers(call: ClientCall): Promise<object> {
  const { after, limit } = queryOf(call.request, 'after', 'limit');
  const most = limit === undefined ? MAX_DOSSIERS : Number(limit);
  const home = await ownDatabase(call);
  if (isApart(call)) return { dossiers: [], next: null };
  const keys = await readKeys(call, home, after === undefined ? '' : keyIn(String(after)), most);
  const reader = new DossierReader(home.database, await call.desk.held.of(home));
  const routed = routeActs(await reader.readDossiers(keys));
  const today = instantToDate(instantOf(call.desk));
  const dossiers = keys.flatMap((key) => {
    const acts = routed.get(key);
    return acts ? [toRow(foldDossier(key, acts), today)] : [];
  });
  const last = keys[keys.length - 1];
  const isEnd = last === undefined || keys.length < most;
  return { dossiers, next: isEnd ? null : Buffer.from(last).toString('base64url') };
}

/** Keys of the index, in their order. One that only leads to another dossier gives no row. */
async function readKeys(
  { desk }: ClientCall,
  home: NamedDatabase,
  after: string,
  most: number
): Promise<readonly DossierKey[]> {
  const shelf = await desk.held.of(home);
  if (shelf !== null)
    return shelf
      .keys()
      .filter((key) => key > after && parseDossierKey(key) !== null)
      .sort()
      .slice(0, most);
  const keys: DossierKey[] = [];
  for await (const key of dossierKeys(home.database, after)) if (keys.push(key) >= most) break;
  return keys;
}

function keyIn(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (parseDossierKey(key) === null) throw refusal(400, 'request.query.malformed', 'after');
  return key;
}

export async function readDossier(call: ClientCall): Promise<WholeDossier> {
  const key = paramOf(call.request, 'key') as DossierKey;
  const home = await ownDatabase(call);
  if (isApart(call)) throw notFound();
  const reader = new DossierReader(home.database, await call.desk.held.of(home));
  const acts = routeActs(await reader.readDossiers([key])).get(key);
  if (!acts) throw notFound();
  return tellDossier(call, foldDossier(key, acts), acts);
}

function toRow(dossier: Dossier, today: CalendarDate): DossierRow {
  const { key, number, importingCountry, exportingCountry, importAuthorization, issuedOn, validUntil } =
    dossier;
  return {
    key,
    number,
    importingCountry,
    exportingCountry,
    importAuthorization,
    issuedOn,
    validUntil,
    status: statusOn(dossier, today),
    match: dossier.match,
    demonstration: dossier.demonstration,
    exports: dossier.exports.length
  };
}

/** As for the dossier's page, without the steps that compare it with other dossiers. */
async function stepsOf(
  call: ClientCall,
  dossier: Dossier,
  acts: readonly DossierAct[]
): Promise<readonly Action[]> {
  const { desk, session } = call;
  const { authority } = session.person;
  const { importingCountry, exportingCountry } = dossier;
  const now = instantOf(desk);
  const today = instantToDate(now);
  const [home, everybody] = [await ownDatabase(call), await reference(call)];
  const lists = await desk.pushes.published.known(everybody, home, { named: [], publishes: false });
  const edition = editionOn(today, lists);
  const { trust } = await desk.keys.keyring([everybody, home]);
  const certificates = trust.keys.flatMap((key) =>
    trust.standingsOf(key).flatMap(({ certificate }) => certificate ?? [])
  );
  const comparisons = readComparisons(
    dossier,
    (id) => acts.find(({ _id }) => _id === id) ?? null,
    today,
    edition
  );
  const { primary, others } = actionsOf(dossier, authority, {
    today,
    isOff: offSystem(certificates, now)(authority === importingCountry ? exportingCountry : importingCountry),
    isOwnGoods: (id) => whoseGoods(dossier, comparisons, id) === authority,
    isProhibited: (substance) =>
      findProhibition(edition.prohibitions ?? PROHIBITIONS, importingCountry, substance) !== null
  });
  return [...(primary ? [primary] : []), ...others];
}

async function tellDossier(
  call: ClientCall,
  dossier: Dossier,
  acts: readonly DossierAct[]
): Promise<WholeDossier> {
  const { desk, request } = call;
  const today = instantToDate(instantOf(desk));
  const language = request.headers['accept-language'];
  const { exports: _count, ...head } = toRow(dossier, today);
  const actions = await stepsOf(call, dossier, acts);
  const notCounted = [];
  for (const { act, problem } of dossier.setAside)
    for (const told of await tellProblems(language, [problem])) notCounted.push({ act, problem: told });
  return {
    ...head,
    lines: dossier.lines.map(
      ({ no, substance, form, designation, authorized, taken, exported, imported }) => ({
        no,
        substance: substance,
        form,
        designation,
        authorized: authorized.stated,
        taken: taken.stated,
        exported: exported.stated,
        imported: imported.stated
      })
    ),
    exports: dossier.exports.map((strand) => ({
      act: strand.act,
      number: strand.number,
      issuedOn: strand.issuedOn,
      validUntil: strand.validUntil,
      status: exportStatusOn(dossier, strand, today),
      agreement: strand.agreement,
      shipment: strand.shipment,
      shippedOn: strand.shippedOn,
      endorsement: strand.endorsement,
      receivedOn: strand.receivedOn,
      lines: strand.lines.map(({ no, importLine, substance, authorized, exported, imported }) => ({
        no,
        importLine,
        substance,
        authorized: authorized.stated,
        exported: exported?.stated ?? null,
        imported: imported?.stated ?? null
      }))
    })),
    differences: await tellProblems(language, dossier.differences),
    notCounted,
    missing: dossier.missing,
    actions,
    acts: acts.map(({ _id, body, signature }) => ({ _id, body, signature }))
  };
}
