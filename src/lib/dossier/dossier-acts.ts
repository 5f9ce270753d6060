import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { Scan } from '#lib/domain/file/scan.ts';
import type { DossierKey, ActId, KeyId } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';
import type { RefusedWrite, Verdict } from '#lib/store/api.ts';

export interface DossierEntry {
  readonly act: Act;
  readonly verdict: Verdict;
  readonly counts: boolean;
  readonly problems: readonly Problem[];
}

interface EntrySources {
  readonly acts: readonly Act[];
  readonly dossier: Dossier | null;
  readonly refused: readonly RefusedWrite[];
  readonly verdictOf: (act: Act) => Verdict;
}

const WAITS: Problem = { code: 'dossier.reference.missing' };

interface Around {
  act(id: ActId): Act | null;
  actsNaming(dossier: DossierKey): readonly Act[];
}

/** The acts of the dossier, then others that name it. */
export function actsAround(key: DossierKey, dossier: Dossier | null, known: Around): readonly Act[] {
  const placed = [...(dossier?.timeline ?? []), ...(dossier?.setAside ?? []).map(({ act }) => act)];
  return [...new Set([...placed.flatMap((id) => known.act(id) ?? []), ...known.actsNaming(key)])];
}

export function listEntries(key: DossierKey, sources: EntrySources): readonly DossierEntry[] {
  const { acts, dossier, refused, verdictOf } = sources;
  const timeline = new Map((dossier?.timeline ?? []).map((id, index) => [id, index]));
  const setAside = new Map((dossier?.setAside ?? []).map(({ act, problem }) => [act, problem]));
  const refusedById = new Map(refused.map((one) => [one.id, one.problems]));
  const own = acts.filter(
    (act) => timeline.has(act._id) || setAside.has(act._id) || (isDossierAct(act) && act.body.dossier === key)
  );
  const placeOf = (act: Act): string => {
    const index = timeline.get(act._id);
    return index === undefined ? `b${act.body.at}` : `a${String(index).padStart(6, '0')}`;
  };
  return [...own]
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    .map((act) => {
      const [aside, refusals] = [setAside.get(act._id), refusedById.get(act._id) ?? []];
      const [verdict, counts] = [verdictOf(act), timeline.has(act._id)];
      const problems = [...(aside ? [aside] : []), ...refusals];
      // A good act that is not refused but does not count yet: the fold waits for the act that it refers to.
      const waits = !counts && problems.length === 0 && verdict === 'good' && dossier !== null;
      return { act, verdict, counts, problems: waits ? [WAITS] : problems };
    });
}

export function dossierFingerprint(dossier: Dossier): string {
  return fingerprintOf(sha256Base64url(canonicalJson(dossier)) as KeyId);
}

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
