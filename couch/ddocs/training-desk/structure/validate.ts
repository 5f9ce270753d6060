import { checkTrainingDeskDocument } from '#lib/domain/training/training-structure.ts';
import type { DocumentCheck } from '../../contract.ts';

const validate: DocumentCheck = checkTrainingDeskDocument;
export default validate;
