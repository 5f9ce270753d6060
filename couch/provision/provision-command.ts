/** `npm run provision`: what the keeper of the server does once, at its console. */
import type { RunCommand } from '#couch/command.ts';
import { StartError } from '#couch/env.ts';

interface Verb {
  readonly summary: string;
  readonly load: () => Promise<RunCommand>;
}

const VERBS: Readonly<Record<string, Verb>> = {
  'invite-board': {
    summary: 'prints a one-time link for a person of INCB, the first one of an installation',
    load: async () => (await import('./invite-board.ts')).inviteBoard
  }
};

export const runProvision: RunCommand = async ([name = '', ...words], surroundings) => {
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) throw new StartError(usage());
  return (await verb.load())(words, surroundings);
};

function usage(): string {
  const lines = Object.entries(VERBS).map(([name, { summary }]) => `  ${name}  ${summary}`);
  return ['Usage: npm run provision -- <verb> [options]', ...lines].join('\n');
}
