/** Builders of acts for tests: well formed in every particular, with a signature that only looks like one. */
import { actId } from '#lib/domain/act/content-id.ts';
import type { Act, Body, DossierAct, Line, ActOf } from '#lib/domain/act/body.ts';
import type { AuthorityCode, CalendarDate, CountryCode, DossierKey, Instant } from '#lib/domain/ids.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { statedAs } from '#lib/domain/act/stated-as.ts';
import { toBase } from '#lib/domain/quantity.ts';

export const AU = 'AU' as CountryCode;
export const CH = 'CH' as CountryCode;

const MORPHINE_FACTOR = { value: '0.7520', source: 'computed', edition: '2026-1', date: '2026-11-24' };
const CODEINE_FACTOR = { value: '0.7367', source: 'computed', edition: '2026-1', date: '2026-11-24' };

/** Gives a body its id under a signature that is well formed and proves nothing. */
export function anAct<B extends Body>(body: B, key = 'K'.repeat(43)): Act<B> {
  const signature = { alg: 'ES256', key, value: 'S'.repeat(86) } as never;
  return { _id: actId(body, signature), body, signature };
}

export function aLine(over: Record<string, unknown> = {}): Line {
  const stated = (over['stated'] as string | undefined) ?? '500000000';
  const factor = (over['factor'] as typeof MORPHINE_FACTOR | undefined) ?? MORPHINE_FACTOR;
  return {
    no: 1,
    substance: 'morphine',
    form: 'sulfate-2-1-pentahydrate',
    designation: 'morphine sulfate (2:1) pentahydrate',
    pharmaceuticalForm: 'ampoule',
    preparation: 'Morphine sulfate injection 10 mg/ml',
    stated,
    base: toBase(stated as never, factor.value as never),
    factor,
    ...over
  } as Line;
}

export function aCodeineLine(over: Record<string, unknown> = {}): Line {
  const line = aLine({
    no: 2,
    substance: 'codeine',
    form: 'phosphate-hemihydrate',
    designation: 'codeine phosphate hemihydrate',
    pharmaceuticalForm: 'powder',
    stated: '200000000',
    factor: CODEINE_FACTOR,
    ...over
  });
  const { preparation: _preparation, ...powder } = line;
  return powder;
}

interface Head {
  issuer?: AuthorityCode;
  at?: string;
  over?: Record<string, unknown>;
}

function head(
  kind: string,
  issuer: AuthorityCode,
  partner: AuthorityCode,
  at: string
): Record<string, unknown> {
  return {
    schema: 1,
    kind,
    issuer,
    to: [partner],
    seq: { [issuer]: 1, [partner]: 1 },
    at: at as Instant,
    by: { person: `${issuer.toLowerCase()}.officer`, name: `Officer of ${issuer}`, function: 'Delegate' }
  };
}

const PARTICULARS = {
  importer: {
    name: 'Southern Cross Hospital Supplies Pty Ltd',
    address: '12 Harbour Street\nSydney NSW 2000'
  },
  exporter: { name: 'Alpenpharma AG', address: 'Rheinweg 4\n4051 Basel' },
  validUntil: '2026-12-31',
  edition: '2026-1',
  portOfEntry: 'Sydney'
};

function particularsOf(importing: AuthorityCode, exporting: AuthorityCode): object {
  return {
    ...PARTICULARS,
    importer: { ...PARTICULARS.importer, country: importing },
    exporter: { ...PARTICULARS.exporter, country: exporting }
  };
}

export function anImportAuthorization({
  at = '2026-10-01T08:00:00.000Z',
  over = {}
}: Head = {}): ActOf<'import-authorization'> {
  const number = (over['number'] as string | undefined) ?? 'AU-I-2026-000101-98';
  const issuedOn = (over['issuedOn'] as string | undefined) ?? at.slice(0, 10);
  const issuer = ((over['issuer'] as string | undefined) ?? AU) as CountryCode;
  const exporting = ((over['exportingCountry'] as string | undefined) ?? CH) as CountryCode;
  return anAct({
    ...head('import-authorization', issuer, exporting, at),
    ...particularsOf(issuer, exporting),
    dossier: dossierKey(issuer, exporting, issuedOn as CalendarDate, number),
    number,
    issuedOn,
    authority: { name: 'Office of Drug Control', address: 'Canberra ACT 2601' },
    exportingCountry: exporting,
    purpose: 'domestic',
    consignments: 1,
    lines: [aLine(), aCodeineLine()],
    validFrom: issuedOn,
    ...over
  } as never) as ActOf<'import-authorization'>;
}

export function anExportAuthorization(
  ia: ActOf<'import-authorization'> = anImportAuthorization(),
  { at = '2026-10-05T09:00:00.000Z', over = {} }: Head = {}
): ActOf<'export-authorization'> {
  const issuer = ia.body.exportingCountry;
  const importing = ia.body.issuer as CountryCode;
  const number = (over['number'] as string | undefined) ?? 'CH-E-2026-000077-13';
  return anAct({
    ...head('export-authorization', issuer, importing, at),
    ...particularsOf((over['importingCountry'] as CountryCode | undefined) ?? importing, issuer),
    dossier: ia.body.dossier,
    number,
    issuedOn: at.slice(0, 10),
    authority: { name: 'Swissmedic', address: 'Hallerstrasse 7\n3012 Bern' },
    importingCountry: importing,
    importAuthorization: {
      number: ia.body.number,
      issuedOn: ia.body.issuedOn,
      authority: ia.body.authority.name,
      act: ia._id
    },
    lines: ia.body.lines.map((line) => ({ ...line, importLine: line.no })),
    validFrom: at.slice(0, 10),
    ...over
  } as never) as ActOf<'export-authorization'>;
}

/** An export without import authorization, keyed by its own number (domain.md R22). */
export function anEmergencyExport({
  at = '2026-10-05T09:00:00.000Z',
  over = {}
}: Head = {}): ActOf<'export-authorization'> {
  const { importAuthorization: _none, ...body } = anExportAuthorization(undefined, { at }).body;
  const number = (over['number'] as string | undefined) ?? body.number;
  return anAct({
    ...body,
    dossier: dossierKey(AU, CH, body.issuedOn, number),
    emergency: { reason: 'Earthquake: the hospital has no morphine left.' },
    ...over
  } as never) as ActOf<'export-authorization'>;
}

function actualLines(ea: ActOf<'export-authorization'>, stated: readonly string[]): unknown[] {
  return ea.body.lines.map((line, index) => {
    const quantity = stated[index] ?? line.stated;
    return { no: line.no, stated: quantity, base: toBase(quantity as never, line.factor.value) };
  });
}

/** 480 g of the first line and 200 g of the second, unless said otherwise (micrograms as text). */
export function aShipment(
  ea: ActOf<'export-authorization'>,
  {
    at = '2026-10-10T10:00:00.000Z',
    stated = ['480000000', '200000000'],
    over = {}
  }: Head & { stated?: string[] } = {}
): ActOf<'shipment'> {
  return anAct({
    ...head('shipment', ea.body.issuer, ea.body.importingCountry, at),
    dossier: ea.body.dossier,
    exportAuthorization: ea._id,
    shippedOn: at.slice(0, 10),
    lines: actualLines(ea, stated),
    ...over
  } as never) as ActOf<'shipment'>;
}

export function anEndorsement(
  ea: ActOf<'export-authorization'>,
  {
    at = '2026-10-20T10:00:00.000Z',
    stated = ['480000000', '200000000'],
    over = {}
  }: Head & { stated?: string[] } = {}
): ActOf<'endorsement'> {
  return anAct({
    ...head('endorsement', ea.body.importingCountry, ea.body.issuer, at),
    dossier: ea.body.dossier,
    exportAuthorization: ea._id,
    outcome: 'imported',
    receivedOn: at.slice(0, 10),
    lines: actualLines(ea, stated),
    ...over
  } as never) as ActOf<'endorsement'>;
}

export function aReply(
  on: DossierAct,
  { at = '2026-10-02T10:00:00.000Z', over = {} }: Head = {}
): ActOf<'reply'> {
  const partner = on.body.to[0] as AuthorityCode;
  return anAct({
    ...head('reply', partner, on.body.issuer, at),
    dossier: on.body.dossier,
    on: on._id,
    answer: 'authentic',
    ...over
  } as never) as ActOf<'reply'>;
}

export function aCancellation(
  of: DossierAct,
  { at = '2026-10-06T10:00:00.000Z', over = {} }: Head = {}
): ActOf<'cancellation'> {
  const partner = of.body.to[0] as AuthorityCode;
  return anAct({
    ...head('cancellation', of.body.issuer, partner, at),
    dossier: of.body.dossier,
    of: of._id,
    reason: 'Importer withdrew the order.',
    ...over
  } as never) as ActOf<'cancellation'>;
}

export function aMatchDecision(
  ea: ActOf<'export-authorization'>,
  dossier: DossierKey,
  { at = '2026-10-07T10:00:00.000Z', over = {} }: Head = {}
): ActOf<'match-decision'> {
  return anAct({
    ...head('match-decision', ea.body.importingCountry, ea.body.issuer, at),
    dossier,
    exportAuthorization: ea._id,
    decision: 'link',
    ...over
  } as never) as ActOf<'match-decision'>;
}

/** As the other side of the authorization's issuer, unless said otherwise. */
export function aSuspension(
  of: DossierAct,
  { at = '2026-10-06T10:00:00.000Z', issuer = of.body.to[0] as AuthorityCode, over = {} }: Head = {}
): ActOf<'suspension'> {
  const partner = (issuer === of.body.issuer ? of.body.to[0] : of.body.issuer) as AuthorityCode;
  return anAct({
    ...head('suspension', issuer, partner, at),
    dossier: of.body.dossier,
    of: of._id,
    state: 'suspended',
    reason: 'The importer’s licence is under review.',
    ...over
  } as never) as ActOf<'suspension'>;
}

/** The author of a shipment or an endorsement states it anew. `of`: the newest link of its chain. */
export function aCorrection(
  of: DossierAct,
  ea: ActOf<'export-authorization'>,
  {
    at = '2026-10-25T10:00:00.000Z',
    stated = ['470000000', '200000000'],
    over = {}
  }: Head & { stated?: string[] } = {}
): ActOf<'correction'> {
  const before = (statedAs(of, 'shipment') ?? statedAs(of, 'endorsement'))!.body;
  const lines = actualLines(ea, stated);
  const particulars =
    before.kind === 'shipment'
      ? { shipment: { shippedOn: before.shippedOn, lines } }
      : { endorsement: { receivedOn: before.receivedOn, outcome: before.outcome, lines } };
  return anAct({
    ...head('correction', of.body.issuer, of.body.to[0] as AuthorityCode, at),
    dossier: ea.body.dossier,
    of: of._id,
    exportAuthorization: ea._id,
    reason: 'One box was counted twice.',
    ...particulars,
    ...over
  } as never) as ActOf<'correction'>;
}

/** 1971 art. 13(3); in a trade of a prohibited substance `over` names it. */
export function aSpecialLicence(
  ia: ActOf<'import-authorization'>,
  { at = '2026-10-02T09:00:00.000Z', over = {} }: Head = {}
): ActOf<'special-import-licence'> {
  const { issuer, exportingCountry, dossier, lines, validUntil } = ia.body;
  return anAct({
    ...head('special-import-licence', issuer, exportingCountry, at),
    dossier,
    of: ia._id,
    number: 'SIL 4/2026',
    issuedOn: at.slice(0, 10),
    validUntil,
    substance: lines[0]?.substance,
    limit: lines[0]?.base,
    ...over
  } as never) as ActOf<'special-import-licence'>;
}

export const A_SCAN = { sha256: 'S'.repeat(43), bytes: 300_000, type: 'image/png' } as const;

/** The importing authority shares its customs declaration with the exporting one; `over` withdraws it. */
export function aSharedFile(
  ia: ActOf<'import-authorization'>,
  { at = '2026-11-24T09:00:00.000Z', over = {} }: Head = {}
): ActOf<'shared-file'> {
  const { issuer, exportingCountry, dossier } = ia.body;
  return anAct({
    ...head('shared-file', issuer, exportingCountry, at),
    dossier,
    ...('withdraws' in over
      ? {}
      : { file: { kind: 'customs-declaration', name: '26AU4711', content: A_SCAN } }),
    ...over
  } as never) as ActOf<'shared-file'>;
}

/** The whole story of one authorization: 500 g and 200 g authorized, 480 g and 200 g shipped and received. */
export function aClosedTrade(number = 'AU-I-2026-000101-98'): DossierAct[] {
  const ia = anImportAuthorization({ over: { number } });
  const ea = anExportAuthorization(ia);
  return [ia, aReply(ia), ea, aShipment(ea), anEndorsement(ea)];
}
