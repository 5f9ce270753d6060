/** When stopped, acknowledged data is on disk. */
import { createServer } from 'node:net';
import { startTidying } from '#couch/accounts/accounts.ts';
import { ensureAnswers } from '#couch/base/data-folder.ts';
import type { Settings } from '#couch/base/env.ts';
import { PROGRAM_VERSION } from '#couch/base/program.ts';
import { startDemonstrationClerk } from '#couch/demonstration/seed.ts';
import { holdFolder, isDataFolder, noteAddress } from '#couch/engine/engine.ts';
import { buildGateway, type Gateway, type GatewayOptions } from '#couch/gateway/gateway.ts';
import { UnderWay } from '#couch/gateway/requests.ts';
import { readBackupMark } from '#couch/installation/installation-marks.ts';
import { noteOrigin } from '#couch/installation/system-settings.ts';
import { Metrics, serveMetrics } from '#couch/metrics/metrics.ts';
import { ensureBuiltApp } from './build-app.ts';
import { Carrier } from './carrier.ts';
import { tellFailure, type Failing } from './end-on-failure.ts';
import { openInstallation, type Installation } from './open-installation.ts';

export interface Backend extends Failing {
  readonly address: string;
  readonly installation: Installation;
  stop(): Promise<void>;
}

interface StartOptions {
  readonly root: string;
  readonly settings: Settings;
  readonly say: (sentence: string) => void;
  readonly stopping?: AbortSignal;
  readonly limits?: GatewayOptions['limits'];
}

/** A page that points its own name here would pass for I2ES: its host and origin agree. */
const NO_ADDRESS =
  'No public address is set: whoever leads a name of their own to this server may have it taken for this site. Name the address in ORIGIN.';

export async function startBackend({
  root,
  settings,
  say,
  stopping = new AbortController().signal,
  limits = {}
}: StartOptions): Promise<Backend> {
  await probePort(settings.port, settings.host).catch((error: unknown) => refuseTaken(error, settings));
  const installation = await openInstallation(settings, say);
  const parts: { stop(): Promise<void> | void }[] = [{ stop: () => installation.engine.close() }];
  const stop = stopOnce(parts);
  try {
    await noteOrigin(installation.engine, settings.isOriginNamed ? settings.origin : null);
    const app = settings.appFolder ?? (await ensureBuiltApp({ root, say, stopping }));
    const carrier = new Carrier(installation, settings);
    const metrics = new Metrics();
    metrics.followExchange(() => carrier.figures());
    metrics.followArrivals(() => carrier.arrivals());
    metrics.followFindings(() => carrier.findings());
    metrics.followUsage(() => carrier.uncountedUsage());
    if (settings.national !== null) metrics.followLink(() => carrier.linkState());
    metrics.followDatabase(() => installation.engine.nodes());
    metrics.followBackup(async () => {
      const at = await readBackupMark(installation.engine);
      return at === null ? null : (Date.now() - Date.parse(at)) / 1000;
    });
    metrics.followSessions(() => installation.accounts.sessions.count());
    const drain = new Drain(settings.stopAfterSeconds);
    const underWay = new UnderWay();
    const shown = { app, limits, metrics, underWay, isStopping: () => drain.isBegun, ...carrier.forGateway };
    const gateway = await openGateway(settings, installation, shown);
    parts.push({ stop: () => gateway.close() });
    parts.push(await carrier.start(gateway.log));
    parts.push(
      startTidying(installation.accounts, (reason) => gateway.log.warn({ reason }, 'What is over stays.'))
    );
    const clerk = await startClerk(installation, settings);
    if (clerk) parts.push(clerk);
    if (settings.metrics) parts.push(await serveMetrics(metrics, settings.metrics));
    if (!settings.isOriginNamed && !installation.system.demonstration) say(NO_ADDRESS);
    const address = await gateway.listen({ port: settings.port, host: settings.host });
    parts.push(drain);
    // One name for one place: a browser does not show at 127.0.0.1 data it stored for localhost.
    const shownAt = address.replace('//127.0.0.1:', '//localhost:');
    if (settings.couchdbUrl === null) noteAddress(settings.dataFolder, shownAt);
    const fail = async (failure: unknown): Promise<void> => {
      const told = { ...tellFailure(failure), underWay: underWay.list() };
      gateway.log.fatal(told, 'Ended by a failure that nobody caught.');
      // A failed process must answer no one while a load balancer takes its time.
      await stopAll(parts.filter((part) => part !== drain));
    };
    return { address: shownAt, installation, stop, fail };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Most often by I2ES itself; if this folder is in use, the error says so. */
async function refuseTaken(error: unknown, { couchdbUrl, dataFolder }: Settings): Promise<never> {
  await ensureAnswers(dataFolder);
  if (couchdbUrl === null && isDataFolder(dataFolder)) await (await holdFolder(dataFolder)).release();
  throw error;
}

async function openGateway(
  settings: Settings,
  installation: Installation,
  shown: Pick<
    GatewayOptions,
    | 'app'
    | 'limits'
    | 'metrics'
    | 'underWay'
    | 'isStopping'
    | 'joinExchange'
    | 'takeFindings'
    | 'takeCarried'
    | 'tellDestination'
    | 'national'
    | 'follows'
  >
): Promise<Gateway> {
  const { engine, accounts, system, secret, exchangeKey: trainingKey } = installation;
  return buildGateway({
    engine,
    accounts,
    secret,
    origin: settings.origin,
    isOriginNamed: settings.isOriginNamed,
    operator: settings.operator,
    mail: settings.mail,
    trainingKey,
    ...shown,
    roots: system.roots,
    handovers: system.handovers ?? [],
    demonstration: system.demonstration,
    version: PROGRAM_VERSION,
    trustedProxies: settings.trustedProxies,
    log: { level: settings.logLevel, stream: process.stderr }
  });
}

async function startClerk(
  { engine, system }: Installation,
  { dataFolder, national }: Settings
): Promise<{ stop(): Promise<void> | void } | null> {
  return system.demonstration && national === null ? startDemonstrationClerk(engine, dataFolder) : null;
}

function stopOnce(parts: { stop(): Promise<void> | void }[]): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  return () => (stopping ??= stopAll(parts));
}

async function stopAll(parts: { stop(): Promise<void> | void }[]): Promise<void> {
  for (const part of [...parts].reverse()) await part.stop();
}

/** Behind a load balancer health answers 503, and connections end only after the balancer could notice. */
class Drain {
  readonly #seconds: number;
  #isBegun = false;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  get isBegun(): boolean {
    return this.#isBegun;
  }

  async stop(): Promise<void> {
    this.#isBegun = true;
    await new Promise((resolve) => setTimeout(resolve, this.#seconds * 1000));
  }
}

function probePort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
