import { checkReferenceDocument } from '#lib/domain/exchange/document-structure.ts';
import type { DocumentCheck } from '../../contract.ts';

const validate: DocumentCheck = checkReferenceDocument;
export default validate;
