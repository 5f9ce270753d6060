/**
 * Which feature may import which, besides the rooms that every feature may. Read from the top: a room imports only
 * rooms above it. Whoever adds a feature gives it a row; a row may not name what nothing in it uses.
 */
export const FEATURE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  address: [],
  draft: [],
  'sign-in': [],
  scan: [],
  'code-reading': [],
  training: [],

  overview: ['address', 'draft'],
  'public-pages': ['overview', 'training'],
  'trainer-lesson': ['address', 'draft', 'training'],
  sync: ['address'],
  rehearsal: [],
  import: [],
  lists: ['import'],
  registration: ['sign-in'],

  register: ['address', 'lists', 'sync', 'sign-in'],
  balance: ['address', 'lists', 'register'],
  historic: ['import', 'lists', 'register'],
  authorization: ['address', 'balance', 'draft', 'lists', 'scan', 'sync'],
  batch: ['address', 'authorization', 'balance', 'draft', 'register', 'sync'],
  companies: ['address', 'authorization', 'lists', 'register', 'scan'],
  applications: ['address', 'authorization', 'balance', 'companies', 'draft', 'register', 'scan', 'sign-in'],
  verify: ['authorization', 'code-reading', 'lists'],
  apply: ['authorization', 'draft', 'import', 'register', 'scan'],
  'company-account': ['apply', 'sign-in'],
  'reply-file': ['authorization', 'public-pages'],
  'device-removal': ['sync'],
  outreach: ['address', 'draft', 'scan', 'sign-in'],
  contacts: ['address', 'draft', 'outreach', 'registration', 'sign-in'],
  'training-session': ['address', 'code-reading', 'draft', 'outreach', 'sign-in'],
  people: ['address', 'register', 'sign-in', 'registration'],
  'country-accounts': ['sign-in', 'registration'],
  regional: ['outreach', 'overview', 'people'],

  onboarding: ['registration', 'rehearsal'],
  suggestion: ['address', 'draft', 'outreach', 'regional', 'training-session'],
  survey: ['address', 'draft', 'outreach', 'register'],

  dossier: [
    'address',
    'authorization',
    'balance',
    'code-reading',
    'draft',
    'lists',
    'onboarding',
    'reply-file',
    'scan',
    'sync',
    'register'
  ],

  archive: ['authorization', 'dossier', 'register', 'reply-file'],
  matching: ['address', 'authorization', 'dossier', 'register'],
  partners: ['address', 'authorization', 'dossier', 'draft', 'lists', 'sync', 'matching', 'register'],
  returns: ['address', 'lists', 'partners', 'register']
};
