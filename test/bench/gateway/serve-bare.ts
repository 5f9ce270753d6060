/**
 * The engine's own answers to replication over HTTP and nothing else: no session, no right, no bound, no
 * signature looked at. What the gateway is measured against where the engine speaks no HTTP itself.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '#couch/engine/engine.ts';

interface BareServer {
  readonly address: string;
  close(): Promise<void>;
}

type Answer = (url: URL, body: never) => Promise<unknown>;

/** Every database under its name, opened anew at every request as it may have been made anew. */
export async function serveBare(open: (name: string) => Database): Promise<BareServer> {
  const server = createServer((request, response) => {
    answer(open, request)
      .then((body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body))
      .catch((error: { status?: number }) => response.writeHead(error.status ?? 500).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return { address: `http://127.0.0.1:${port}`, close };
}

async function answer(open: (name: string) => Database, request: IncomingMessage): Promise<string> {
  const url = new URL(request.url ?? '/', 'http://bare');
  const [name = '', ...path] = url.pathname.slice(1).split('/');
  if (name === '') return '{}';
  const text = await readText(request);
  const what = `${request.method ?? ''} ${path[0] ?? ''}`;
  const told = await answersOf(open(name))[what]?.(
    url,
    (text === '' ? undefined : JSON.parse(text)) as never
  );
  return JSON.stringify(told ?? {});
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part as Uint8Array);
  return Buffer.concat(parts).toString('utf8');
}

function answersOf(database: Database): Readonly<Record<string, Answer>> {
  return {
    'GET ': () => database.info(),
    'GET _changes': ({ searchParams: asked }) =>
      database.changes({
        since: Number(asked.get('since') ?? 0),
        limit: Number(asked.get('limit') ?? 5000),
        batch_size: Number(asked.get('limit') ?? 5000),
        style: 'all_docs'
      }),
    'POST _revs_diff': (_url, body) => database.revsDiff(body),
    'POST _bulk_get': (_url, body: { docs: [] }) =>
      database.bulkGet({ docs: body.docs, revs: true, latest: true } as never),
    'POST _bulk_docs': (_url, body: { docs: [] }) => database.bulkDocs(body.docs, { new_edits: false }),
    'GET _local': ({ pathname }) => database.get(localId(pathname)),
    'PUT _local': async ({ pathname }, body: object) => {
      const { rev } = await database.put({ ...body, _id: localId(pathname) });
      return { ok: true, id: localId(pathname), rev };
    }
  };
}

function localId(pathname: string): string {
  return `_local/${decodeURIComponent(pathname.split('/').pop() ?? '')}`;
}
