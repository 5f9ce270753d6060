import { partnerRows } from '#lib/domain/exchange/view-rows.ts';
import type { RowMap } from '../../../../contract.ts';

const map: RowMap = partnerRows;
export default map;
