import { checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import type { DocumentCheck } from '../../contract.ts';

const validate: DocumentCheck = checkCountryDocument;
export default validate;
