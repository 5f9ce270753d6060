/** What every answer has to be, whatever was asked: never 500, in one form, and telling no secret. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { ROUTES } from '#couch/gateway/routes/routes.ts';
import { CUT, type Answer } from '../wire.ts';
import type { Planned } from './plan.ts';
import { NO_ANSWER } from './send.ts';

/** What is wrong with it, in a sentence; null for an answer as it should be. */
export function judgeAnswer(asked: Planned, answer: Answer, secrets: readonly string[]): string | null {
  if (answer === NO_ANSWER) return 'no answer came';
  if (answer === CUT) return null;
  const { status, text } = answer;
  const secret = tellsSecret(answer, secrets);
  // The description of the interface names the seal of a consignment, and holds no document.
  const isDescription = asked.route.endsWith('/openapi.json') && secret === 'a hash';
  if (secret !== null && !isDescription) return `the answer tells ${secret}`;
  if (status >= 500) return judgeTrouble(answer);
  if (status === 429 && !isSeconds(answer) && !MAY_COME_AT_ONCE.test(text))
    return '429 that does not say when to come back';
  // What is no request of HTTP is refused by Node itself, and HEAD has no body.
  if (asked.frame !== null || asked.method === 'HEAD') return null;
  if (status >= 400) return judgeRefusal(answer);
  return judgeYes(asked, answer);
}

/** 503 says when to come back; a full disk is 507. */
function judgeTrouble(answer: Answer): string | null {
  if (answer.status === 503) return isSeconds(answer) ? null : '503 that does not say when to come back';
  return `${answer.status} ${answer.text.slice(0, 200)}`;
}

/** Over as soon as another request of the same person is. */
const MAY_COME_AT_ONCE = /invitation\.tooMany|registration\.tooManyOpen/;

function isSeconds({ headers }: Answer): boolean {
  return /^[1-9][0-9]*$/.test(String(headers['retry-after']));
}

function judgeRefusal({ status, json, text, headers }: Answer): string | null {
  // Node refuses these before there is a request.
  if (text === '' && (status === 400 || status === 431 || status === 408 || status === 417)) return null;
  const isRefusal =
    isPlainObject(json) &&
    typeof json['error'] === 'string' &&
    typeof json['reason'] === 'string' &&
    Array.isArray(json['problems']) &&
    json['problems'].length > 0 &&
    json['problems'].every(
      (one) => isPlainObject(one) && /^[a-zA-Z]+(?:\.[a-zA-Z0-9]+)*$/.test(String(one['code']))
    );
  if (!isRefusal) return `a refusal in another form: ${status} ${text.slice(0, 200)}`;
  return isJson(headers) ? null : `a refusal of type ${headers['content-type']}`;
}

function isJson(headers: Answer['headers']): boolean {
  return String(headers['content-type']).startsWith('application/json');
}

/** The half of a sign-in, and a file of the app where the address was none of the table's. */
const OTHERWISE: readonly number[] = [200, 202, 304];

/** To a page of the app, with nothing of the question but in its fragment. */
function judgeWay({ location }: Answer['headers'], text: string): string | null {
  if (text !== '') return '303 with a body';
  return /^\/[a-z]+#[\w.!~*'()%-]*$/.test(String(location)) ? null : `303 to ${location}`;
}

function judgeYes({ route, method, path }: Planned, { status, headers, text, json }: Answer): string | null {
  // With another method it is another route of the table, or none.
  const own = ROUTES.find((one) => `${one.method} ${one.path}` === route.replace(/^[A-Z]+/, method));
  const declared = own?.status ?? 200;
  if (status !== declared && !OTHERWISE.includes(status)) return `${status} where ${declared} is declared`;
  if (status === 204) return text === '' ? null : '204 with a body';
  if (status === 303) return judgeWay(headers, text);
  if (!/^\/(?:api|db)\//.test(path)) return null;
  const isDeclared = own?.type !== undefined && headers['content-type'] === own.type;
  if (isDeclared) return null;
  if (!isJson(headers)) return `${status} of type ${headers['content-type']}`;
  return json === null || typeof json !== 'object'
    ? `${status} that is no JSON: ${text.slice(0, 200)}`
    : null;
}

const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\n\s+at .*:\d+:\d+/, 'a stack'],
  [/node_modules|\.ts:\d|\bfile:\/\//, 'a place in the program'],
  [/\$argon2|"seal(?!Required")|pbkdf2/, 'a hash'],
  [/ECONNREFUSED|ENOENT|EACCES|NotOpenError|TypeError|RangeError|SyntaxError/, 'an error of the program']
];

/** What lies in an act is for whoever may read it, as a trial's figures are; of a lesson's file its bytes are told. */
function isTold(holder: Readonly<Record<string, unknown>>): boolean {
  return (
    String(holder['_id']).startsWith('act:') || ('hash' in holder && 'type' in holder && 'size' in holder)
  );
}

function tellsHash(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(tellsHash);
  const holder = value as Readonly<Record<string, unknown>>;
  if (isTold(holder)) return false;
  return typeof holder['hash'] === 'string' || Object.values(holder).some(tellsHash);
}

/** Of an answer that was cut short, or comes in parts: whose hash it is, is told by the id before it. */
function tellsHashUnread(text: string): boolean {
  return [...text.matchAll(/"hash":"/g)].some(({ index }) => {
    const holder = [...text.slice(0, index).matchAll(/"_?id":"([^"]*)"/g)].at(-1)?.[1] ?? '';
    return !/^(?:act|lesson):/.test(holder);
  });
}

function tellsSecret({ text, json, headers }: Answer, secrets: readonly string[]): string | null {
  const head = JSON.stringify({ ...headers, 'set-cookie': '' });
  if (json === null ? tellsHashUnread(text) : tellsHash(json)) return 'a hash';
  for (const [pattern, what] of SECRETS) if (pattern.test(text) || pattern.test(head)) return what;
  return secrets.some((secret) => secret !== '' && (text.includes(secret) || head.includes(secret)))
    ? 'a secret of this server'
    : null;
}
