/** A few trades of Australia and Switzerland, each with one thing that an officer would look at. */
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import {
  aCodeineLine,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment
} from '../samples/acts.ts';

export const aNumber = (n: number): string => `AU-I-2026-${String(n).padStart(6, '0')}-98`;
export const grams = (amount: number): string => String(amount * 1_000_000);

export function anImport(n: number, over: Record<string, unknown> = {}): ActOf<'import-authorization'> {
  return anImportAuthorization({ over: { number: aNumber(n), lines: [aLine()], ...over } });
}

export function anExport(
  ia: ActOf<'import-authorization'>,
  n: number,
  over: Record<string, unknown> = {}
): ActOf<'export-authorization'> {
  return anExportAuthorization(ia, { over: { number: `CH-E-${n}`, ...over } });
}

/** An export authorization of 500 g of morphine that cites what nobody knows, and the one that was meant. */
export function aMistyped(): {
  readonly meant: ActOf<'import-authorization'>;
  readonly stray: ActOf<'export-authorization'>;
} {
  return { meant: anImport(101), stray: anExport(anImport(110), 1) };
}

/** 500 g left and 495 g arrived. */
export function aLoss(): DossierAct[] {
  const ia = anImport(2);
  const ea = anExport(ia, 2);
  return [
    ia,
    aReply(ia),
    ea,
    aShipment(ea, { stated: [grams(500)] }),
    anEndorsement(ea, { stated: [grams(495)] })
  ];
}

/** 200 g of codeine left, and what arrived was never stated. */
export function anOverdue(): DossierAct[] {
  const ia = anImport(3, { lines: [aCodeineLine({ no: 1 })] });
  const ea = anExport(ia, 3);
  return [ia, aReply(ia), ea, aShipment(ea, { stated: [grams(200)] })];
}

/** Shipped and endorsed to the microgram. */
export function anExactTrade(n = 4): DossierAct[] {
  const ia = anImport(n);
  const ea = anExport(ia, n);
  return [
    ia,
    aReply(ia),
    ea,
    aShipment(ea, { stated: [grams(480)] }),
    anEndorsement(ea, { stated: [grams(480)] })
  ];
}
