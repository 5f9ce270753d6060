/** A second envelope of the same key. It is removed with the entry and survives a change of passphrase. */
import {
  addDeviceLock,
  openByDeviceLock,
  type DeviceAnswer,
  type DeviceLockRecord
} from '#lib/crypto/device-lock.ts';
import type { Bytes } from '#lib/crypto/bytes.ts';
import type { Vault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { DeviceRegistry, RegistryEntry } from '../disk/device-registry.ts';

export type AskLock = (lock: Pick<DeviceLockRecord, 'credential' | 'salt'>) => Promise<Result<Bytes>>;

export async function enrolLock(
  registry: DeviceRegistry,
  person: string,
  passphrase: string,
  answer: DeviceAnswer
): Promise<Result<RegistryEntry>> {
  const entry = await registry.get(person);
  if (!entry) return refuse({ code: 'store.none' });
  const lock = await addDeviceLock(entry.vault, passphrase, answer);
  return lock.ok ? accept(await keep(registry, { ...entry, deviceLock: lock.value })) : lock;
}

export async function dropLock(registry: DeviceRegistry, person: string): Promise<Result<RegistryEntry>> {
  const entry = await registry.get(person);
  return entry
    ? accept(await keep(registry, { ...entry, deviceLock: null }))
    : refuse({ code: 'store.none' });
}

async function keep(registry: DeviceRegistry, entry: RegistryEntry): Promise<RegistryEntry> {
  await registry.put(entry);
  return entry;
}

export async function openByLock({ deviceLock }: RegistryEntry, ask: AskLock): Promise<Result<Vault>> {
  if (!deviceLock) return refuse({ code: 'deviceLock.none' });
  const secret = await ask(deviceLock);
  if (!secret.ok) return secret;
  const vault = await openByDeviceLock(deviceLock, secret.value);
  secret.value.fill(0);
  return vault;
}
