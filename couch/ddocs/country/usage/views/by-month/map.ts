import { usageRows } from '#lib/domain/usage/usage-rows.ts';
import type { RowMap } from '../../../../contract.ts';

const map: RowMap = usageRows;
export default map;
