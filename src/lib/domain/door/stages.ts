/** Order in which a pushed batch is judged and stored. */
import type { Act } from '../act/body.ts';
import { isKeyKind } from '../act/kinds.ts';
import { isBlockId } from './block-shelf.ts';

/** The door has checked that these documents have an id. */
function idOf(document: object): string {
  return (document as { readonly _id: string })._id;
}

export function isActDocument(document: object): document is Act {
  return idOf(document).slice(0, 4) === 'act:';
}

export function isBlockDocument(document: object): boolean {
  return isBlockId(idOf(document));
}

/** Each stage is stored before the next: certificates judge blocks, and blocks judge acts. */
export function stagesOf(documents: readonly object[]): readonly (readonly object[])[] {
  if (!documents.some(isBlockDocument)) return [documents];
  const isOfKeys = (one: object): boolean => isActDocument(one) && isKeyKind(one.body.kind);
  return [
    documents.filter(isOfKeys),
    documents.filter(isBlockDocument),
    documents.filter((one) => !isOfKeys(one) && !isBlockDocument(one))
  ];
}
