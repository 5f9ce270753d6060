/** OpenAPI 3.1 of `/api/v1`, from its operations and the shapes of documents. */
import { act, NAMED } from '../act/describe/described.ts';
import { SchemaWriter, type JsonSchema } from '../act/describe/json-schema.ts';
import { publicKey } from '../act/kinds/keys.ts';
import type { Check } from '../shape/shape.ts';
import { apiWordsOf, OPERATION_WORDS, SCOPE_WORDS } from './api-words.ts';
import { publicJwk } from './client.ts';
import {
  COMMON_PROBLEMS,
  dossierRow,
  IDEMPOTENCY_PROBLEMS,
  OPERATIONS,
  refusalReply,
  signedAct,
  toldProblem,
  wholeDossier,
  type Operation,
  type OperationId
} from './operations.ts';

export const SHAPE_NAMES: ReadonlyMap<Check, string> = new Map<Check, string>([
  ...NAMED,
  [toldProblem, 'problem'],
  [refusalReply, 'refusal'],
  [dossierRow, 'dossier-row'],
  [wholeDossier, 'dossier']
]);

export function openApi(): JsonSchema {
  const writer = new SchemaWriter({
    base: '#/components/schemas/',
    named: SHAPE_NAMES,
    words: apiWordsOf,
    instead: new Map<Check, Check>([
      [signedAct, act],
      [publicJwk, publicKey]
    ])
  });
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of OPERATIONS as readonly Operation[]) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(operation, writer) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'I2ES for national systems',
      version: '1',
      summary: 'Import and export authorizations for narcotic drugs and psychotropic substances.',
      description:
        'An interface of I2ES, not of INCB. Quantities are whole micrograms. Documents are signed by the national system itself, or given to the officers as drafts.'
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'oauth2',
          description:
            'client_credentials with a client assertion (private_key_jwt, RFC 7523), signed with ES256. The server has the public key only.',
          flows: { clientCredentials: { tokenUrl: '/api/v1/token', scopes: SCOPE_WORDS } }
        }
      },
      schemas: writer.definitions
    }
  };
}

function describeOperation(operation: Operation, writer: SchemaWriter): JsonSchema {
  const { id, scope, parameters, request, reply, idempotent, takesForm } = operation;
  const query = parameters.map(({ name, in: place, required, check }) => ({
    name,
    in: place,
    required,
    description: apiWordsOf([id, name]) ?? '',
    schema: writer.write(check, [id, name])
  }));
  const body = (check: Check): JsonSchema => ({ schema: writer.write(check, [id]) });
  return {
    operationId: id,
    summary: OPERATION_WORDS[id as OperationId],
    security: scope === null ? [] : [{ token: [scope] }],
    parameters: idempotent ? [...query, IDEMPOTENCY_KEY] : query,
    ...(request
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': body(request),
              ...(takesForm ? { 'application/x-www-form-urlencoded': body(request) } : {})
            }
          }
        }
      : {}),
    responses: {
      [reply.status]: { description: 'The answer.', content: { 'application/json': body(reply.body) } },
      ...describeRefusals(operation, body(refusalReply))
    }
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same request with the same key gets the same answer for 24 hours, and is done once.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' }
};

/** Codes of problems by status, with those that are possible everywhere. */
export function refusalsOf(operation: Operation): Readonly<Record<string, readonly string[]>> {
  const lists: readonly Readonly<Record<string, readonly string[] | undefined>>[] = [
    operation.problems,
    ...(operation.idempotent ? [IDEMPOTENCY_PROBLEMS] : []),
    COMMON_PROBLEMS
  ];
  const refusals: Record<string, readonly string[]> = {};
  for (const list of lists)
    for (const status of Object.keys(list)) {
      const codes = [...(refusals[status] ?? []), ...(list[status] ?? [])];
      refusals[status] = codes.filter((code, at) => codes.indexOf(code) === at);
    }
  return refusals;
}

function describeRefusals(operation: Operation, content: JsonSchema): JsonSchema {
  const refusals = refusalsOf(operation);
  return Object.fromEntries(
    Object.keys(refusals).map((status) => [
      status,
      { description: `Refused: ${refusals[status]?.join(', ')}.`, content: { 'application/json': content } }
    ])
  );
}
