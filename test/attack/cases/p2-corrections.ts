/** Corrections and suspensions: of the author and the suspender only, and only of the newest link. */
import { refused } from '../expect-refused.ts';
import type { AttackCase } from '../attack.ts';
import type { Intruder } from '../intruder.ts';
import type { Json } from '../sign.ts';
import { actualLine, aShipment, bodyOf, issuedExport, issuedImport, signAbroad } from '../trade.ts';

interface Shipped {
  readonly issued: Json;
  readonly shipment: Json;
}

/** Shipped by the partner and brought home. */
async function aShipped(by: Intruder): Promise<Shipped> {
  const issued = await issuedExport(by, await issuedImport(by));
  const shipment = await by.state(await signAbroad(by, await aShipment(by, issued)), 'foreign');
  await by.carried(shipment, 'officer');
  return { issued, shipment };
}

async function aCorrection(
  by: Intruder,
  { issued, shipment }: Shipped,
  role: 'officer' | 'foreign',
  over: Json = {}
): Promise<Json> {
  const partner = await by.authorityOf(role === 'officer' ? 'foreign' : 'officer');
  const { dossier, shippedOn } = bodyOf(shipment);
  const lines = [actualLine('470000000')];
  return {
    ...(await by.head('correction', [partner], {}, role)),
    ...{ dossier, of: shipment['_id'], exportAuthorization: issued['_id'] },
    ...{ reason: 'One box was counted twice.', shipment: { shippedOn, lines } },
    ...over
  };
}

async function aSuspension(
  by: Intruder,
  of: Json,
  role: 'officer' | 'foreign',
  state: string
): Promise<Json> {
  const partner = await by.authorityOf(role === 'officer' ? 'foreign' : 'officer');
  const head = await by.head('suspension', [partner], {}, role);
  return { ...head, dossier: bodyOf(of)['dossier'], of: of['_id'], state, reason: 'Under review.' };
}

export const P2_CORRECTIONS: readonly AttackCase[] = [
  refused('P2', 'the partner does not correct a shipment', 'correction.notAuthor', async (by) =>
    by.sign(await aCorrection(by, await aShipped(by), 'officer'))
  ),
  refused(
    'P2',
    'a correction of an older link is refused',
    'correction.notNewest',
    async (by) => {
      const shipped = await aShipped(by);
      await by.state(await signAbroad(by, await aCorrection(by, shipped, 'foreign')), 'foreign');
      const { shippedOn } = bodyOf(shipped.shipment);
      const other = { shipment: { shippedOn, lines: [actualLine('460000000')] } };
      return signAbroad(by, await aCorrection(by, shipped, 'foreign', other));
    },
    'foreign'
  ),
  refused(
    'P2',
    'a shipment of another dossier is not corrected in this one',
    'dossier.reference.missing',
    async (by) => {
      const [here, there] = [await aShipped(by), await aShipped(by)];
      const { dossier } = bodyOf(here.issued);
      const over = { dossier, of: there.shipment['_id'] };
      return signAbroad(by, await aCorrection(by, here, 'foreign', over));
    },
    'foreign'
  ),
  refused(
    'P2',
    'a corrected shipment of more than was authorized is refused',
    'shipment.line.exceedsAuthorization',
    async (by) => {
      const shipped = await aShipped(by);
      const { shippedOn } = bodyOf(shipped.shipment);
      const over = { shipment: { shippedOn, lines: [actualLine('500000001')] } };
      return signAbroad(by, await aCorrection(by, shipped, 'foreign', over));
    },
    'foreign'
  ),
  refused(
    'P2',
    'the partner does not release a suspension',
    'suspension.none',
    async (by) => {
      const issued = await issuedExport(by, await issuedImport(by));
      const stop = await by.state(await by.sign(await aSuspension(by, issued, 'officer', 'suspended')));
      await by.carried(stop, 'foreign');
      return signAbroad(by, await aSuspension(by, issued, 'foreign', 'released'));
    },
    'foreign'
  ),
  refused(
    'P2',
    'a shipment under a suspended authorization is refused',
    'shipment.suspended',
    async (by) => {
      const issued = await issuedExport(by, await issuedImport(by));
      const stop = await by.state(await by.sign(await aSuspension(by, issued, 'officer', 'suspended')));
      await by.carried(stop, 'foreign');
      return signAbroad(by, await aShipment(by, issued));
    },
    'foreign'
  )
];
