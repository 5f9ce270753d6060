/**
 * `/api/v1` for national systems: a route for each row of `domain/api/operations.ts`. Around each operation: its
 * parameters and body parsed by their shapes, the idempotency key, the client's log, and problems as sentences.
 */
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { notFound, Refusal, refusal, refusalBody } from '#couch/gateway/bounds/refusal.ts';
import { refuseShutOut } from '#couch/gateway/calls/access.ts';
import {
  anybody,
  client,
  instantOf,
  type Call,
  type ClientCall,
  type Route
} from '#couch/gateway/calls/call.ts';
import { paramOf, valueOf } from '#couch/gateway/calls/value-of.ts';
import { OPERATIONS, type ActResult, type Operation, type OperationId } from '#lib/domain/api/operations.ts';
import type { Block } from '#lib/domain/authorization/block.ts';
import type { Reservation } from '#lib/domain/balance/balance-documents.ts';
import { TOKEN_SECONDS } from '#lib/domain/api/client.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import type { Problem } from '#lib/domain/result.ts';
import { isPlainObject, parseShape } from '#lib/domain/shape/shape.ts';
import { checkActs, isApart, listChanges, listDeliveries, readAct, submitActs, tellKey } from './acts.ts';
import { clientRoutes, refuseRealKey, type AskForDevice } from './client-routes.ts';
import { listDossiers, readDossier } from './dossiers.ts';
import { checkDraft, readDraft, submitDraft } from './drafts.ts';
import { tellProblems } from './sentences.ts';

type Answer = (call: ClientCall) => Promise<object>;

/** Handlers of the gateway's own routes, which do the same for people. */
interface Shared {
  readonly askForDevice: AskForDevice;
  readonly claimNumbers: Answer;
  readonly claimReservations: Answer;
}

export function apiRoutes({ askForDevice, claimNumbers, claimReservations }: Shared): readonly Route[] {
  const answers: Readonly<Record<Exclude<OperationId, 'token'>, Answer>> = {
    client: tellClient,
    'request-key': (call) => {
      refuseRealKey(call.desk, call.session);
      return askForDevice(call, call.request.body);
    },
    key: tellKey,
    'check-draft': checkDraft,
    'submit-draft': submitDraft,
    draft: readDraft,
    'claim-numbers': outsideSandbox(async (call) => toBlockView((await claimNumbers(call)) as Block)),
    'claim-reservations': outsideSandbox(async (call) => toReservationsView(await claimReservations(call))),
    'check-acts': checkActs,
    'submit-acts': submitActs,
    act: readAct,
    changes: listChanges,
    dossiers: listDossiers,
    dossier: readDossier,
    deliveries: listDeliveries
  };
  const routes = (OPERATIONS as readonly Operation[]).map((operation) =>
    operation.id === 'token'
      ? tokenRoute(operation)
      : toRoute(operation, answers[operation.id as keyof typeof answers])
  );
  return [...clientRoutes(askForDevice), ...routes];
}

function toBlockView({ kind, year, first, last, device, claimedAt, claimedBy }: Block): object {
  return { kind, year, first, last, device, claimedAt, claimedBy };
}

function toReservationsView(claimed: object): object {
  const { reservations, surplus } = claimed as { reservations: readonly Reservation[]; surplus: object };
  return {
    reservations: reservations.map(
      ({ substance, year, step, device, grant, claimedAt, claimedBy, returns }) => {
        const one = { substance, year, step, device, grant, claimedAt, claimedBy };
        return returns ? { ...one, returns } : one;
      }
    ),
    surplus
  };
}

function outsideSandbox(answer: Answer): Answer {
  return async (call) => {
    if (isApart(call)) throw refusal(403, 'client.sandbox.installation');
    return answer(call);
  };
}

async function tellClient({ desk, session }: ClientCall): Promise<object> {
  const { id, name, function: title, authority } = session.person;
  return {
    id,
    country: authority,
    name,
    function: title,
    scopes: session.scopes,
    sandbox: session.sandbox,
    validUntil: new Date(session.validUntil).toISOString(),
    demonstration: desk.demonstration,
    time: instantOf(desk)
  };
}

function toRoute(operation: Operation, answer: Answer): Route {
  const { id, method, path, scope, isLarge, reply } = operation;
  if (scope === null) throw new Error(`${id} has no scope`);
  return client(`${method} ${path}`, scope, (call) => answerOnce(call, operation, answer), {
    status: reply.status,
    rate: method === 'GET' ? 'readsPerClient' : 'writesPerClient',
    refused: (asked, told) => tellRefusal(asked, told, id),
    ...(isLarge ? { body: 'bulkBytes' } : {})
  });
}

const KEY = /^[\x21-\x7e]{1,128}$/;

async function answerOnce(call: ClientCall, operation: Operation, answer: Answer): Promise<unknown> {
  judgeRequest(call, operation);
  if (!operation.idempotent) return answer(call);
  const { clientTraces: traces } = call.desk;
  const client = call.session.person.id;
  const key = call.request.headers['idempotency-key'];
  if (key === undefined) return answerAndNote(call, operation, answer);
  if (typeof key !== 'string' || !KEY.test(key)) throw refusal(400, 'idempotency.key.malformed');
  const request = nativeSha256(`${operation.id}\n${canonicalJson(call.request.body)}`);
  const { kept, ...begun } = valueOf(await traces.begin(client, key, request));
  if (kept) {
    call.reply.header('idempotency-replayed', 'yes');
    call.reply.code(kept.status);
    return kept.body;
  }
  const { name } = begun as { readonly name: string };
  try {
    const answered = await answerAndNote(call, operation, answer);
    await traces.keep(name, { status: operation.reply.status, body: JSON.stringify(answered) });
    return answered;
  } catch (error) {
    await traces.forget(name);
    throw error;
  }
}

async function answerAndNote(call: ClientCall, operation: Operation, answer: Answer): Promise<object> {
  const answered = await answer(call);
  const note = { operation: operation.id, status: operation.reply.status, ...outcomeOf(answered) };
  await call.desk.clientTraces.note(call.session.person.id, note);
  return answered;
}

interface Outcome {
  readonly codes: readonly string[];
  readonly accepted?: number;
  readonly refused?: number;
}

function outcomeOf(answered: object): Outcome {
  const { results } = answered as { readonly results?: readonly ActResult[] };
  if (results === undefined) return { codes: [] };
  const refused = results.filter(({ state }) => state === 'refused');
  return {
    codes: refused.flatMap(({ problems }) => problems.map(({ code }) => code)),
    accepted: results.length - refused.length,
    refused: refused.length
  };
}

/** A path that cannot name anything gets the same answer as one that names nothing here. */
function judgeRequest({ request }: ClientCall, { parameters, request: shape }: Operation): void {
  const query = request.query as Readonly<Record<string, unknown>>;
  const known = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  const stray = Object.keys(query).find((name) => !known.includes(name));
  if (stray !== undefined) throw refusal(400, 'request.query.unknown', stray.slice(0, 60));
  for (const { name, in: place, check } of parameters) {
    const value = place === 'path' ? paramOf(request, name) : query[name];
    if (value === undefined || parseShape(check, value).ok) continue;
    throw place === 'path' ? notFound() : refusal(400, 'request.query.malformed', name);
  }
  if (shape === null) return;
  const body = parseShape(shape, request.body);
  if (!body.ok) throw new Refusal(400, body.problems);
}

/** Also in the client's log, with what was refused and why, and nothing of the content. */
async function tellRefusal(
  { desk, request, reply }: Omit<Call, 'turn'>,
  { status, problems }: Refusal,
  operation: OperationId | string
): Promise<object> {
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  const client = request.opened?.session.person.id;
  if (client !== undefined) await note(desk, client, { operation, status, problems });
  const told = await tellProblems(request.headers['accept-language'], problems);
  return { ...refusalBody(status, problems), problems: told };
}

/** A log that cannot be written must not hide the refusal. */
async function note(
  { clientTraces }: Call['desk'],
  client: string,
  { problems, ...call }: { operation: string; status: number; problems: readonly Problem[] }
): Promise<void> {
  const codes = problems.map(({ code }) => code);
  await clientTraces.note(client, { ...call, codes }).catch(() => undefined);
}

function tokenRoute({ method, path, id, request }: Operation): Route {
  return anybody(`${method} ${path}`, 'tokensPerAddress', (call) => openToken(call, request), {
    takesForm: 'read',
    refused: (asked, told) => tellTokenRefusal(asked, told, id)
  });
}

interface TokenRequest {
  readonly client_assertion: string;
  readonly client_id?: string;
  readonly scope?: string;
}

async function openToken({ desk, request }: Call, shape: Operation['request']): Promise<object> {
  const grant = isPlainObject(request.body) ? request.body['grant_type'] : null;
  if (typeof grant === 'string' && grant !== 'client_credentials') throw refusal(400, 'client.grant.unknown');
  const read = shape && parseShape(shape, request.body);
  if (!read?.ok) throw new Refusal(400, [{ code: 'client.assertion.malformed' }, ...(read?.problems ?? [])]);
  const { client_assertion: assertion, client_id: named, scope } = read.value as TokenRequest;
  const opened = await desk.clients.openToken({ assertion, scope });
  if (!opened.ok) {
    const [first] = opened.problems;
    throw new Refusal(TOKEN_STATUS[first?.code ?? ''] ?? 401, opened.problems);
  }
  const { token, session } = opened.value;
  if (named !== undefined && named !== session.person.id) throw refusal(401, 'client.assertion.refused');
  await refuseShutOut(desk, session.person);
  const note = { operation: 'token', status: 200, codes: [] };
  await desk.clientTraces.note(session.person.id, note);
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: Math.min(TOKEN_SECONDS, Math.floor((session.validUntil - desk.clock()) / 1000)),
    scope: session.scopes.join(' '),
    sandbox: session.sandbox
  };
}

const TOKEN_STATUS: Readonly<Record<string, number>> = {
  'client.assertion.malformed': 400,
  'client.scope.missing': 400,
  'request.engine.failed': 503
};

/** Names of RFC 6749, 5.2. */
const TOKEN_ERRORS: Readonly<Record<string, string>> = {
  'client.grant.unknown': 'unsupported_grant_type',
  'client.scope.missing': 'invalid_scope',
  'client.assertion.malformed': 'invalid_request'
};

async function tellTokenRefusal(
  { desk, request }: Omit<Call, 'turn'>,
  { status, problems }: Refusal,
  operation: string
): Promise<object> {
  const body = isPlainObject(request.body) ? request.body['client_assertion'] : null;
  const named = typeof body === 'string' ? await desk.clients.namedIn(body).catch(() => null) : null;
  if (named !== null) await note(desk, named, { operation, status, problems });
  const told = await tellProblems(request.headers['accept-language'], problems);
  const error = TOKEN_ERRORS[problems[0]?.code ?? ''] ?? (status === 401 ? 'invalid_client' : null);
  return {
    ...refusalBody(status, problems),
    ...(error === null ? {} : { error }),
    error_description: told[0]?.sentence ?? '',
    problems: told
  };
}
