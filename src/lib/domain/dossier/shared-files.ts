/** Files of a dossier that its two authorities let each other read. For screens, the door and the server that gives them out. */
import type { DossierAct } from '../act/body.ts';
import type { BodyOf } from '../act/kinds.ts';
import type { AttachedFile } from '../file/attachment.ts';
import type { ActId } from '../ids.ts';
import { MAX_SHARED_FILES } from '../own-choices.ts';
import type { Problem } from '../result.ts';

type SharedBody = BodyOf<'shared-file'>;

export interface SharedFile extends Pick<SharedBody, 'issuer' | 'at' | 'by'> {
  readonly act: ActId;
  readonly file: AttachedFile;
  readonly withdrawn: Pick<SharedBody, 'at' | 'by'> | null;
}

/** `acts`: those that count, of one dossier. */
export function sharedFiles(acts: readonly DossierAct[]): readonly SharedFile[] {
  const stated = acts.flatMap(({ _id, body }) => (body.kind === 'shared-file' ? [{ _id, body }] : []));
  return stated.flatMap(({ _id, body: { issuer, at, by, file } }) => {
    const end = stated.find(({ body }) => body.withdraws === _id && body.issuer === issuer);
    return file ? [{ act: _id, issuer, at, by, file, withdrawn: end?.body ?? null }] : [];
  });
}

/** For the form and the door. `acts` are without the new one. */
export function judgeSharedFile(
  acts: readonly DossierAct[],
  { issuer, file, withdraws }: Pick<SharedBody, 'issuer'> & Partial<Pick<SharedBody, 'file' | 'withdraws'>>
): Problem[] {
  const open = sharedFiles(acts).filter((one) => one.issuer === issuer && !one.withdrawn);
  if (withdraws) return open.some(({ act }) => act === withdraws) ? [] : [{ code: 'sharedFile.notShared' }];
  if (open.some((one) => one.file.content.sha256 === file?.content.sha256))
    return [{ code: 'sharedFile.twice' }];
  if (open.length < MAX_SHARED_FILES) return [];
  return [{ code: 'sharedFile.tooMany', values: { most: MAX_SHARED_FILES } }];
}
