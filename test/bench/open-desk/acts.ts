/** 10,000 acts of one country's trade, really signed: dossiers of four acts with receipts between them. */
import type { SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, Body } from '#lib/domain/act/body.ts';
import { formatNumber, type AuthorizationKind } from '#lib/domain/act/number.ts';
import {
  AU,
  CH,
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
    const numberOf = (country: typeof AU, kind: AuthorizationKind): string =>
      formatNumber({ country, kind, year: 2026, serial });
    const ordered = { number: numberOf(AU, 'import-authorization'), consignments: 0 };
    const opening = await sign(anImportAuthorization({ at, over: ordered }), keys);
    // One number for all would make every dossier a neighbour of every other.
    const over = { number: numberOf(CH, 'export-authorization') };
    const exported = await sign(anExportAuthorization(opening, { at: at.replace('T08', 'T09'), over }), keys);
    const shipped = await sign(aShipment(exported, { at: at.replace('T08', 'T10') }), keys);
    const endorsed = await sign(anEndorsement(exported, { at: at.replace('T08', 'T11') }), keys);
    acts.push(opening, exported, shipped, endorsed);
  }
  return acts.slice(0, count);
}
