/** At a country's own server: how the line to the central one stands, and what lies between the two. */
import { LinkBook } from '#couch/link/link-book.ts';
import { REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { bad, ok, warn, type Finding } from './finding.ts';
import type { Look } from './patient.ts';

const PATIENCE_MS = 10_000;

export const lookAtLink: Look = async ({ engine, settings }) => {
  const { national } = settings;
  if (national === null) return [];
  const home = engine.openAsAdministrator(authorityToDatabase(national.country) ?? '');
  const book = new LinkBook(home);
  await book.open();
  const { stopped, complete, setAside, waiting } = book.now;
  const waits = Object.values(waiting).reduce((sum, ids) => sum + ids.length, 0);
  const range = { startkey: REFUSAL_PREFIX, endkey: `${REFUSAL_PREFIX}\ufff0` };
  const refused = (await home.allDocs(range)).rows.length;
  const findings: Finding[] = [];
  if (stopped !== '') findings.push(bad('link', stopped, REPLACED));
  if (!(await answers(national.centralUrl)))
    findings.push(
      warn('link', `${national.centralUrl} does not answer.`, 'The country works on; look at the line.')
    );
  if (!complete)
    findings.push(warn('link', 'Not everything has been read once.', 'No number is reserved until then.'));
  if (setAside > 0)
    findings.push(warn('link', `${setAside} documents from there were set aside.`, SET_ASIDE));
  if (waits > 0)
    findings.push(warn('link', `${waits} acts wait for their signer’s certificate.`, 'INCB certifies him.'));
  if (refused > 0)
    findings.push(
      warn('link', `The central server refused ${refused} documents.`, 'The country’s officers see which.')
    );
  return findings.length > 0 ? findings : [ok('link', 'nothing waits')];
};

const REPLACED =
  'Ask whoever runs the central server what happened, then run npm run provision -- accept-central.';
const SET_ASIDE = 'Look in the log for “Not taken from the central server”, and tell INCB.';

async function answers(centralUrl: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return (await fetch(`${centralUrl}/api/health`, { redirect: 'error', signal })).ok;
  } catch {
    return false;
  }
}
