/** Reads the whole archive and verifies all of it: each hash, each signature, each certificate up to a root. */
import { openArchive, type Archive } from '#lib/crypto/archive.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import { isDossierAct, routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { formsIn, OWN_DOCUMENTS } from '#lib/domain/exchange/archive-manifest.ts';
import type { Verdict } from '#lib/domain/registration/judge-signer.ts';
import { accept, type Result } from '#lib/domain/result.ts';

export interface VerifiedArchive {
  readonly archive: Archive;
  readonly manifest: Awaited<ReturnType<Archive['judgeManifest']>>;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Newest first; the search text of each in lower case. */
  readonly groups: readonly Group[];
  readonly own: readonly Record<string, unknown>[];
  readonly forms: ReturnType<typeof formsIn>;
}

export interface Group {
  readonly key: string;
  readonly isDossier: boolean;
  readonly acts: readonly CarriedAct[];
  readonly text: string;
}

/** Enough to be fast, few enough that the page answers in between. */
const AT_ONCE = 256;

export async function readArchive(
  file: Blob,
  told: (done: number, total: number) => void
): Promise<Result<VerifiedArchive>> {
  const read = async (from: number, to: number): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await file.slice(from, to).arrayBuffer());
  const opened = await openArchive({ size: file.size, read });
  if (!opened.ok) return opened;
  const archive = opened.value;
  const { entries, acts: count } = archive.manifest;
  const judged = archive.judgeEntries();
  if (!judged.ok) return judged;
  const total = entries.length + count;
  for (const [done, { path }] of entries.entries()) {
    const bytes = await archive.read(path);
    if (!bytes.ok) return bytes;
    told(done, total);
  }
  const keyring = await archive.keyring();
  if (!keyring.ok) return keyring;
  const acts: CarriedAct[] = [];
  for (const path of archive.actsPaths) {
    const lines = await archive.lines(path);
    if (!lines.ok) return lines;
    acts.push(...(lines.value as readonly object[] as readonly CarriedAct[]));
  }
  const verdicts = new Map<string, Verdict>();
  for (let at = 0; at < acts.length; at += AT_ONCE) {
    const portion = acts.slice(at, at + AT_ONCE);
    const found = await verifyActs(portion, keyring.value);
    for (const [index, act] of portion.entries()) verdicts.set(act._id, found[index]?.verdict ?? 'bad');
    told(entries.length + at, total);
    await new Promise((go) => setTimeout(go));
  }
  const own = await archive.lines(OWN_DOCUMENTS);
  if (!own.ok) return own;
  const manifest = await archive.judgeManifest(keyring.value);
  return accept({
    archive,
    manifest,
    verdicts,
    groups: groupsOf(acts, verdicts),
    own: own.value,
    forms: formsIn(archive.manifest)
  });
}

/** A document that is altered is shown alone, as it is: the rules of dossiers read only whole ones. */
function groupsOf(acts: readonly CarriedAct[], verdicts: ReadonlyMap<string, Verdict>): readonly Group[] {
  const isWhole = (act: CarriedAct): boolean => verdicts.get(act._id) !== 'bad';
  const dossiers = routeActs(acts.filter(isWhole).filter(isDossierAct));
  const routed = new Set([...dossiers.values()].flat().map(({ _id }) => _id as string));
  const groups = [
    ...[...dossiers].map(([key, of]) => groupOf(key, true, of)),
    ...acts.filter(({ _id }) => !routed.has(_id)).map((act) => groupOf(act._id, false, [act]))
  ];
  const last = ({ acts: of }: Group): string => String(of.at(-1)?.body.at ?? '');
  return groups.sort((a, b) => (last(a) < last(b) ? 1 : -1));
}

function groupOf(key: string, isDossier: boolean, acts: readonly CarriedAct[]): Group {
  const inOrder = [...acts].sort((a, b) => (a.body.at < b.body.at ? -1 : 1));
  return {
    key,
    isDossier,
    acts: inOrder,
    text: JSON.stringify(inOrder.map(({ body }) => body)).toLowerCase()
  };
}
