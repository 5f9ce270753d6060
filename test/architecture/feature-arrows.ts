/**
 * Which feature may import which, besides the rooms that every feature may. Read from the top: a room imports only
 * rooms above it. Whoever adds a feature gives it a row; a row may not name what nothing in it uses.
 */
export const FEATURE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  address: [],
  'sign-in': [],
  training: [],
  'public-pages': ['training'],

  overview: ['address'],
  'trainer-lesson': ['address', 'training'],
  contacts: ['address', 'sign-in'],
  sync: ['address'],
  rehearsal: ['sign-in'],
  registration: ['sign-in'],

  authorization: ['address', 'sync'],
  'device-removal': ['sync'],
  outreach: ['address', 'sign-in'],
  'training-session': ['address', 'outreach'],
  people: ['address', 'sign-in', 'registration'],
  register: ['address', 'sync', 'sign-in'],
  'country-accounts': ['address', 'sign-in', 'registration'],

  onboarding: ['authorization', 'rehearsal'],
  suggestion: ['address'],
  survey: ['address', 'outreach'],

  dossier: ['address', 'authorization', 'onboarding', 'sync', 'register'],

  matching: ['address', 'authorization', 'dossier', 'register'],
  partners: ['address', 'authorization', 'dossier', 'sync', 'matching', 'outreach', 'register']
};
