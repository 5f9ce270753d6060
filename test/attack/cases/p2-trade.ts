/** P2: numbers, and what may be done in a trade: every step after the one it needs, once, by the right side, within the quantity. */
import type { AttackCase } from '../attack.ts';
import { refused } from '../expect-refused.ts';
import type { Intruder } from '../intruder.ts';
import { makeKey, type Json } from '../sign.ts';
import {
  aNumber,
  anEndorsement,
  anExport,
  aPaperExport,
  anImport,
  aShipment,
  bodyOf,
  issuedExport,
  issuedImport,
  signAbroad
} from '../trade.ts';
import { aCodeineLine, aLine } from '../../samples/acts.ts';

/** Of nobody's block: the last number of the year. */
const LAST = 999_999;

const numbers: AttackCase[] = [
  refused('P2', 'a number that nobody has reserved is refused', 'door.number.notReserved', async (by) => {
    const number = aNumber('import-authorization', await by.authorityOf('officer'), LAST);
    return by.sign(await anImport(by, { number }));
  }),
  refused('P2', "a number of another device's block is refused", 'door.number.notReserved', async (by) => {
    const { number } = bodyOf(await by.ownAct('import-authorization'));
    return by.sign(await anImport(by, { number }));
  }),
  refused('P2', 'a number that another authorization bears is refused', 'door.number.used', async (by) => {
    const { number } = bodyOf(await by.state(await by.sign(await anImport(by))));
    return by.sign(await anImport(by, { number, remarks: 'Another one.' }));
  }),
  refused('P2', 'a number that another partner was told is refused', 'door.number.used', async (by) => {
    const { number } = bodyOf(await by.state(await by.sign(await anImport(by))));
    const home = await by.authorityOf('officer');
    const over = { to: ['DE'], seq: { [home]: 1, DE: 1 }, exportingCountry: 'DE' };
    return by.sign(await anImport(by, { number, ...over }));
  }),
  refused('P2', 'an exporter in a third country is refused', 'exporter.country.differs', async (by) =>
    by.sign(await anImport(by, { exporter: { name: 'Exporter', address: '3 Street', country: 'BE' } }))
  ),
  refused('P2', "another country's number is refused", 'door.number.foreign', async (by) => {
    const number = aNumber('import-authorization', await by.authorityOf('foreign'), 1);
    return by.sign(await anImport(by, { number }));
  }),
  refused('P2', 'a number of another kind is refused', 'door.number.foreign', async (by) => {
    const number = aNumber('export-authorization', await by.authorityOf('officer'), 1);
    return by.sign(await anImport(by, { number }));
  }),
  refused(
    'P2',
    'a number whose check characters are wrong is refused',
    'authorization.number.checkDigits',
    async (by) => {
      const number = aNumber('import-authorization', await by.authorityOf('officer'), LAST);
      return by.sign(await anImport(by, { number: number.replace(/\d\d$/, '00') }));
    }
  )
];

const misread = (number: string): string =>
  number.replace(/\d\d$/, (check) => (check === '00' ? '01' : '00'));

const cited: AttackCase[] = [
  ['under a number of this system that was misread', misread],
  ['under such a number in small letters', (number: string) => misread(number).toLowerCase()],
  [
    'under such a number with dashes of another program',
    (number: string) => misread(number).replace(/-/g, '–')
  ]
].map(([how, spell]) =>
  refused(
    'P2',
    `an export ${String(how)} is refused`,
    'authorization.number.checkDigits',
    async (by) => {
      const right = aNumber('import-authorization', await by.authorityOf('officer'), LAST);
      return signAbroad(by, await aPaperExport(by, (spell as typeof misread)(right)));
    },
    'foreign'
  )
);

const exports: AttackCase[] = [
  refused(
    'P2',
    'a second export under an authorization for one consignment is refused',
    ['export.consignments.exceeded', 'export.import.used'],
    async (by) => {
      const authorized = await issuedImport(by);
      await issuedExport(by, authorized, { lines: [ofGrams(100)] });
      return signAbroad(by, await anExport(by, authorized, { lines: [ofGrams(100)] }));
    },
    'foreign'
  ),
  refused(
    'P2',
    'a further export under an authorization that is used up is refused',
    ['export.line.exceedsImport', 'export.import.used'],
    async (by) => {
      const authorized = await issuedImport(by, { consignments: 3 });
      await issuedExport(by, authorized);
      return signAbroad(by, await anExport(by, authorized, { lines: [ofGrams(1)] }));
    },
    'foreign'
  ),
  refused(
    'P2',
    'an export of more than was authorized is refused',
    'export.line.exceedsImport',
    async (by) => signAbroad(by, await anExport(by, await issuedImport(by), { lines: [ofGrams(501)] })),
    'foreign'
  ),
  refused(
    'P2',
    'an export of another substance than was authorized is refused',
    'export.line.notInImport',
    async (by) => signAbroad(by, await anExport(by, await issuedImport(by), { lines: [codeine()] })),
    'foreign'
  ),
  refused(
    'P2',
    'an export dated before the one that used the authorization up does not take its place',
    'export.import.used',
    async (by) => {
      const authorized = await issuedImport(by);
      const early = await anExport(by, authorized);
      const at = new Date(Date.parse(String(early['at'])) + 1000).toISOString();
      await issuedExport(by, authorized, { at });
      return signAbroad(by, early);
    },
    'foreign'
  ),
  refused(
    'P2',
    'an export under a cancelled authorization is refused',
    'export.importCancelled',
    async (by) => {
      const authorized = await issuedImport(by);
      const cancelled = await by.state(await by.sign(await aCancellation(by, authorized)));
      await by.carried(cancelled, 'foreign');
      return signAbroad(by, await anExport(by, authorized));
    },
    'foreign'
  )
];

function ofGrams(grams: number): Json {
  return { ...aLine({ stated: `${grams}000000`, importLine: 1 }) };
}

function codeine(): Json {
  return { ...aCodeineLine({ no: 1, stated: '1000000', importLine: 1 }) };
}

const shipments: AttackCase[] = [
  refused(
    'P2',
    'a shipment without an export authorization is refused',
    'dossier.reference.missing',
    async (by) => {
      const authorized = await issuedImport(by);
      return signAbroad(by, await aShipment(by, await unstated(by, authorized)));
    },
    'foreign'
  ),
  refused(
    'P2',
    'a shipment of more than was authorized is refused',
    'shipment.line.exceedsAuthorization',
    async (by) => {
      const issued = await issuedExport(by, await issuedImport(by));
      return signAbroad(by, await aShipment(by, issued, '500000001'));
    },
    'foreign'
  ),
  refused(
    'P2',
    'a second shipment under one export authorization is refused',
    ['shipment.twice', 'dossier.act.rival'],
    async (by) => {
      const issued = await issuedExport(by, await issuedImport(by));
      await by.state(await signAbroad(by, await aShipment(by, issued)), 'foreign');
      return signAbroad(by, await aShipment(by, issued));
    },
    'foreign'
  ),
  refused(
    'P2',
    'a shipment is not stated by the importing country',
    'dossier.issuer.wrongSide',
    async (by) => {
      const issued = await issuedExport(by, await issuedImport(by));
      const abroad = await by.authorityOf('foreign');
      return by.sign({ ...(await aShipment(by, issued)), ...(await by.head('shipment', [abroad])) });
    }
  )
];

/** Beside the rule, the colleague’s document is named. */
const ENDORSED_TWICE = ['endorsement.twice', 'dossier.act.rival'] as const;

const endorsements: AttackCase[] = [
  refused(
    'P2',
    'an endorsement without an export authorization is refused',
    'dossier.reference.missing',
    async (by) => {
      const { dossier, exportAuthorization } = await aShipment(
        by,
        await unstated(by, await issuedImport(by))
      );
      return by.sign(await anEndorsement(by, { dossier, exportAuthorization }));
    }
  ),
  refused('P2', 'a second endorsement of one export is refused', ENDORSED_TWICE, async (by) => {
    const of = await anEndorsed(by);
    await by.state(await by.sign(await anEndorsement(by, of)));
    return by.sign(await anEndorsement(by, of));
  }),
  refused(
    'P2',
    'an endorsement by the exporting country is refused',
    'dossier.issuer.wrongSide',
    async (by) => signAbroad(by, await anEndorsement(by, await anEndorsed(by), 'foreign')),
    'foreign'
  ),
  refused(
    'P2',
    'an endorsement of nothing as an import is refused',
    'endorsement.imported.nothing',
    async (by) => {
      const lines = [{ no: 1, stated: '0', base: '0' }];
      return by.sign({ ...(await anEndorsement(by, await anEndorsed(by))), lines });
    }
  ),
  refused(
    'P2',
    'an endorsement with a base that is not its own is refused',
    'line.base.differs',
    async (by) => {
      const lines = [{ no: 1, stated: '480000000', base: '1' }];
      return by.sign({ ...(await anEndorsement(by, await anEndorsed(by))), lines });
    }
  )
];

/** An export that was authorized: what an endorsement is of. */
async function anEndorsed(by: Intruder): Promise<Json> {
  const issued = await issuedExport(by, await issuedImport(by));
  return { dossier: bodyOf(issued)['dossier'], exportAuthorization: issued['_id'] };
}

/** Signed, well formed, and nowhere. */
async function unstated(by: Intruder, authorized: Json): Promise<Json> {
  return by.sign(await anExport(by, authorized), await makeKey());
}

const rest: AttackCase[] = [
  refused('P2', 'a cancellation after the shipment is refused', 'cancellation.afterShipment', async (by) => {
    const authorized = await issuedImport(by);
    const shipment = await aShipment(by, await issuedExport(by, authorized));
    const shipped = await by.state(await signAbroad(by, shipment), 'foreign');
    await by.carried(shipped, 'officer');
    return by.sign(await aCancellation(by, authorized));
  }),
  refused(
    'P2',
    'an authorization is not cancelled by the partner',
    'cancellation.notIssuer',
    async (by) => {
      const cancellation = await aCancellation(by, await issuedImport(by));
      const head = await by.head('cancellation', [await by.authorityOf('officer')], {}, 'foreign');
      return signAbroad(by, { ...cancellation, ...head });
    },
    'foreign'
  ),
  refused(
    'P2',
    'an authorization takes the place of none that stands',
    'replacement.notCancelled',
    async (by) => {
      const { _id } = await by.state(await by.sign(await anImport(by)));
      return by.sign(await anImport(by, { replaces: _id }));
    }
  ),
  refused('P2', 'a reply to what is not there is refused', 'dossier.reference.missing', async (by) => {
    const { dossier } = bodyOf(await issuedImport(by));
    const of = `act:20261124:AU:import-authorization:${'A'.repeat(43)}`;
    const head = await by.head('reply', [await by.authorityOf('foreign')]);
    return by.sign({ ...head, dossier, on: of, answer: 'received' });
  }),
  refused('P2', 'goods for a post-office box are refused', 'importer.postBox', async (by) =>
    by.sign(await anImport(by, { importer: { name: 'Importer of an intruder', address: 'P.O. Box 12' } }))
  )
];

async function aCancellation(by: Intruder, { _id, body }: Json): Promise<Json> {
  const { dossier, to } = body as { dossier: string; to: string[] };
  return { ...(await by.head('cancellation', to)), dossier, of: _id, reason: 'The order was withdrawn.' };
}

export const P2_TRADE: readonly AttackCase[] = [
  ...numbers,
  ...cited,
  ...exports,
  ...shipments,
  ...endorsements,
  ...rest
];
