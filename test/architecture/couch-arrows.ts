/**
 * Which room of `couch` may import which, and which floor of the gateway and of the keeper's commands. Read from the top: each
 * imports only what stands above it. Whoever adds a room gives it a row; a row may not name what nothing in it uses.
 */
export const COUCH_ARROWS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  engine: ['base'],
  database: ['base', 'engine'],
  ddocs: ['base', 'engine'],
  installation: ['base', 'engine', 'database', 'ddocs'],
  files: ['base', 'engine', 'installation', 'accounts'],

  accounts: ['base', 'engine', 'database'],
  registration: ['base', 'engine', 'database', 'installation', 'accounts'],

  regional: ['base', 'engine', 'database', 'accounts', 'registration'],
  applications: ['base', 'engine', 'database', 'files', 'registration'],
  outreach: ['engine', 'database', 'accounts', 'files'],
  notifications: ['base', 'engine', 'database', 'accounts', 'registration', 'outreach'],
  webhooks: ['base', 'engine', 'accounts', 'registration', 'exchange'],
  training: ['base', 'engine', 'files', 'accounts'],

  exchange: ['base', 'engine', 'database'],
  'public-lists': ['base', 'engine', 'database'],
  usage: ['base', 'engine', 'accounts', 'exchange'],
  link: ['base', 'engine', 'database', 'outreach', 'exchange', 'public-lists'],
  metrics: ['base', 'exchange', 'link'],

  'gateway/bounds': ['base', 'engine', 'accounts'],
  'gateway/app': ['gateway/bounds'],
  'gateway/door': ['base', 'engine', 'database', 'accounts', 'gateway/bounds'],
  'gateway/replication': [
    ...['base', 'engine', 'database', 'accounts', 'registration'],
    ...['gateway/bounds', 'gateway/door']
  ],
  archive: ['base', 'engine', 'database', 'ddocs', 'files', 'installation', 'accounts', 'gateway/door'],
  'gateway/calls': [
    ...[
      'base',
      'engine',
      'database',
      'accounts',
      'registration',
      'outreach',
      'notifications',
      'webhooks',
      'files',
      'applications',
      'archive',
      'regional',
      'training',
      'exchange',
      'public-lists',
      'link'
    ],
    ...['gateway/bounds', 'gateway/door', 'gateway/replication']
  ],
  api: ['base', 'engine', 'database', 'accounts', 'gateway/bounds', 'gateway/door', 'gateway/calls'],
  'gateway/routes': [
    ...['base', 'engine', 'database', 'accounts', 'registration', 'public-lists', 'applications'],
    ...['api', 'archive', 'outreach'],
    ...['gateway/bounds', 'gateway/door', 'gateway/replication', 'gateway/calls']
  ],
  gateway: [
    ...[
      'api',
      'base',
      'engine',
      'database',
      'accounts',
      'registration',
      'outreach',
      'notifications',
      'webhooks',
      'files',
      'regional',
      'training',
      'metrics'
    ],
    ...['public-lists', 'applications', 'archive', 'gateway/bounds', 'gateway/app'],
    ...['gateway/door', 'gateway/replication', 'gateway/calls', 'gateway/routes']
  ],

  demonstration: ['base', 'engine', 'database', 'installation', 'accounts', 'registration'],
  start: [
    ...['base', 'engine', 'installation', 'accounts', 'registration'],
    ...['exchange', 'public-lists', 'usage', 'outreach', 'link', 'metrics', 'gateway', 'demonstration']
  ],
  doctor: [
    ...['base', 'engine', 'database', 'ddocs', 'installation', 'accounts', 'exchange', 'usage', 'link'],
    'public-lists'
  ],

  'provision/keys': ['base', 'engine', 'database', 'installation'],
  'provision/backup': ['base', 'engine', 'database', 'installation', 'accounts'],
  provision: [
    ...['base', 'engine', 'database', 'ddocs', 'installation', 'accounts', 'link', 'start', 'doctor'],
    'provision/keys'
  ],
  'cli.ts': ['base', 'engine', 'archive', 'start', 'doctor', 'provision', 'provision/backup'],
  'run.js': ['cli.ts']
};

/** Which files of the engine's room others may import; the doctor alone looks at CouchDB's users. */
const ENGINE_DOORS: Readonly<Record<string, RegExp>> = {
  'couch/engine/engine.ts': /^couch\//,
  'couch/engine/service-user.ts': /^couch\/doctor\//
};
/** What lies beneath the engine, in code; what another room says of it in a comment or to a keeper is no dependency. */
const BENEATH = /\bPouchDB\.|\b(?:pouchdb|leveldown|levelup|nano)(?:-[a-z-]+)?['"]/;

/** What a file of couch outside of the engine knows of what lies beneath it, as sentences. */
export function judgeBeneath(file: string, code: string, targets: readonly string[]): string[] {
  if (!file.startsWith('couch/') || file.startsWith('couch/engine/')) return [];
  const within = targets.filter((target) => target.startsWith('couch/engine/'));
  const aside = within.filter((target) => ENGINE_DOORS[target]?.test(file) !== true);
  const named = BENEATH.exec(code);
  return [
    ...aside.map((target) => `${file} imports ${target}`),
    ...(named ? [`${file} knows ${named[0]}`] : [])
  ];
}

/** Rooms whose folders are floors of their own. */
const DIVIDED = ['gateway', 'provision'];

/** The room of a path below `couch`, or the floor where the room is divided; null for every other path. */
export function couchRoomOf(path: string): string | null {
  const [top, room = '', floor = '', ...more] = path.split('/');
  if (top !== 'couch') return null;
  return DIVIDED.includes(room) && more.length > 0 ? `${room}/${floor}` : room;
}
