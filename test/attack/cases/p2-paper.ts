/** P2: records of a partner's paper. They stand in for what the partner did not issue here, and for nothing else. */
import type { AttackCase } from '../attack.ts';
import { refused } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import type { Json } from '../sign.ts';
import { anExport, bodyOf, issuedImport, signAbroad, today } from '../trade.ts';
import { aLine } from '../../samples/acts.ts';

const other = (role: Role): Role => (role === 'foreign' ? 'officer' : 'foreign');

/** By `role`, who holds it, of the other country's import authorization on paper; not signed yet. */
async function aRecord(by: Intruder, dossier: unknown, role: Role, grams = 500): Promise<Json> {
  const partner = await by.authorityOf(other(role));
  const [, , date, number] = String(dossier).split('.');
  return {
    ...(await by.head('paper-record', [partner], {}, role)),
    dossier,
    paper: {
      instrument: 'import-authorization',
      ...{ number, issuedOn: String(date).replace(/(....)(..)(..)/, '$1-$2-$3'), consignments: 0 },
      authority: { name: 'Office', address: '1 Street' },
      importer: { name: 'Importer', address: '2 Street' },
      exporter: { name: 'Exporter', address: '3 Street' },
      ...{ validFrom: today(), validUntil: today(), edition: '2026-1' },
      lines: [aLine({ stated: `${grams}000000` })]
    },
    comparedBy: 'A. Person',
    comparedOn: today()
  };
}

async function dossierOf(by: Intruder, number: string): Promise<string> {
  const [importing, exporting] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
  return `${importing}.${exporting}.${today().replace(/-/g, '')}.${number}`;
}

/** As the partner would export upon a record that it names. */
async function anExportUpon(by: Intruder, record: Json, grams: number): Promise<Json> {
  const { paper, dossier } = bodyOf(record);
  const cited = { ...(paper as Json), issuer: await by.authorityOf('officer'), dossier };
  const lines = [aLine({ stated: `${grams}000000`, importLine: 1 })];
  return anExport(by, { _id: record['_id'], body: cited } as Json, { lines });
}

export const P2_PAPER: AttackCase[] = [
  refused(
    'P2',
    'a record of an import authorization of the own country is refused',
    'act.issuer.wrong',
    async (by) => {
      const record = await aRecord(by, await dossierOf(by, 'P1'), 'officer');
      return by.sign(record);
    }
  ),
  refused(
    'P2',
    'a record under another number than its paper bears is refused',
    'act.dossier.differs',
    async (by) =>
      signAbroad(by, {
        ...(await aRecord(by, await dossierOf(by, 'P2'), 'foreign')),
        dossier: await dossierOf(by, 'P3')
      }),
    'foreign'
  ),
  refused(
    'P2',
    'a record to a third country is refused',
    'act.audience.wrong',
    async (by) => {
      const abroad = await by.authorityOf('foreign');
      const record = await aRecord(by, await dossierOf(by, 'P4'), 'foreign');
      return signAbroad(by, { ...record, to: ['DE'], seq: { [abroad]: 1, DE: 1 } });
    },
    'foreign'
  ),
  refused(
    'P2',
    'a record signed by the country that issued the paper is refused',
    'act.issuer.wrong',
    async (by) => {
      const home = await by.authorityOf('officer');
      const record = await aRecord(by, await dossierOf(by, 'P5'), 'officer');
      return by.sign({ ...record, issuer: home });
    }
  ),
  refused(
    'P2',
    'a paper recorded twice allows no more than the lower record',
    ['export.line.exceedsImport', 'export.import.used'],
    async (by) => {
      // A paper of its own each time: the same record twice is refused for that alone.
      const dossier = await dossierOf(by, `P7A${Date.now()}`);
      await by.state(await signAbroad(by, await aRecord(by, dossier, 'foreign', 10)), 'foreign');
      const higher = await by.state(
        await signAbroad(by, await aRecord(by, dossier, 'foreign', 20)),
        'foreign'
      );
      return signAbroad(by, await anExportUpon(by, higher, 20));
    },
    'foreign'
  ),
  refused(
    'P2',
    'a forged record of a larger paper does not widen what the partner issued itself',
    ['export.line.exceedsImport', 'export.import.used', 'export.consignments.exceeded'],
    async (by) => {
      const genuine = await issuedImport(by, { consignments: 0 });
      const forged = await aRecord(by, bodyOf(genuine)['dossier'], 'foreign', 900);
      const { number, issuedOn } = bodyOf(genuine);
      Object.assign(forged['paper'] as Json, { number, issuedOn });
      const record = await by.state(await signAbroad(by, forged), 'foreign');
      return signAbroad(by, await anExportUpon(by, record, 900));
    },
    'foreign'
  )
];
