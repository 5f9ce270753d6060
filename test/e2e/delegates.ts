/** People of three authorities who enrol by the routes that a device's store takes, besides those whom a story opens in a browser. */
import { certify, boardOffice } from '#couch/demonstration/certificates.ts';
import { ActSigner, readDemonstrationKeys } from '#couch/demonstration/signing.ts';
import { storeActs } from '#couch/demonstration/store-acts.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { AuthorityCode, Instant, SessionId } from '#lib/domain/ids.ts';
import { Client } from '../couch/gateway/client.ts';
import { atRest } from './server-at-rest.ts';
import { createPerson } from './server-people.ts';
import type { Server } from './server.ts';

const PASSWORD = 'nine chairs by the window';
const FUNCTION = 'Delegate';

export class Delegate {
  #client: Client | null = null;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly authority: AuthorityCode,
    readonly scribe: ActSigner
  ) {}

  async signIn(server: Server): Promise<void> {
    this.#client = await Client.signIn(server.address, this.id, PASSWORD);
  }

  /** Signed on their device at once, whenever it is sent. */
  sign(session: SessionId): Promise<Act> {
    const at = new Date().toISOString() as Instant;
    return this.scribe.write(['INCB'], at, { kind: 'enrolment', session, intent: 'enrol' });
  }

  async send(act: Act): Promise<void> {
    const refused = await this.#client?.push(`country-${this.authority.toLowerCase()}`, [act]);
    if (Object.keys(refused ?? { none: [] }).length > 0) throw new Error(JSON.stringify(refused));
  }

  async place(session: SessionId): Promise<string> {
    const answer = await this.#client?.ask('GET', '/api/training/desk');
    const { sessions } = answer?.body as {
      sessions: readonly { session: { _id: string }; own: { state: string; place: number } | null }[];
    };
    const own = sessions.find((one) => one.session._id === session)?.own;
    return own ? `${own.state} ${own.place}` : 'unheard';
  }
}

/** Of each authority as many, certified as the Board certifies them; the server is stopped for it and started again. */
export async function addDelegates(
  server: Server,
  authorities: readonly AuthorityCode[],
  ofEach: number,
  others: (engine: Engine) => Promise<void>
): Promise<readonly Delegate[]> {
  const keys = await readDemonstrationKeys(server.folder);
  if (!keys) throw new Error('This server holds no demonstration.');
  const board = new ActSigner(boardOffice(keys));
  const made: Delegate[] = [];
  await atRest(server, async (engine) => {
    for (let no = 1; no <= ofEach; no += 1)
      for (const authority of authorities) made.push(await admit(engine, board, authority, no));
    await storeActs(engine, 'reference', board.written);
    await others(engine);
  });
  await server.start();
  await Promise.all(made.map((one) => one.signIn(server)));
  return made;
}

async function admit(
  engine: Engine,
  board: ActSigner,
  authority: AuthorityCode,
  no: number
): Promise<Delegate> {
  const id = `${authority.toLowerCase()}.delegate${no}`;
  const name = `Delegate ${no} of ${authority}`;
  const person = { id, name, function: FUNCTION, role: 'administrator', authority } as const;
  await createPerson(engine, { ...person, password: PASSWORD });
  const key = await importSigningKey(await generatePrivateJwk());
  const now = new Date().toISOString() as Instant;
  const holder = { key, authority, person: id, name, function: FUNCTION, device: 'Telephone' } as const;
  await certify(board, now, now, { ...holder, role: 'administrator' });
  const by = { person: id, name, function: FUNCTION };
  return new Delegate(id, name, authority, new ActSigner({ authority, key, by }));
}
