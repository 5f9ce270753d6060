/** Documents of a country's files: scans and their pieces (`file/scan.ts`). A piece never changes until it is deleted. */
import { judgeFileDocument } from '../file/scan.ts';
import { accept, refuse, type Result } from '../result.ts';
import { isPlainObject } from '../shape/shape.ts';
import { checkOwnDocument } from './document-structure.ts';

export function checkFileDocument(document: unknown, previous: unknown): Result<true> {
  if (!isPlainObject(document)) return refuse({ code: 'document.malformed' });
  const own = checkOwnDocument(document);
  if (!own.ok || document['_deleted'] === true) return own;
  const judged = judgeFileDocument(document);
  if (judged === null) return refuse({ code: 'document.unknown', path: '_id' });
  if (!judged.ok) return judged;
  const isPiece = String(document['_id']).slice(0, 6) === 'piece:';
  return isPiece && isPlainObject(previous) && previous['_deleted'] !== true
    ? refuse({ code: 'scan.content', path: '_id' })
    : accept(true);
}
