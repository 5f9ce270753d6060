/** What counts as stored on a cluster, at a peer that answers as CouchDB 3.5.2 does: three copies, of which some are away. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  canStore,
  isTooFewCopies,
  isUnanswered,
  openCouchdbEngine,
  type Database,
  type Engine
} from '#couch/engine/engine.ts';
import { RowWriter } from '#couch/exchange/write-rows.ts';

const REV = `1-${'a'.repeat(32)}`;
const NODES = ['one', 'two', 'three'];

/** Three copies in memory. CouchDB writes documents with their revisions where it can, and says 201 whatever that was. */
class Peer {
  connected = new Set(NODES);
  hung = new Set<string>();
  readonly asked: string[] = [];
  readonly #held = new Map(NODES.map((node) => [node, new Set<string>()]));
  readonly #server: Server = createServer((request, response) => {
    void this.#answer(request).then((answer) => {
      if (answer === null) return;
      const [status, body] = answer;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://admin:secret@127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage): Promise<readonly [number, unknown] | null> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, ''));
    this.asked.push(`${request.method} ${path}`);
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, string[]>;
    const cluster_nodes = NODES;
    if (path === '/_all_dbs') return [200, []];
    if (path === '/_membership') return [200, { all_nodes: [...this.connected], cluster_nodes }];
    if (path.startsWith('/_node/_local/_dbs/'))
      return [
        200,
        {
          shard_suffix: [46, 49],
          by_node: Object.fromEntries(NODES.map((node) => [node, ['00000000-ffffffff']])),
          by_range: { '00000000-ffffffff': NODES }
        }
      ];
    const [, node = '', part] = /^\/_node\/(\w+)\/(.*)\/_revs_diff$/.exec(path) ?? [];
    if (part !== undefined) return this.#diff(node, body);
    if (path.endsWith('/_bulk_docs'))
      return this.#write((body as unknown as { docs: { _id: string; _rev: string }[] }).docs);
    return [this.connected.size >= 2 ? 201 : 202, { ok: true, id: 'a', rev: REV }];
  }

  #write(docs: readonly { _id: string; _rev: string }[]): readonly [number, unknown] {
    for (const node of this.connected)
      for (const { _id, _rev } of docs) this.#held.get(node)?.add(`${_id} ${_rev}`);
    return [201, []];
  }

  #diff(node: string, asked: Record<string, string[]>): readonly [number, unknown] | null {
    if (this.hung.has(node)) return null;
    if (!this.connected.has(node)) return [404, { error: 'not_found', reason: 'no such node' }];
    const missing = Object.entries(asked).flatMap(([id, revs]) => {
      const absent = revs.filter((rev) => !this.#held.get(node)?.has(`${id} ${rev}`));
      return absent.length > 0 ? [[id, { missing: absent }]] : [];
    });
    return [200, Object.fromEntries(missing)];
  }
}

describe('a write to a cluster of three', () => {
  let [peer, engine, database] = [{} as Peer, {} as Engine, {} as Database];
  const act = { _id: 'act:one', _rev: REV };
  const writes = (): Promise<unknown> => database.bulkDocs([act], { new_edits: false });
  const outcomeOf = (write: Promise<unknown>): Promise<unknown> =>
    write.then(
      () => 'stored',
      (error: unknown) => error
    );

  beforeEach(async () => {
    peer = new Peer();
    engine = await openCouchdbEngine({ url: await peer.open() });
    database = engine.open('country-au');
  });
  afterEach(async () => {
    peer.close();
    await engine.close();
  });

  test('is stored once three, and once two of its copies have it', async () => {
    for (const nodes of [NODES, NODES.slice(1)]) {
      peer.connected = new Set(nodes);
      expect(await outcomeOf(writes())).toBe('stored');
      expect(await outcomeOf(database.put({ _id: 'person:a' }))).toBe('stored');
    }
  });

  test('is not stored where one copy has it, and is no refusal', async () => {
    peer.connected = new Set(['one']);
    const [local, plain] = [{ _id: '_local/exchange' }, { _id: 'person:a' }];
    const outcomes = [
      writes(),
      database.put(local),
      database.put(plain),
      database.confirmStored([{ id: act._id, rev: REV }])
    ];
    for (const outcome of await Promise.all(outcomes.map(outcomeOf)))
      expect([outcome, isTooFewCopies(outcome), isUnanswered(outcome)]).toEqual([outcome, true, true]);
  });

  test('is told as the database’s own trouble to the exchange, which carries it again', async () => {
    const writer = new RowWriter();
    peer.connected = new Set(['one']);
    for (let times = 0; times < 10; times++)
      expect(isTooFewCopies(await outcomeOf(writer.write('country-au', database, [act])))).toBe(true);
    peer.connected = new Set(NODES);
    expect(await writer.write('country-au', database, [act])).toEqual([]);
  });

  test('that one copy alone took does not count as held when another comes back without it', async () => {
    peer.connected = new Set(['one']);
    await outcomeOf(writes());
    peer.connected = new Set(['one', 'two']);
    const confirm = (): Promise<unknown> => outcomeOf(database.confirmStored([{ id: act._id, rev: REV }]));
    expect(isTooFewCopies(await confirm())).toBe(true);
    expect(await outcomeOf(writes())).toBe('stored');
    expect(await confirm()).toBe('stored');
  });

  test('does not wait for a node that says nothing, once two have said that they have it', async () => {
    peer.hung.add('three');
    expect(await outcomeOf(writes())).toBe('stored');
  });

  test('is not begun while too few nodes are known to be there, and is once they are', async () => {
    peer.connected = new Set(['one']);
    await engine.nodes();
    const before = peer.asked.length;
    for (const write of [writes(), database.put({ _id: 'person:a' })])
      expect(isTooFewCopies(await outcomeOf(write))).toBe(true);
    expect(peer.asked.slice(before)).toEqual([]);
    peer.connected = new Set(NODES);
    await engine.nodes();
    expect(await outcomeOf(writes())).toBe('stored');
  });
});

test('a cluster can store while a majority of the copies of each document is connected', () => {
  const stored = (configured: number): number[] =>
    Array.from({ length: configured }, (_one, index) => index + 1).filter((connected) =>
      canStore({ configured, connected })
    );
  expect([1, 2, 3, 5].map(stored)).toEqual([[1], [2], [2, 3], [4, 5]]);
});
