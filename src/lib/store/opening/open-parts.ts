import { may } from '#lib/domain/registration/rights.ts';
import type { Vault } from '#lib/crypto/vault.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { accept, type Result, refuse } from '#lib/domain/result.ts';
import type { Person } from '../api.ts';
import { instantNow, type StoreDeps } from '../browser/deps.ts';
import { DeviceBook } from '../disk/device-book.ts';
import { databaseName, type Part, type RegistryEntry } from '../disk/device-registry.ts';
import { openSigningKey } from '../commands/enrolment.ts';
import type { LineDatabase } from '../sync/line.ts';
import { SealedDatabase, type Sealer } from '../disk/sealed-database.ts';
import type { Session } from '../server/server-api.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { open, openBytes, seal, sealBytes } from '#lib/crypto/seal.ts';

export interface Parts {
  readonly country: SealedDatabase;
  readonly reference: SealedDatabase;
  readonly openFiles: () => SealedDatabase;
  readonly book: DeviceBook;
  readonly key: SigningKey;
  readonly lineDatabases: readonly LineDatabase[];
}

export async function openParts(
  deps: StoreDeps,
  entry: Pick<RegistryEntry, 'person' | 'databases' | 'generation'>,
  vault: Vault,
  session: Session | null
): Promise<Result<Parts>> {
  const { person, databases } = session ?? entry;
  const sealer = sealerOf(vault);
  const open = (part: Part): SealedDatabase =>
    new SealedDatabase(
      databaseName(deps.prefix, person.id, part, entry.generation),
      { adapter: deps.adapter, auto_compaction: part === 'device' || part === 'files' },
      sealer
    );
  const book = new DeviceBook(open('device'), person.authority, () => instantNow(deps));
  await book.open();
  if (session) await noteServer(book, session);
  const key = await openSigningKey(book, vault);
  if (!key.ok) return key;
  const country = open('country');
  const reference = open('reference');
  const lineDatabases: LineDatabase[] = [{ name: databases.reference, local: reference, push: false }];
  // Writes from a role that the person has lost are still offered: the server gives its reason for the refusal.
  const push = isWriter(person) || book.device.requested;
  if (databases.country !== null) lineDatabases.push({ name: databases.country, local: country, push });
  const openFiles = (): SealedDatabase => open('files');
  return accept({ country, reference, openFiles, book, key: key.value, lineDatabases });
}

export function isWriter(person: Pick<Person, 'role'>): boolean {
  return may(person, 'sign');
}

/**
 * The Board's root keys come from the server once, at the first sign-in on this computer. Later roots count only by a
 * handover that a pinned one signed.
 */
interface PinnedRoots {
  readonly roots: readonly PublicKey[];
  readonly strangeRoots: readonly KeyId[];
}

async function pinRoots(
  pinned: readonly PublicKey[],
  { roots, handovers = [] }: Pick<Session, 'roots' | 'handovers'>
): Promise<PinnedRoots> {
  const named = Array.isArray(roots) ? roots.filter(isPublicKey) : [];
  if (pinned.length === 0) return { roots: named, strangeRoots: [] };
  const known = await rootsKnown(pinned, handovers);
  const ids = new Set(known.map(keyIdOf));
  return { roots: known, strangeRoots: named.map(keyIdOf).filter((id) => !ids.has(id)) };
}

/** Once in years: the verification code loads on demand. */
async function rootsKnown(
  pinned: readonly PublicKey[],
  handovers: readonly unknown[]
): Promise<readonly PublicKey[]> {
  if (!Array.isArray(handovers) || handovers.length === 0) return pinned;
  const { followHandovers } = await import('#lib/crypto/handover.ts');
  return followHandovers(pinned, handovers);
}

export function judgeRoots({ strangeRoots }: Pick<PinnedRoots, 'strangeRoots'>): Result<true> {
  const [first] = strangeRoots;
  if (first === undefined) return accept(true);
  return refuse({ code: 'session.roots.strange', values: { fingerprint: fingerprintOf(first) } });
}

/** A server that names unknown roots is trusted in nothing else either. */
export async function noteServer(book: DeviceBook, session: Session): Promise<PinnedRoots> {
  const pinned = await pinRoots(book.device.roots, session);
  const { demonstration, time } = session;
  const told = pinned.strangeRoots.length === 0 ? { demonstration, serverTime: time } : {};
  await book.updateDevice((device) => ({ ...device, ...told, ...pinned }));
  return pinned;
}

export function sealerOf(vault: Vault): Sealer {
  return {
    seal: (id, value) => seal(vault, id, value),
    async open(id, sealed) {
      return unsealed(id, await open(vault, id, sealed));
    },
    sealBytes: (id, bytes) => sealBytes(vault, id, bytes),
    async openBytes(id, sealed) {
      return unsealed(id, await openBytes(vault, id, sealed));
    }
  };
}

function unsealed<T>(id: string, opened: Result<T>): T {
  if (!opened.ok) throw new Error('the seal of ' + id + ' is broken');
  return opened.value;
}
