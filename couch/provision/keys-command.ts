/** On a computer without network (steps: couch/provision/keys/README.md). */
import { runCommand, type Commands, type RunCommand } from '#couch/base/command.ts';

const AT_ROOT: Commands = {
  'make-root': [
    'FILE\n      makes a root key, sealed under a passphrase',
    async () => (await import('./keys/root-commands.ts')).makeRoot
  ],
  show: [
    'FILE [--public ROOTS.json]\n      tells its fingerprint; writes its public half for ROOTS_FILE',
    async () => (await import('./keys/root-commands.ts')).show
  ],
  certify: [
    'FILE --request REQUEST.json --out CERT.json [--years 1…5]\n      certifies the Board’s desk, an administrator or the exchange',
    async () => (await import('./keys/root-commands.ts')).certify
  ],
  withdraw: [
    'FILE --key KEYID --reason TEXT --out FILE.json [--from INSTANT]\n      ends a key for everybody',
    async () => (await import('./keys/root-commands.ts')).withdraw
  ],
  rotate: [
    'OLD NEW --out HANDOVER.json\n      makes a new root and hands over to it',
    async () => (await import('./keys/root-commands.ts')).rotate
  ]
};

const AT_SERVER: Commands = {
  'exchange-request': [
    '--out REQUEST.json [--name TEXT]\n      asks for the certificate of this server’s exchange',
    async () => (await import('./keys/server-commands.ts')).exchangeRequest
  ],
  publish: [
    'FILE.json [--replace-roots]\n      brings a certificate, withdrawal or handover to everybody',
    async () => (await import('./keys/server-commands.ts')).publish
  ]
};

const HELP = [
  'Usage: npm run keys -- VERB …',
  '\nWhere the root key is, on a computer without network:',
  ...listVerbs(AT_ROOT),
  '\nOn the server:',
  ...listVerbs(AT_SERVER),
  '\nA passphrase is asked for; --passphrase-file FILE (and --new-passphrase-file for rotate) reads it instead.'
].join('\n');

export const runKeys: RunCommand = async (words, surroundings) => {
  if (words[0] !== 'help' && words[0] !== '--help')
    return runCommand({ ...AT_ROOT, ...AT_SERVER }, HELP, words, surroundings);
  surroundings.say(HELP);
  return 0;
};

function listVerbs(verbs: Commands): string[] {
  return Object.entries(verbs).map(([name, [usage]]) => `  ${name} ${usage}`);
}
