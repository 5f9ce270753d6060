/** One version of I2ES, as `make.ts` packs it: its devices, its server with its exchange, and what its tests give them. */
export { backUp } from '#couch/provision/backup/backup-command.ts';
export { Leaving } from '#lib/store/leaving.ts';
export { openTestEmbedded } from '../couch/with-engine.ts';
export { ONE_OF_EACH_KIND } from '../samples/one-of-each-kind.ts';
export { aDraft, exportParticulars, importParticulars, shipmentParticulars } from '../store/particulars.ts';
export { Device, openWorld, until } from '../store/world.ts';
