import { usageRows } from '#lib/domain/exchange/view-rows.ts';
import type { RowMap } from '../../../../contract.ts';

const map: RowMap = usageRows;
export default map;
