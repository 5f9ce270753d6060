/** Liveness and readiness, for monitoring and load balancers. */
import { Refusal } from '../bounds/refusal.ts';
import { instantOf, type Call, type Desk, type Route } from '../calls/call.ts';

const WATCHED = { method: 'GET', who: 'anybody', limit: 'requestsPerAddress', outOfTurn: true } as const;

export const HEALTH_ROUTES: readonly Route[] = [
  { ...WATCHED, path: '/api/health', answer: tellHealth },
  { ...WATCHED, path: '/api/ready', answer: tellReady }
];

const COME_BACK_AFTER_S = 5;

/** Answers while the process lives. A missing database is in the body, since a restart would not help. */
async function tellHealth({ desk }: Call): Promise<object> {
  refuseWhenStopping(desk);
  const { version, engine, demonstration, national, readiness } = desk;
  const problems = readiness.last.map(({ problem }) => problem);
  const head = {
    ok: problems.length === 0,
    problems,
    version,
    engine: engine.kind,
    time: instantOf(desk),
    demonstration
  };
  if (national === null) return head;
  const { state, since } = national.state();
  return { ...head, national: national.country, link: { state, since } };
}

/** 503 if requests cannot be served. */
async function tellReady({ desk }: Call): Promise<object> {
  refuseWhenStopping(desk);
  const found = await desk.readiness.look();
  const problems = found.map(({ problem }) => problem);
  if (found.some(({ stopsServing }) => stopsServing)) throw new Refusal(503, problems, COME_BACK_AFTER_S);
  return { ok: problems.length === 0, problems };
}

function refuseWhenStopping({ isStopping }: Desk): void {
  if (isStopping()) throw new Refusal(503, [{ code: 'server.stopping' }], COME_BACK_AFTER_S);
}
