/** `npm run provision`: one-time console commands of the server operator. */
import type { RunCommand } from '#couch/base/command.ts';
import { StartError } from '#couch/base/env.ts';

interface Verb {
  readonly summary: string;
  readonly load: () => Promise<RunCommand>;
}

const VERBS: Readonly<Record<string, Verb>> = {
  databases: {
    summary: 'makes databases, service users, walls and design documents (without a verb as well)',
    load: async () => (await import('./make-databases.ts')).makeDatabases
  },
  designs: {
    summary: 'brings design documents up to date; --stage builds their indexes beside those in use',
    load: async () => (await import('./bring-designs.ts')).bringDesigns
  },
  secrets: {
    summary: 'makes the file of secrets that all gateways share',
    load: async () => (await import('./make-secrets.ts')).makeSecrets
  },
  deployment: {
    summary: 'makes the secrets that the compose files of couch/deploy mount',
    load: async () => (await import('./make-deployment.ts')).makeDeployment
  },
  'set-aside': {
    summary: 'takes a document out that is not what its id says, as the doctor names it',
    load: async () => (await import('./set-aside.ts')).setAside
  },
  'accept-secrets': {
    summary: 'goes on with the secrets that are here now, or makes new ones where they are lost',
    load: async () => (await import('./accept-secrets.ts')).acceptSecrets
  },
  'invite-board': {
    summary: 'prints a one-time link for a person of INCB, the first one of an installation',
    load: async () => (await import('./invite.ts')).inviteBoard
  },
  'service-account': {
    summary: 'makes the account as which a country’s own server signs in here',
    load: async () => (await import('./service-account.ts')).makeServiceAccount
  },
  'invite-administrator': {
    summary: 'at a country’s own server: prints a one-time link for its first administrator',
    load: async () => (await import('./invite.ts')).inviteAdministrator
  },
  'accept-central': {
    summary: 'at a country’s own server: goes on with central databases that were replaced',
    load: async () => (await import('./accept-central.ts')).acceptCentral
  }
};

export const runProvision: RunCommand = async (given, surroundings) => {
  const [name = '', ...words] = given[0]?.startsWith('--') === false ? given : ['databases', ...given];
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) throw new StartError(usage());
  return (await verb.load())(words, surroundings);
};

function usage(): string {
  const width = Math.max(...Object.keys(VERBS).map((name) => name.length));
  const lines = Object.entries(VERBS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return ['Usage: npm run provision -- <verb> [options]', ...lines].join('\n');
}
