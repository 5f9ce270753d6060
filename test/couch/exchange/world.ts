/** Countries with certified officers, their databases with the real design documents, and a real exchange. */
import type { Database, Engine } from '#couch/engine/engine.ts';
import { deployDesignDocuments } from '#couch/ddocs/deploy.ts';
import {
  startExchange,
  type Exchange,
  type ExchangeKey,
  type ExchangeOptions
} from '#couch/exchange/start.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { Keyring } from '#lib/crypto/verify.ts';
import type {
  Act,
  Body,
  CertificateBody,
  KeyRole,
  ReceiptBody,
  WithdrawalBody
} from '#lib/domain/act/body.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { askCouchdb } from '../with-engine.ts';

const VALID_FROM = '2026-01-01T00:00:00.000Z' as Instant;
const VALID_UNTIL = '2027-01-01T00:00:00.000Z' as Instant;
export const NOW = '2026-11-24T12:00:00.000Z' as Instant;

export interface World {
  readonly engine: Engine;
  readonly root: SigningKey;
  readonly exchangeKey: ExchangeKey;
  /** What the exchange logged, by code or message. */
  readonly logged: string[];
  home(country: string): Database;
  provision(country: string): Promise<void>;
  /** Signs the body of a sample act with the key of its issuer's officer. */
  sign<B extends Body>(act: Act<B>): Promise<Act<B>>;
  /** Signs as `sign` does and stores it at home. */
  state<B extends Body>(act: Act<B>): Promise<Act<B>>;
  certificate(country: string): Act;
  /** The Board withdraws the key of a country's officer, as of then. */
  withdraw(country: string, at: Instant): Promise<void>;
  start(options?: Partial<ExchangeOptions>): Promise<Exchange>;
}

interface Officer {
  readonly key: SigningKey;
  readonly certificate: Act;
}

export async function newKey(): Promise<SigningKey> {
  return importSigningKey(await generatePrivateJwk());
}

export function certify(
  holder: AuthorityCode,
  person: string,
  role: KeyRole,
  key: SigningKey,
  root: SigningKey
): Promise<Act> {
  const body: CertificateBody = {
    schema: 1,
    kind: 'certificate',
    issuer: 'INCB',
    to: ['*'],
    seq: { INCB: 1 },
    at: VALID_FROM,
    by: { person: 'incb.secretariat', name: 'Secretariat', function: 'INCB' },
    key: key.publicKey,
    keyId: key.keyId,
    holder: { authority: holder, person, name: `Officer of ${holder}`, role, device: 'test' },
    validFrom: VALID_FROM,
    validUntil: VALID_UNTIL
  };
  return signBody(body, root);
}

/** `known`: countries whose officers' certificates are in the reference database from the start. */
export async function openWorld(
  engine: Engine,
  countries: readonly string[],
  known = countries
): Promise<World> {
  const root = await newKey();
  const exchange = await newKey();
  const officers = new Map<string, Officer>();
  for (const country of countries) {
    const key = await newKey();
    const person = `${country.toLowerCase()}.officer`;
    officers.set(country, {
      key,
      certificate: await certify(country as CountryCode, person, 'administrator', key, root)
    });
  }
  const exchangeCertificate = await certify('EXCHANGE', 'exchange', 'exchange', exchange, root);
  await engine.create('reference');
  await deployDesignDocuments(engine.openAsAdministrator('reference'), 'reference', engine.kind);
  const published = known.map((country) => (officers.get(country) as Officer).certificate);
  await engine.open('reference').bulkDocs([...published, exchangeCertificate]);
  const logged: string[] = [];
  return new TestWorld(engine, root, officers, logged, {
    key: exchange,
    by: { person: 'exchange', name: 'I2ES exchange', function: 'Exchange' }
  });
}

class TestWorld implements World {
  constructor(
    readonly engine: Engine,
    readonly root: SigningKey,
    readonly officers: ReadonlyMap<string, Officer>,
    readonly logged: string[],
    readonly exchangeKey: ExchangeKey
  ) {}

  home(country: string): Database {
    return this.engine.open('country-' + country.toLowerCase());
  }

  async provision(country: string): Promise<void> {
    const name = 'country-' + country.toLowerCase();
    await this.engine.create(name);
    await deployDesignDocuments(this.engine.openAsAdministrator(name), 'country', this.engine.kind);
  }

  sign<B extends Body>(act: Act<B>): Promise<Act<B>> {
    return signBody(act.body, (this.officers.get(act.body.issuer) as Officer).key);
  }

  async state<B extends Body>(act: Act<B>): Promise<Act<B>> {
    const signed = await this.sign(act);
    await this.home(act.body.issuer).put(signed);
    return signed;
  }

  certificate(country: string): Act {
    return (this.officers.get(country) as Officer).certificate;
  }

  async withdraw(country: string, at: Instant): Promise<void> {
    const { keyId } = (this.officers.get(country) as Officer).key;
    const body: WithdrawalBody = {
      schema: 1,
      kind: 'withdrawal',
      issuer: 'INCB',
      to: ['*'],
      seq: { INCB: 2 },
      at,
      by: { person: 'incb.secretariat', name: 'Secretariat', function: 'INCB' },
      keyId,
      withdrawnFrom: at,
      reason: 'Stolen'
    };
    await this.engine.openAsExchange('reference').bulkDocs([await signBody(body, this.root)]);
  }

  start(options: Partial<ExchangeOptions> = {}): Promise<Exchange> {
    const note = (fields: object, message: string): void => {
      this.logged.push((fields as { code?: string }).code ?? message);
    };
    return startExchange({
      engine: this.engine,
      key: this.exchangeKey,
      keyring: new Keyring([this.root.publicKey]),
      log: { info: note, warn: note },
      now: () => NOW,
      ...options
    });
  }
}

/** A look after the last change may be answered by a copy that is behind, where a cluster has several. */
const LOOK_AGAIN_MS = 1000;

/** Resolves when the database satisfies `done`, looking at each change of it. */
export async function until(database: Database, done: () => Promise<boolean>): Promise<void> {
  const again = (await isCluster()) ? LOOK_AGAIN_MS : null;
  const feed = database.changes({ since: 0, live: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => void done().then((yes) => yes && resolve(), reject);
      feed.on('change', look);
      look();
      if (again !== null) timer = setInterval(look, again);
    });
  } finally {
    clearInterval(timer);
    feed.cancel();
  }
}

let nodes: Promise<boolean> | undefined;

/** One node has nothing to be behind of: there each look is told by a change, or something is wrong. */
function isCluster(): Promise<boolean> {
  const url = process.env['COUCHDB_URL'];
  nodes ??= url
    ? askCouchdb(url, 'GET', '_membership').then(({ body }) => (body['all_nodes'] as unknown[]).length > 1)
    : Promise.resolve(false);
  return nodes;
}

export async function idsOf(database: Database): Promise<string[]> {
  const { rows } = await database.allDocs({ startkey: 'act:', endkey: 'act:\uffff' });
  return rows.map(({ id }) => id);
}

export function untilHolds(database: Database, ids: readonly string[]): Promise<void> {
  return until(database, async () => {
    const held = new Set(await idsOf(database));
    return ids.every((id) => held.has(id));
  });
}

export async function receiptsIn(database: Database): Promise<Act<ReceiptBody>[]> {
  const { rows } = await database.allDocs<object>({
    include_docs: true,
    startkey: 'act:',
    endkey: 'act:\uffff'
  });
  const acts = rows.map((row) => row.doc as unknown as Act);
  return acts.filter(
    (act): act is Act<ReceiptBody> => act.body.kind === 'receipt' && act.body.issuer === 'EXCHANGE'
  );
}

/** Every `<act> <where>` stated delivered, repetitions included. */
export async function deliveriesIn(database: Database): Promise<string[]> {
  return (await receiptsIn(database))
    .flatMap(({ body }) => body.of.map((id) => `${id} ${body.where}`))
    .sort();
}

export function untilDelivered(database: Database, ids: readonly string[]): Promise<void> {
  return until(database, async () => {
    const delivered = new Set(
      (await receiptsIn(database)).flatMap(({ body }) => body.of as readonly string[])
    );
    return ids.every((id) => delivered.has(id));
  });
}
