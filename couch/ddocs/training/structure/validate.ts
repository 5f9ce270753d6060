import { checkTrainingDocument } from '#lib/domain/training/training-structure.ts';
import type { DocumentCheck } from '../../contract.ts';

const validate: DocumentCheck = checkTrainingDocument;
export default validate;
