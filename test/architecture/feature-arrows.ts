/**
 * Which feature may import which, besides the rooms that every feature may. Read from the top: a room imports only
 * rooms above it. Whoever adds a feature gives it a row; a row may not name what nothing in it uses.
 */
export const FEATURE_ARROWS: Readonly<Record<string, readonly string[]>> = {
  address: [],
  person: [],
  training: [],
  public: ['training'],

  overview: ['address'],
  'own-lesson': ['address', 'training'],
  contacts: ['address', 'person'],
  line: ['address'],
  rehearsal: ['person'],
  registration: ['person'],

  authorization: ['address', 'line'],
  leaving: ['line'],
  outreach: ['address', 'person'],
  session: ['address', 'outreach'],
  people: ['address', 'person', 'registration'],
  register: ['address', 'line', 'person'],
  registry: ['address', 'person', 'registration'],

  'first-day': ['authorization', 'rehearsal'],
  suggestion: ['address'],
  survey: ['address', 'outreach'],

  dossier: ['address', 'authorization', 'first-day', 'line', 'register'],

  matching: ['address', 'authorization', 'dossier', 'register'],
  partners: ['address', 'authorization', 'dossier', 'line', 'matching', 'outreach', 'register']
};
