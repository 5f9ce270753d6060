/**
 * The public entry of the package compresses long sheets in a worker from a blob: address. The content security policy
 * forbids that worker, and its promise never settles. This inner entry compresses on the page.
 */
// @ts-expect-error The package declares types only for its public entries; write-xlsx.d.ts has those of this one.
export { generateXlsxFileSync } from '../../../../node_modules/write-excel-file/modules/export/writeXlsxFileUniversal.js';
