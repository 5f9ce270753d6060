import { checkSystemDocument } from '#lib/domain/exchange/system-structure.ts';
import type { DocumentCheck } from '../../contract.ts';

const validate: DocumentCheck = checkSystemDocument;
export default validate;
