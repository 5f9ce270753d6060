import { listCommands, runCommand, type Commands, type RunCommand } from '#couch/base/command.ts';

const VERBS: Commands = {
  databases: [
    'makes databases, service users, walls and design documents (without a verb as well)',
    async () => (await import('./databases.ts')).makeDatabases
  ],
  designs: [
    'brings design documents up to date; --stage builds their indexes beside those in use',
    async () => (await import('./databases.ts')).bringDesigns
  ],
  secrets: [
    'makes the file of secrets that all gateways share',
    async () => (await import('./secrets.ts')).makeSecrets
  ],
  deployment: [
    'makes the secrets that the compose files of couch/deploy mount',
    async () => (await import('./secrets.ts')).makeDeployment
  ],
  'set-aside': [
    'takes a document out that is not what its id says, as the doctor names it',
    async () => (await import('./set-aside.ts')).setAside
  ],
  'accept-secrets': [
    'goes on with the secrets that are here now, or makes new ones where they are lost',
    async () => (await import('./secrets.ts')).acceptSecrets
  ],
  'invite-board': [
    'prints a one-time link for a person of INCB, the first one of an installation',
    async () => (await import('./accounts.ts')).inviteBoard
  ],
  'service-account': [
    'makes the account as which a country’s own server signs in here',
    async () => (await import('./accounts.ts')).makeServiceAccount
  ],
  'invite-administrator': [
    'at a country’s own server: prints a one-time link for its first administrator',
    async () => (await import('./accounts.ts')).inviteAdministrator
  ],
  'accept-central': [
    'at a country’s own server: goes on with central databases that were replaced',
    async () => (await import('./accounts.ts')).acceptCentral
  ]
};

const USAGE = ['Usage: npm run provision -- <verb> [options]', ...listCommands(VERBS)].join('\n');

export const runProvision: RunCommand = (given, surroundings) => {
  const words = given[0]?.startsWith('--') === false ? given : ['databases', ...given];
  return runCommand(VERBS, USAGE, words, surroundings);
};
