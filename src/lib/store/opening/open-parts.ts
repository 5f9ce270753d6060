/** The parts of one person's open store: encrypted databases, this device's book and its key. */
import { may } from '#lib/domain/registration/rights.ts';
import type { Vault } from '#lib/crypto/vault.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import type { Person } from '../api.ts';
import { instantNow, type StoreDeps } from '../browser/deps.ts';
import { DeviceBook } from '../disk/device-book.ts';
import { databaseName, type RegistryEntry } from '../disk/device-registry.ts';
import { openSigningKey } from '../commands/enrolment.ts';
import type { LineDatabase } from '../sync/line.ts';
import { noteServer } from './pin-roots.ts';
import { SealedDatabase } from '../disk/sealed-database.ts';
import type { Session } from '../server/session.ts';
import { sealerOf } from '../disk/vault-sealer.ts';

export interface Parts {
  readonly country: SealedDatabase;
  readonly reference: SealedDatabase;
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
  const open = (part: 'country' | 'reference' | 'device'): SealedDatabase =>
    new SealedDatabase(
      databaseName(deps.prefix, person.id, part, entry.generation),
      { adapter: deps.adapter, auto_compaction: part === 'device' },
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
  return accept({ country, reference, book, key: key.value, lineDatabases });
}

export function isWriter(person: Pick<Person, 'role'>): boolean {
  return may(person, 'sign');
}
