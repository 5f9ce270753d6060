import { importReferenceRows } from '#lib/domain/exchange/view-rows.ts';
import type { RowMap } from '../../../../contract.ts';

const map: RowMap = importReferenceRows;
export default map;
