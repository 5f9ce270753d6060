import { checkBoardDocument } from '#lib/domain/exchange/system-structure.ts';
import type { DocumentCheck } from '../../contract.ts';

const validate: DocumentCheck = checkBoardDocument;
export default validate;
