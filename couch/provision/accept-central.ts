/**
 * On a country's own server: accepts a restored or recreated central database. Everything is compared, and missing acts
 * are sent again.
 */
import type { RunCommand } from '#couch/base/command.ts';
import { readSettings, StartError } from '#couch/base/env.ts';
import { acceptReplaced, LinkBook } from '#couch/link/link-book.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { openForVerb } from './open-for-verb.ts';

export const acceptCentral: RunCommand = async (words, { env, say }) => {
  if (words.length > 0) throw new StartError('Usage: npm run provision -- accept-central');
  const settings = readSettings(env);
  if (settings.national === null) throw new StartError('This is no country’s own server.');
  const { engine } = await openForVerb(settings, say, 'to accept');
  try {
    const book = new LinkBook(engine.open(authorityToDatabase(settings.national.country) ?? ''));
    await book.open();
    await book.update(acceptReplaced);
    say('From the next start on the link goes on with the central databases that are there now.');
    return 0;
  } finally {
    await engine.close();
  }
};
