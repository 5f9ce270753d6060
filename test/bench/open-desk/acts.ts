/** 10,000 acts of one country's trade, really signed: dossiers of four acts with receipts between them. */
import type { SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, Body } from '#lib/domain/act/body.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import {
  AU,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';

interface Keys {
  readonly own: SigningKey;
  readonly partner: SigningKey;
}

async function sign<B extends Body>(act: Act<B>, keys: Keys): Promise<Act<B>> {
  return signBody(act.body, act.body.issuer === AU ? keys.own : keys.partner);
}

export async function manyActs(count: number, keys: Keys): Promise<Act[]> {
  const acts: Act[] = [];
  for (let serial = 1; acts.length < count; serial++) {
    const day = String(1 + (serial % 28)).padStart(2, '0');
    const month = String(1 + (serial % 11)).padStart(2, '0');
    const at = `2026-${month}-${day}T08:00:00.000Z`;
    const number = formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial });
    const opening = await sign(anImportAuthorization({ at, over: { number, consignments: 0 } }), keys);
    const exported = await sign(anExportAuthorization(opening, { at: at.replace('T08', 'T09') }), keys);
    const shipped = await sign(aShipment(exported, { at: at.replace('T08', 'T10') }), keys);
    const endorsed = await sign(anEndorsement(exported, { at: at.replace('T08', 'T11') }), keys);
    acts.push(opening, exported, shipped, endorsed);
  }
  return acts.slice(0, count);
}
