/** A trade between the officer's country and a partner's, as honest devices state it: what a case then abuses. */
import { addMonths } from '#lib/domain/calendar-date.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/act/number.ts';
import type { CalendarDate, CountryCode, DecimalText, MicrogramsText } from '#lib/domain/ids.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { toBase } from '#lib/domain/quantity.ts';
import { aLine } from '../samples/acts.ts';
import type { Intruder, Role } from './intruder.ts';
import type { Json } from './sign.ts';

interface Numbers {
  next: number;
  last: number;
}

export const today = (): CalendarDate => new Date().toISOString().slice(0, 10) as CalendarDate;

export function bodyOf(act: Json): Json {
  return act['body'] as Json;
}

/** The next number of the person's device, out of blocks that it has claimed. */
async function nextNumber(by: Intruder, kind: AuthorizationKind, role: Role = 'officer'): Promise<string> {
  const numbers = await by.once(`numbers ${kind} ${role}`, () =>
    Promise.resolve<Numbers>({ next: 1, last: 0 })
  );
  if (numbers.next > numbers.last) Object.assign(numbers, await claim(by, kind, role));
  return aNumber(kind, await by.authorityOf(role), numbers.next++);
}

async function claim(by: Intruder, kind: AuthorizationKind, role: Role): Promise<Numbers> {
  const { keyId } = await by.device(role);
  const body = { kind, year: Number(today().slice(0, 4)), device: keyId };
  const { status, text, json } = await by.askAs(role, { method: 'POST', path: '/api/blocks', body });
  if (status !== 201) throw new Error(`No numbers can be claimed: ${text}`);
  const { first, last } = json as { first: number; last: number };
  return { next: first, last };
}

export function aNumber(kind: AuthorizationKind, country: string, serial: number): string {
  return formatNumber({ country: country as CountryCode, kind, year: Number(today().slice(0, 4)), serial });
}

function dossierOf(importing: string, exporting: string, number: string): string {
  return dossierKey(importing as CountryCode, exporting as CountryCode, today(), number);
}

const PARTICULARS = {
  authority: { name: 'Office of an intruder', address: '1 Street' },
  importer: { name: 'Importer of an intruder', address: '2 Street' },
  exporter: { name: 'Exporter of an intruder', address: '3 Street' },
  edition: '2026-1'
};

function particulars(): Json {
  return { ...PARTICULARS, issuedOn: today(), validFrom: today(), validUntil: addMonths(today(), 2) };
}

/** An import authorization of 500 g under a number of the officer's device, in one consignment; not signed yet. */
export async function anImport(by: Intruder, over: Json = {}): Promise<Json> {
  const [home, abroad] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
  const number = String(over['number'] ?? (await nextNumber(by, 'import-authorization')));
  const exportingCountry = String(over['exportingCountry'] ?? abroad);
  return {
    ...(await by.head('import-authorization', [exportingCountry])),
    ...particulars(),
    dossier: dossierOf(home, exportingCountry, number),
    number,
    exportingCountry,
    purpose: 'domestic',
    consignments: 1,
    lines: [aLine()],
    ...over
  };
}

/** Stated at home and brought to the partner. */
export async function issuedImport(by: Intruder, over: Json = {}): Promise<Json> {
  const act = await by.state(await by.sign(await anImport(by, over)));
  await by.carried(act, 'foreign');
  return act;
}

/** The partner's authorization of an export under it; not signed yet. */
export async function anExport(by: Intruder, ofImport: Json, over: Json = {}): Promise<Json> {
  const cited = bodyOf(ofImport);
  const number = await nextNumber(by, 'export-authorization', 'foreign');
  return {
    ...(await by.head('export-authorization', [String(cited['issuer'])], {}, 'foreign')),
    ...particulars(),
    validUntil: cited['validUntil'],
    dossier: cited['dossier'],
    number,
    importingCountry: cited['issuer'],
    importAuthorization: {
      number: cited['number'],
      issuedOn: cited['issuedOn'],
      authority: PARTICULARS.authority.name,
      act: ofImport['_id']
    },
    lines: [aLine({ importLine: 1 })],
    ...over
  };
}

/** Under an import authorization that nobody holds here, by what stands on its paper; not signed yet. */
export async function aPaperExport(by: Intruder, paperNumber: string): Promise<Json> {
  const [home, abroad] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
  const number = await nextNumber(by, 'export-authorization', 'foreign');
  return {
    ...(await by.head('export-authorization', [home], {}, 'foreign')),
    ...particulars(),
    dossier: dossierOf(home, abroad, paperNumber),
    number,
    importingCountry: home,
    importAuthorization: { number: paperNumber, issuedOn: today(), authority: PARTICULARS.authority.name },
    lines: [aLine({ importLine: 1 })]
  };
}

export async function signAbroad(by: Intruder, body: Json): Promise<Json> {
  return by.sign(body, await by.device('foreign'));
}

/** Stated by the partner and brought home. */
export async function issuedExport(by: Intruder, ofImport: Json, over: Json = {}): Promise<Json> {
  const act = await by.state(await signAbroad(by, await anExport(by, ofImport, over)), 'foreign');
  await by.carried(act, 'officer');
  return act;
}

export function actualLine(micrograms: string): Json {
  const { factor } = aLine();
  return {
    no: 1,
    stated: micrograms,
    base: toBase(micrograms as MicrogramsText, factor.value as DecimalText)
  };
}

/** What was really exported, in micrograms; not signed yet. */
export async function aShipment(by: Intruder, ofExport: Json, micrograms = '480000000'): Promise<Json> {
  const { issuer: _issuer, dossier, importingCountry } = bodyOf(ofExport);
  return {
    ...(await by.head('shipment', [String(importingCountry)], {}, 'foreign')),
    dossier,
    exportAuthorization: ofExport['_id'],
    shippedOn: today(),
    lines: [actualLine(micrograms)]
  };
}

/** What was really imported; by the officer's country, or by whoever is named. Not signed yet. */
export async function anEndorsement(
  by: Intruder,
  { dossier, exportAuthorization }: Json,
  role: Role = 'officer'
): Promise<Json> {
  const partner = await by.authorityOf(role === 'officer' ? 'foreign' : 'officer');
  return {
    ...(await by.head('endorsement', [partner], {}, role)),
    dossier,
    exportAuthorization,
    outcome: 'imported',
    receivedOn: today(),
    lines: [actualLine('480000000')]
  };
}
