/**
 * The table of design documents: what lies in the folders beside it, imported. The embedded engine runs
 * these very functions, CouchDB the strings that are bundled from the same files.
 */
import mapByImportReference from './country/matching/views/by-import-reference/map.ts';
import mapByCount from './country/partners/views/by-count/map.ts';
import reduceByCount from './country/partners/views/by-count/reduce.ts';
import validateCountry from './country/structure/validate.ts';
import mapByMonth from './country/usage/views/by-month/map.ts';
import reduceByMonth from './country/usage/views/by-month/reduce.ts';
import validateReference from './reference/structure/validate.ts';
import type { Design, DesignedKind } from './contract.ts';

export const DESIGNS: Readonly<Record<DesignedKind, readonly Design[]>> = {
  country: [
    { name: 'structure', validate: validateCountry, views: {} },
    { name: 'matching', views: { 'by-import-reference': { map: mapByImportReference } } },
    { name: 'partners', views: { 'by-count': { map: mapByCount, reduce: reduceByCount } } },
    { name: 'usage', views: { 'by-month': { map: mapByMonth, reduce: reduceByMonth } } }
  ],
  reference: [{ name: 'structure', validate: validateReference, views: {} }]
};
