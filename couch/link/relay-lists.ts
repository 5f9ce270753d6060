/** The public lists of the central exchange, for devices that only reach a country’s own server. */
import type { Engine } from '#couch/engine/engine.ts';
import { ListBook, LISTS_DATABASE } from '#couch/public-lists/list-book.ts';
import { readAnswer, readListBytes, verifyLists } from '#lib/crypto/public-lists.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { refuse } from '#lib/domain/result.ts';
import { LinkError } from './central-client.ts';

interface RelayOptions {
  readonly engine: Engine;
  readonly central: { readonly url: string };
  readonly roots: readonly PublicKey[];
}

/** Throws if the central server does not answer, or with lists that do not verify here. */
export async function relayLists(
  { engine, central, roots }: RelayOptions,
  signal: AbortSignal
): Promise<void> {
  const book = new ListBook(engine.open(LISTS_DATABASE));
  const held = await book.readPublished();
  const parts = held && (await book.readParts(held));
  const since = held && parts ? held.signed.head.number : 0;
  const asked = `${central.url}/api/verify/lists?since=${since}`;
  const response = await fetch(asked, { redirect: 'error', signal });
  if (response.status === 204 || response.status === 404) return;
  if (!response.ok) throw new LinkError('offline', `The central server answers ${response.status}.`);
  const bytes = await readListBytes(response);
  const read = bytes ? readAnswer(bytes, since, parts) : refuse({ code: 'list.malformed' });
  const verified = read.ok ? await verifyLists({ ...read.value, roots }) : read;
  if (!read.ok || !verified.ok)
    throw new LinkError(
      'offline',
      `Its lists are not taken: ${verified.ok ? '' : verified.problems[0]?.code}.`
    );
  const { signed } = read.value;
  await book.publish({ signed, setMadeAt: signed.head.at }, read.value.parts);
}
