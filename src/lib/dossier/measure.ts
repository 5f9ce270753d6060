/**
 * Entered quantities if all export authorizations use the import authorization's form; otherwise only the base
 * compares.
 */
import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { Measure } from './quantity-figures.ts';

export function measureOf(dossier: Dossier, actOf: (id: ActId) => Act | null): (no: number) => Measure {
  const otherForm = new Set<number>();
  for (const strand of dossier.exports) {
    const body = actOf(strand.act)?.body;
    if (body?.kind !== 'export-authorization') continue;
    for (const line of body.lines) {
      const target = dossier.lines.find((one) => one.no === (line.importLine ?? line.no));
      if (target && target.form !== line.form) otherForm.add(target.no);
    }
  }
  return (no) => (otherForm.has(no) ? 'base' : 'stated');
}
