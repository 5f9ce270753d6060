/** INCB's links for the public page of a country's own server, as the central one lists them. */
import type { Engine } from '#couch/engine/engine.ts';
import { LocalRecord } from '#couch/exchange/checkpoint.ts';
import { RELAYED_LINKS } from '#couch/outreach/public-links.ts';
import { parseLinks } from '#lib/domain/outreach/links.ts';
import type { CentralClient } from './central-client.ts';

interface RelayOptions {
  readonly engine: Engine;
  readonly client: CentralClient;
}

/** Throws if the central server does not answer. An older one has no such list, and the list before stays. */
export async function relayLinks({ engine, client }: RelayOptions, signal: AbortSignal): Promise<void> {
  const { status, body } = await client.ask({ path: '/api/links', signal });
  if (status !== 200) return;
  const { database, record } = RELAYED_LINKS;
  const held = new LocalRecord(engine.open(database), record, (value) => ({ links: parseLinks(value) }));
  const next = { links: parseLinks(body) };
  await held.change((now) => (JSON.stringify(now) === JSON.stringify(next) ? null : next));
}
