import { mayWriteHere } from '#lib/domain/exchange/authority.ts';
import type { AuthorityCheck } from '../../contract.ts';

const validate: AuthorityCheck = mayWriteHere;
export default validate;
