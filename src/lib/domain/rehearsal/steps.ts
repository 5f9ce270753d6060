/** Steps that several scenarios share: each is reached once the partner holds what was stated. */
import { strandsOf, dossiersOf, type Seen, type Step } from './scenario.ts';

/** The import authorization is issued, and the exporting side holds it. */
export const ASKED: Step = {
  name: 'asked',
  side: 'importing',
  isReached: (seen) => dossiersOf(seen, 'exporting').some((one) => one.importAuthorization !== null)
};

export const GRANTED: Step = {
  name: 'granted',
  side: 'exporting',
  isReached: (seen) => dossiersOf(seen, 'importing').some(isGranted)
};

export const SHIPPED: Step = {
  name: 'shipped',
  side: 'exporting',
  isReached: (seen) => strandsOf(seen, 'importing').some(({ shipment }) => shipment !== null)
};

export const ENDORSED: Step = {
  name: 'endorsed',
  side: 'importing',
  isReached: (seen) => endorsedStrands(seen).length > 0
};

function isGranted(dossier: ReturnType<typeof dossiersOf>[number]): boolean {
  return dossier.importAuthorization !== null && dossier.exports.length > 0;
}

/** As the exporting side holds them. What nobody has stated as shipped is not endorsed as it should be. */
export function endorsedStrands(seen: Seen): ReturnType<typeof strandsOf> {
  return strandsOf(seen, 'exporting').filter(isShippedAndEndorsed);
}

export function isShippedAndEndorsed({ status, shipment }: ReturnType<typeof strandsOf>[number]): boolean {
  return status === 'endorsed' && shipment !== null;
}
