/** Trusted keys: roots, the exchange's certificate, and sample data. */
import { ownStandingOf, type OwnStanding } from '#couch/exchange/own-standing.ts';
import { isRestoring, readRestoredMark, type Restored } from '#couch/installation/installation-marks.ts';
import { readSystemSettings, type SystemSettings } from '#couch/installation/system-settings.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { readKeyring, type Keyring } from '#lib/crypto/verify.ts';
import { REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { keyIdOf } from '#lib/domain/registration/certify.ts';
import { bad, ok, warn, type Finding } from './finding.ts';
import type { Look, Patient } from './patient.ts';

const CERTIFY = 'Certify it: npm run keys -- exchange-request (“Keys” in couch/provision/keys/README.md).';
const PUBLISH_AGAIN =
  'Publish every withdrawal of the root again (npm run keys -- publish FILE), even one that is here, have people and keys compared, and then say so (npm run keys -- publish --all-published).';
const EXCHANGE = { person: 'exchange', name: 'Exchange', function: 'Exchange' } as const;

export const lookAtTrust: Look = async (patient) => {
  const { engine } = patient;
  if (!(await engine.exists('accounts'))) return [];
  if (await isRestoring(engine))
    return [bad('restore', 'A restore was cut short here.', 'Run npm run restore again, then start.')];
  const system = await readSystemSettings(engine);
  if (system === null)
    return [
      bad('root keys', 'This installation has none.', 'Start it once with ROOTS_FILE (couch/README.md).')
    ];
  return [
    judgeRoots(system),
    ...judgeRestored(await readRestoredMark(engine)),
    ...judgeDemonstration(system, patient),
    ...(await lookAtExchangeKey(patient, system))
  ];
};

function judgeRoots({ roots }: SystemSettings): Finding {
  if (roots.length === 0)
    return bad('root keys', 'The list is empty.', 'Publish the Board’s (couch/provision/keys/README.md).');
  return ok('root keys', roots.map((root) => fingerprintOf(keyIdOf(root))).join(', '));
}

/** The root's revocations are in the reference database only, and no device brings them back. */
function judgeRestored(restored: Restored | null): Finding[] {
  if (restored === null) return [];
  const says = `Restored on ${restored.at} to the state of ${restored.of}`;
  if (restored.publishedAt !== undefined)
    return [ok('restore', `${says}; everything published again on ${restored.publishedAt}`)];
  return [warn('restore', `${says}, and not everything is published again.`, PUBLISH_AGAIN)];
}

function judgeDemonstration({ demonstration }: SystemSettings, { engine }: Patient): Finding[] {
  if (!demonstration) return [];
  if (engine.kind === 'embedded') return [ok('data', 'invented: a demonstration')];
  return [
    warn('data', 'Invented: a demonstration on CouchDB.', 'Use another COUCHDB_PREFIX for real records.')
  ];
}

async function lookAtExchangeKey(
  { engine, secrets, settings, clock }: Patient,
  { roots }: SystemSettings
): Promise<Finding[]> {
  if (settings.national !== null || !(await engine.exists(REFERENCE_DATABASE))) return [];
  if (secrets === null)
    return [
      warn(
        'secrets',
        'They are not here: the exchange’s key is not known.',
        'Name their file in SECRETS_FILE.'
      )
    ];
  const key = await importSigningKey(secrets.exchangeKey);
  const keyring = await readKeys(engine, roots);
  const now = new Date(clock()).toISOString() as Instant;
  return [judgeStanding(ownStandingOf(keyring, { key, by: EXCHANGE }, now))];
}

/** Certified by this installation's roots. Null if there is none yet. */
export async function readTrusted({ engine }: Pick<Patient, 'engine'>): Promise<Keyring | null> {
  if (!(await engine.exists('accounts')) || !(await engine.exists(REFERENCE_DATABASE))) return null;
  const system = await readSystemSettings(engine);
  return system === null ? null : readKeys(engine, system.roots);
}

async function readKeys(engine: Patient['engine'], roots: SystemSettings['roots']): Promise<Keyring> {
  const range = { startkey: 'act:', endkey: 'act:\ufff0', include_docs: true };
  const { rows } = await engine.openAsAdministrator(REFERENCE_DATABASE).allDocs<object>(range);
  const acts = rows.flatMap(({ id, doc }) => (doc && /:(?:certificate|withdrawal):/.test(id) ? [doc] : []));
  return readKeyring(acts, roots);
}

function judgeStanding({ state, until }: OwnStanding): Finding {
  const about = 'exchange’s certificate';
  if (state === 'certified') return ok(about, `good until ${until}`);
  if (state === 'ending') return warn(about, `It ends on ${until}.`, CERTIFY);
  if (state === 'none')
    return bad(about, 'There is none: nobody can verify that acts were delivered.', CERTIFY);
  return bad(about, `It is ${state} since ${until}: newer receipts cannot be verified.`, CERTIFY);
}
