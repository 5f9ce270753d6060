/** `npm run pictures`: those of the lessons; with `sheet`, every screen of the house. */
import { makeSheet } from '../sheet/run.ts';

const [word, ...rest] = process.argv.slice(2);
if (word === 'sheet') await makeSheet(rest);
else await import('./lessons.ts');
