/**
 * `npm run keys`: commands for the Board's root key, on a computer without network (steps:
 * couch/provision/keys/README.md).
 */
import type { RunCommand, Surroundings } from '#couch/base/command.ts';
import { StartError } from '#couch/base/env.ts';

interface Verb {
  readonly usage: string;
  readonly does: string;
  readonly load: () => Promise<RunCommand>;
}

const OFF_LINE: Readonly<Record<string, Verb>> = {
  'make-root': {
    usage: 'FILE',
    does: 'makes a root key, sealed under a passphrase',
    load: async () => (await import('./keys/make-root.ts')).makeRoot
  },
  show: {
    usage: 'FILE [--public ROOTS.json]',
    does: 'tells its fingerprint; writes its public half for ROOTS_FILE',
    load: async () => (await import('./keys/show.ts')).show
  },
  certify: {
    usage: 'FILE --request REQUEST.json --out CERT.json [--years 1…5]',
    does: 'certifies the Board’s desk, an administrator or the exchange',
    load: async () => (await import('./keys/certify.ts')).certify
  },
  withdraw: {
    usage: 'FILE --key KEYID --reason TEXT --out FILE.json [--from INSTANT]',
    does: 'ends a key for everybody',
    load: async () => (await import('./keys/withdraw.ts')).withdraw
  },
  rotate: {
    usage: 'OLD NEW --out HANDOVER.json',
    does: 'makes a new root and hands over to it',
    load: async () => (await import('./keys/rotate.ts')).rotate
  }
};

const ON_THE_SERVER: Readonly<Record<string, Verb>> = {
  'exchange-request': {
    usage: '--out REQUEST.json [--name TEXT]',
    does: 'asks for the certificate of this server’s exchange',
    load: async () => (await import('./keys/exchange-request.ts')).exchangeRequest
  },
  publish: {
    usage: 'FILE.json [--replace-roots]',
    does: 'brings a certificate, withdrawal or handover to everybody',
    load: async () => (await import('./keys/publish.ts')).publish
  }
};

const VERBS = { ...OFF_LINE, ...ON_THE_SERVER };

export async function runKeys(
  [name = '', ...words]: readonly string[],
  surroundings: Surroundings
): Promise<number> {
  if (name === 'help' || name === '--help') {
    surroundings.say(help());
    return 0;
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) throw new StartError(help());
  return (await verb.load())(words, surroundings);
}

function help(): string {
  return [
    'Usage: npm run keys -- VERB …',
    '\nWhere the root key is, on a computer without network:',
    ...listVerbs(OFF_LINE),
    '\nOn the server:',
    ...listVerbs(ON_THE_SERVER),
    '\nA passphrase is asked for; --passphrase-file FILE (and --new-passphrase-file for rotate) reads it instead.'
  ].join('\n');
}

function listVerbs(verbs: Readonly<Record<string, Verb>>): string[] {
  return Object.entries(verbs).map(([name, { usage, does }]) => `  ${name} ${usage}\n      ${does}`);
}
