/** Signed findings of the exchange on altered or missing acts that are not withdrawn. */
import { databaseToCountry } from '#couch/base/databases.ts';
import { readFindings, foldStanding } from '#couch/exchange/finding-book.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import type { StatedFinding } from '#lib/domain/exchange/receipts.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { bad, ok, type Finding } from './finding.ts';
import { lookAtEach } from './look-at-each.ts';
import { readTrusted } from './look-at-trust.ts';
import type { Look, Patient } from './patient.ts';

const PUT_BACK =
  'Put it back (“What was found amiss” in couch/deploy/README.md); the exchange takes its word back on its next patrol.';
const MAX_NAMED = 5;

export const lookAtFindings: Look = async (patient) => {
  const groups = new Map<string, StatedFinding[]>();
  const { standing, unread } = await readStanding(patient);
  for (const one of standing) {
    const name = `${one.where}: ${one.stage}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const findings = [...[...groups].sort().map(([, all]) => tell(all)), ...unread];
  return findings.length > 0 ? findings : [ok('findings', 'nothing stands that was found amiss')];
};

interface Standing {
  readonly standing: readonly StatedFinding[];
  /** Databases that could not be read. */
  readonly unread: readonly Finding[];
}

/** Each receipt once, however many databases hold it. */
async function readStanding(patient: Patient): Promise<Standing> {
  const receipts = new Map<ActId, Act<ReceiptBody>>();
  const keyring = await readTrusted(patient);
  if (keyring === null) return { standing: [], unread: [] };
  const unread = await lookAtEach(patient, async (name, database) => {
    if (databaseToCountry(name) !== null)
      for (const receipt of await readFindings(database, keyring)) receipts.set(receipt._id, receipt);
    return [];
  });
  return { standing: foldStanding(receipts.values()), unread };
}

function tell(all: readonly StatedFinding[]): Finding {
  const ids = [...new Set(all.map(({ id }) => id))].sort();
  const [{ where, stage }] = all as readonly [StatedFinding];
  const first = all.map(({ at }) => at).sort()[0] ?? '';
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : '';
  const what = stage === 'altered' ? 'altered' : 'no more there';
  const says = `${where}: ${ids.length} acts are ${what}, as the exchange has stated since ${first}: ${ids.slice(0, MAX_NAMED).join(', ')}${more}.`;
  return bad('findings', says, PUT_BACK);
}
