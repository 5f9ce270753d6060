/**
 * Answers as a cluster of CouchDB does where two write one new document at the same moment: the copies take both,
 * most of them the first, which is answered 201, and too few the second, which is answered 202. It shows the
 * one that came last, as a cluster may. One database, kept in memory.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Document {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
  readonly _revisions?: { readonly start: number; readonly ids: readonly string[] };
}

export interface StandIn {
  readonly url: string;
  /** What was asked, with the user who asked. */
  readonly asked: readonly string[];
  /** How the next writers of one id are answered. */
  status: (writersBefore: number) => number;
  leavesOf(id: string): readonly Document[];
  shown(id: string): Document | null;
  close(): Promise<void>;
}

export async function openStandIn(): Promise<StandIn> {
  const leaves = new Map<string, Document[]>();
  const asked: string[] = [];
  let revisions = 0;
  const leavesOf = (id: string): Document[] => leaves.get(id) ?? [];
  const shown = (id: string): Document | null =>
    leavesOf(id)
      .filter(({ _deleted }) => !_deleted)
      .at(-1) ?? null;
  const put = (id: string, body: object): { status: number; answer: object } => {
    const status = standIn.status(leavesOf(id).length);
    if (status === 409) return { status, answer: { error: 'conflict', reason: 'Document update conflict.' } };
    const rev = `1-${String(++revisions).padStart(32, '0')}`;
    leaves.set(id, [...leavesOf(id), { ...body, _id: id, _rev: rev }]);
    return { status, answer: { ok: true, id, rev } };
  };
  const graft = ({ docs }: { readonly docs: readonly Document[] }): { status: number; answer: object } => {
    for (const document of docs) {
      const [, parent = ''] = document._revisions?.ids ?? [];
      const others = leavesOf(document._id).filter(({ _rev }) => !_rev.endsWith(parent));
      leaves.set(document._id, [...others, document]);
    }
    return { status: 201, answer: [] };
  };
  const list = (): { status: number; answer: object } => {
    const rows = [...leaves.keys()].sort().flatMap((id) => {
      const doc = shown(id);
      return doc ? [{ id, key: id, value: { rev: doc._rev }, doc }] : [];
    });
    return { status: 200, answer: { total_rows: rows.length, offset: 0, rows } };
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const path = decodeURIComponent((request.url ?? '').replace(/\?.*/, ''));
      const id = path.split('/').at(-1) ?? '';
      asked.push(`${userOf(request)} ${String(request.method)} ${path}`);
      const { status, answer } =
        request.method === 'PUT'
          ? put(id, body)
          : id === '_bulk_docs'
            ? graft(body as { docs: Document[] })
            : id === '_all_docs'
              ? list()
              : { status: 200, answer: [] };
      if (status >= 500) return void response.writeHead(status).end('<html>A proxy before it</html>');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  const standIn: StandIn = {
    url: await listen(server),
    asked,
    status: (before) => (before === 0 ? 201 : 202),
    leavesOf,
    shown,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections()))
  };
  return standIn;
}

/** Before a real CouchDB: what it has stored it tells as a cluster would that had too few copies. */
export async function openUnconfirming(couchdb: string): Promise<{ url: string; close(): Promise<void> }> {
  const { origin, username, password } = new URL(couchdb);
  const server = createServer((request, response) => {
    void readText(request).then(async (body) => {
      const { authorization = '' } = request.headers;
      const answer = await fetch(origin + String(request.url), {
        method: String(request.method),
        headers: { authorization, 'content-type': 'application/json' },
        ...(body === '' ? {} : { body })
      });
      const isClaim = request.method === 'PUT' && answer.status === 201;
      response.writeHead(isClaim ? 202 : answer.status, { 'content-type': 'application/json' });
      response.end(await answer.text());
    });
  });
  const address = new URL(await listen(server));
  Object.assign(address, { username, password });
  return {
    url: address.href,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections()))
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://admin:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function userOf({ headers }: IncomingMessage): string {
  const [, pair = ''] = (headers.authorization ?? '').split(' ');
  return Buffer.from(pair, 'base64').toString('utf8').split(':')[0] ?? '';
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function readBody(request: IncomingMessage): Promise<object> {
  const text = await readText(request);
  return text === '' ? {} : (JSON.parse(text) as object);
}
