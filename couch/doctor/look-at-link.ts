/** On a country's own server: the connection to the central one, and documents not yet carried. */
import { whyNotAnswered } from '#couch/link/central-client.ts';
import { WHEN_REPLACED } from '#couch/link/link-error.ts';
import { LinkBook, type Comparison, type LinkRecord } from '#couch/link/link-book.ts';
import { REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { OLD_DAYS } from '#lib/domain/registration/key-standing.ts';
import { bad, ok, warn, type Finding } from './finding.ts';
import type { Look } from './patient.ts';

const TIMEOUT_MS = 10_000;

export const lookAtLink: Look = async ({ engine, settings, clock }) => {
  const { national } = settings;
  if (national === null) return [];
  const home = engine.openAsAdministrator(authorityToDatabase(national.country) ?? '');
  const book = new LinkBook(home);
  await book.open();
  const { stopped, complete, setAside, waiting } = book.now;
  const now = clock();
  const waits = Object.values(waiting).reduce((sum, ids) => sum + ids.length, 0);
  const range = { startkey: REFUSAL_PREFIX, endkey: `${REFUSAL_PREFIX}\ufff0` };
  const refused = (await home.allDocs(range)).rows.length;
  const findings: Finding[] = [];
  if (stopped !== '') findings.push(bad('link', stopped, WHEN_REPLACED));
  const silence = await whySilent(national.centralUrl);
  if (silence !== null) findings.push(warn('link', silence, 'The country works on; look at the line.'));
  findings.push(...judgeKnown(book.now, now), ...judgeComparison(book.now, now));
  if (!complete)
    findings.push(warn('link', 'Not everything has been read once.', 'No number is reserved until then.'));
  if (setAside > 0)
    findings.push(
      warn('link', `${setAside} documents from there were set aside since this server began.`, SET_ASIDE)
    );
  if (waits > 0)
    findings.push(warn('link', `${waits} acts wait for their signer’s certificate.`, 'INCB certifies them.'));
  if (refused > 0)
    findings.push(
      warn('link', `The central server refused ${refused} documents.`, 'The country’s officers see which.')
    );
  return findings.length > 0 ? findings : [ok('link', 'nothing waits')];
};

const DAY = 86_400_000;
const COMPARED_DAYS = 3;

/** Later revocations are unknown here, so a signature with such a key is accepted. */
function judgeKnown({ complete, knownAt }: LinkRecord, now: number): Finding[] {
  if (!complete || (knownAt !== null && now - Date.parse(knownAt) <= OLD_DAYS * DAY)) return [];
  const says = `Keys and withdrawals here are of ${knownAt ?? 'an unknown day'}.`;
  return [
    warn('link', says, 'Bring the line to the central server back: what was withdrawn since counts here.')
  ];
}

function judgeComparison({ complete, compared, comparedReference }: LinkRecord, now: number): Finding[] {
  if (!complete) return [];
  return [
    ...judgeOne(compared, now, 'Compared with the central copy', 'acts here'),
    ...judgeOne(
      comparedReference,
      now,
      'Keys and lists compared with the central ones',
      'keys and lists here'
    )
  ];
}

function judgeOne(one: Comparison | null, now: number, done: string, what: string): Finding[] {
  if (one === null || now - Date.parse(one.at) > COMPARED_DAYS * DAY)
    return [warn('link', `${done}: ${one?.at ?? 'never'}.`, COMPARED)];
  const { altered, missing, at } = one;
  if (altered + missing === 0) return [];
  const says = `${altered} ${what} are altered and ${missing} are gone (compared ${at}).`;
  return [bad('link', says, TAMPERED)];
}

const COMPARED = 'The server does it every day while it is linked: see that it runs.';
const TAMPERED = 'Somebody has changed this database behind the server: see who could, and tell INCB.';
const SET_ASIDE = 'Look in the log for “Not taken from the central server”, and tell INCB.';

async function whySilent(centralUrl: string): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { ok, status } = await fetch(`${centralUrl}/api/health`, { redirect: 'error', signal });
    return ok ? null : `The central server ${centralUrl} answers ${status}.`;
  } catch (error) {
    return whyNotAnswered(centralUrl, error);
  }
}
