import type { Act } from '#lib/domain/act/body.ts';
import type { Scan } from '#lib/domain/file/scan.ts';

/** The scans that an act names: of a partner's paper, or of a special import licence. */
export function scansOf(body: Act['body']): readonly Scan[] {
  if (body.kind === 'paper-record') return listed(body.scan);
  if (body.kind === 'special-import-licence') return listed(body.copy);
  if (body.kind !== 'export-authorization') return [];
  return (body.specialLicences ?? []).flatMap(({ copy }) => listed(copy));
}

function listed(scan: Scan | undefined): readonly Scan[] {
  return scan ? [scan] : [];
}
