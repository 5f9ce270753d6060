/** Builders of paper records: the holder says what a partner's paper says. */
import type { ActOf } from '#lib/domain/act/body.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import type { Instrument, PaperOf } from '#lib/domain/act/kinds/paper-record.ts';
import type { CalendarDate, CountryCode, DossierKey } from '#lib/domain/ids.ts';
import { aLine, anAct, anImportAuthorization, AU, CH } from './acts.ts';

interface Recorded {
  readonly at?: string;
  readonly issuer?: CountryCode;
  readonly partner?: CountryCode;
  readonly dossier: DossierKey;
}

export function aPaper<I extends Instrument>(
  paper: { readonly instrument: I } & Omit<PaperOf<I>, 'instrument'>,
  { at = '2026-10-03T08:00:00.000Z', issuer = CH, partner = AU, dossier }: Recorded
): ActOf<'paper-record'> {
  return anAct({
    schema: 1,
    kind: 'paper-record',
    issuer,
    to: [partner],
    seq: { [issuer]: 1, [partner]: 1 },
    at,
    by: { person: `${issuer.toLowerCase()}.officer`, name: `Officer of ${issuer}`, function: 'Delegate' },
    dossier,
    paper,
    comparedBy: `Officer of ${issuer}`,
    comparedOn: at.slice(0, 10)
  } as never);
}

const LIMIT = '500000000';

/** Switzerland holds Australia's import authorization on paper: 500 g of morphine sulfate, in two consignments. */
export function aPaperImport({
  at,
  number = 'PAPER 4711',
  stated = LIMIT,
  issuer = CH,
  partner = AU,
  over = {}
}: {
  readonly at?: string;
  readonly issuer?: CountryCode;
  readonly partner?: CountryCode;
  readonly number?: string;
  readonly stated?: string;
  readonly over?: object;
} = {}): ActOf<'paper-record'> {
  const { authority, importer, exporter, validFrom, validUntil, edition } = anImportAuthorization({
    over: { issuer: partner, exportingCountry: issuer }
  }).body;
  const issuedOn = '2026-10-01' as CalendarDate;
  return aPaper(
    {
      instrument: 'import-authorization',
      ...{ number, issuedOn, authority, importer, exporter, validFrom, validUntil, edition, consignments: 2 },
      lines: [aLine({ stated })],
      ...over
    },
    { ...(at ? { at } : {}), issuer, partner, dossier: dossierKey(partner, issuer, issuedOn, number) }
  );
}

/** Australia holds Switzerland's export authorization on paper, citing `upon`. */
export function aPaperExport(
  upon: ActOf<'import-authorization'>,
  {
    at,
    number = 'CH 88/2026',
    stated = '300000000',
    over = {}
  }: { readonly at?: string; readonly number?: string; readonly stated?: string; readonly over?: object } = {}
): ActOf<'paper-record'> {
  const { importer, exporter, validFrom, validUntil, edition, number: cited, issuedOn } = upon.body;
  return aPaper(
    {
      instrument: 'export-authorization',
      ...{ importer, exporter, validFrom, validUntil, edition, number, issuedOn },
      authority: { name: 'Swissmedic', address: 'Bern' },
      importAuthorization: { number: cited, issuedOn, authority: upon.body.authority.name, act: upon._id },
      lines: [aLine({ stated })],
      ...over
    },
    { ...(at ? { at } : {}), issuer: AU, partner: CH, dossier: upon.body.dossier }
  );
}

/** Switzerland holds its export authorization, endorsed by Australia on paper. */
export function anEndorsedCopy(
  ea: ActOf<'export-authorization'>,
  {
    at = '2026-11-05T08:00:00.000Z',
    stated = '300000000',
    receivedOn = '2026-10-20'
  }: { readonly at?: string; readonly stated?: string; readonly receivedOn?: string } = {}
): ActOf<'paper-record'> {
  const { factor } = ea.body.lines[0]!;
  const { base } = aLine({ stated, factor });
  return aPaper(
    {
      instrument: 'endorsed-copy',
      exportAuthorization: ea._id,
      outcome: 'imported',
      receivedOn: receivedOn as CalendarDate,
      lines: [{ no: 1, stated: stated as never, base }]
    },
    { at, issuer: ea.body.issuer as CountryCode, partner: ea.body.importingCountry, dossier: ea.body.dossier }
  );
}

/** Switzerland says that its record is of this dossier's import authorization, or of `exportAuthorization`. */
export function aPaperDecision(
  { _id, body }: ActOf<'paper-record'>,
  dossier: DossierKey,
  { at = '2026-11-11T08:00:00.000Z', over = {} }: { readonly at?: string; readonly over?: object } = {}
): ActOf<'match-decision'> {
  const { schema, issuer, to, seq, by } = body;
  const head = { schema, kind: 'match-decision', issuer, to, seq, at, by };
  return anAct({ ...head, dossier, paperRecord: _id, decision: 'link', ...over } as never);
}

/** The holder records the same paper again, with other particulars, in place of `of`. */
export function aCorrectedPaper(
  { _id, body }: ActOf<'paper-record'>,
  over: object,
  {
    at = '2026-10-08T08:00:00.000Z',
    dossier = body.dossier,
    ...more
  }: Partial<Recorded> & { readonly corrects?: object } = {}
): ActOf<'paper-record'> {
  const corrects = { of: _id, reason: 'Mistyped.', ...more.corrects };
  return anAct({ ...body, at, dossier, paper: { ...body.paper, ...over }, corrects } as never);
}
