/** The embedded engine runs these functions, CouchDB the strings bundled from the same files. */
import authorizeAccounts from './accounts/authority/validate.ts';
import validateAccounts from './accounts/structure/validate.ts';
import authorizeCountry from './country/authority/validate.ts';
import mapByPartnerMonth from './country/classes/views/by-partner-month/map.ts';
import reduceByPartnerMonth from './country/classes/views/by-partner-month/reduce.ts';
import mapByImportReference from './country/matching/views/by-import-reference/map.ts';
import mapByCount from './country/partners/views/by-count/map.ts';
import reduceByCount from './country/partners/views/by-count/reduce.ts';
import validateCountry from './country/structure/validate.ts';
import mapByMonth from './country/usage/views/by-month/map.ts';
import reduceByMonth from './country/usage/views/by-month/reduce.ts';
import authorizeIncb from './incb/authority/validate.ts';
import validateIncb from './incb/structure/validate.ts';
import authorizeReference from './reference/authority/validate.ts';
import validateReference from './reference/structure/validate.ts';
import authorizeTrainingDesk from './training-desk/authority/validate.ts';
import validateTrainingDesk from './training-desk/structure/validate.ts';
import authorizeTraining from './training/authority/validate.ts';
import validateTraining from './training/structure/validate.ts';
import type { DatabaseKind } from '#couch/base/databases.ts';
import type { AuthorityCheck, Design, DocumentCheck } from './contract.ts';

/** Every database has both validators: the document is well formed, and this writer can write it here. */
function walls(validate: DocumentCheck, authorize: AuthorityCheck): readonly Design[] {
  return [
    { name: 'structure', validate, views: {} },
    { name: 'authority', validate: authorize, views: {} }
  ];
}

export const DESIGNS: Readonly<Record<DatabaseKind, readonly Design[]>> = {
  country: [
    ...walls(validateCountry, authorizeCountry),
    { name: 'matching', views: { 'by-import-reference': { map: mapByImportReference } } },
    {
      name: 'classes',
      views: { 'by-partner-month': { map: mapByPartnerMonth, reduce: reduceByPartnerMonth } }
    },
    { name: 'partners', views: { 'by-count': { map: mapByCount, reduce: reduceByCount } } },
    { name: 'usage', views: { 'by-month': { map: mapByMonth, reduce: reduceByMonth } } }
  ],
  reference: walls(validateReference, authorizeReference),
  incb: walls(validateIncb, authorizeIncb),
  training: walls(validateTraining, authorizeTraining),
  'training-desk': walls(validateTrainingDesk, authorizeTrainingDesk),
  accounts: walls(validateAccounts, authorizeAccounts)
};
