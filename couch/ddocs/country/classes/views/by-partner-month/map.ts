import { classRows } from '#lib/domain/exchange/view-rows.ts';
import type { RowMap } from '../../../../contract.ts';

const map: RowMap = classRows;
export default map;
