import { changeDocument } from '#couch/database/documents.ts';
import { readDocument, type Engine } from '#couch/engine/engine.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { RootHandover } from '#lib/domain/registration/handover.ts';

export interface SystemSettings {
  /** Public halves of the Board's keys; clients pin them at their first sign-in. */
  readonly roots: readonly PublicKey[];
  /** Proofs of newer roots for devices that pinned an older one; absent with one root. */
  readonly handovers?: readonly RootHandover[];
  readonly demonstration: boolean;
  readonly national?: CountryCode;
  /** From the last server start, for commands without ORIGIN. */
  readonly origin?: string;
}

type SettingsDocument = SystemSettings & { readonly _id: string; readonly schema: 1 };

const ID = 'setting:system';

export async function readSystemSettings(engine: Pick<Engine, 'open'>): Promise<SystemSettings | null> {
  const held = await readDocument<SettingsDocument>(engine.open('accounts'), ID);
  return held && toSettings(held);
}

function toSettings(document: SettingsDocument): SystemSettings {
  const { roots, handovers, demonstration, national, origin } = document;
  return {
    roots,
    demonstration,
    ...(handovers ? { handovers } : {}),
    ...(national ? { national } : {}),
    ...(origin ? { origin } : {})
  };
}

export async function writeSystemSettings(
  engine: Pick<Engine, 'open'>,
  settings: SystemSettings
): Promise<void> {
  const document: SettingsDocument = { _id: ID, schema: 1, ...settings };
  await changeDocument<SettingsDocument>(engine.open('accounts'), ID, () => document);
}

export async function noteOrigin(engine: Engine, origin: string | null): Promise<void> {
  const held = await readSystemSettings(engine);
  if (held === null || (held.origin ?? null) === origin) return;
  const { origin: _before, ...settings } = held;
  await writeSystemSettings(engine, origin === null ? settings : { ...settings, origin });
}
