/**
 * Account requests by anyone, and INCB's decisions. The two public answers do not reveal if a country is registered.
 */
import type { Decision } from '#couch/registration/decisions.ts';
import { parseCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { parseConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { parseSending } from '#lib/domain/registration/registration.ts';
import { parseReason, parseRegistrationRequest, parseSuccessor } from '#lib/domain/registration/request.ts';
import { STANDING_CHANGES, type StandingChange } from '#lib/domain/registration/standing.ts';
import type { Call, Route, SessionCall } from '../calls/call.ts';
import { refusal } from '../bounds/refusal.ts';
import { bodyOf, valueOf } from '../calls/value-of.ts';

const INCB = { method: 'POST', who: 'signed-in', right: 'registry', body: 'bodyBytes' } as const;
const PUBLIC = { method: 'POST', who: 'anybody', body: 'bodyBytes' } as const;

export const REGISTRATION_ROUTES: readonly Route[] = [
  { ...PUBLIC, path: '/api/registrations', limit: 'registrationsPerAddress', status: 202, answer: ask },
  {
    ...PUBLIC,
    path: '/api/confirmations',
    limit: 'confirmationsPerAddress',
    status: 201,
    answer: confirmByLetter
  },
  { ...INCB, path: '/api/registrations/:id/letter', status: 201, answer: sendLetter },
  { ...INCB, path: '/api/registrations/:id/letter/sent', answer: recordSending },
  { ...INCB, path: '/api/registrations/:id/letter/withdraw', answer: withdrawLetter },
  { ...INCB, path: '/api/registrations/:id/confirm', answer: confirm },
  { ...INCB, path: '/api/registrations/:id/refuse', answer: refuse },
  { ...INCB, path: '/api/registrations/:id/continue', answer: goOn },
  ...STANDING_CHANGES.map((change): Route => ({
    ...INCB,
    path: `/api/countries/:country/${change}`,
    answer: (call: SessionCall) => changeCountry(call, change)
  })),
  { ...INCB, path: '/api/countries/:country/successor', status: 201, answer: nameSuccessor }
];

async function ask({ desk, request }: Call): Promise<object> {
  valueOf(await desk.registrations.ask(valueOf(parseRegistrationRequest(request.body)), request.ip));
  return { received: true };
}

async function confirmByLetter({ desk, request }: Call): Promise<object> {
  const { country, code } = bodyOf(request);
  const [parsedCountry, parsedCode] = [valueOf(parseCountry(country)), valueOf(parseConfirmationCode(code))];
  const { token } = valueOf(await desk.decisions.confirmByLetter(parsedCountry, parsedCode));
  return { invitation: token };
}

async function sendLetter({ desk, request, session }: SessionCall): Promise<object> {
  return valueOf(await desk.decisions.sendLetter(idOf(request), session.person.id));
}

async function recordSending({ desk, request, session }: SessionCall): Promise<object> {
  const sending = valueOf(parseSending(bodyOf(request)));
  return {
    registration: valueOf(await desk.decisions.recordSending(idOf(request), sending, session.person.id))
  };
}

async function withdrawLetter({ desk, request, session }: SessionCall): Promise<object> {
  const reason = valueOf(parseReason(bodyOf(request)['reason']));
  return {
    registration: valueOf(await desk.decisions.withdrawLetter(idOf(request), reason, session.person.id))
  };
}

async function confirm({ desk, request, session }: SessionCall): Promise<object> {
  const decision = parseDecision(bodyOf(request));
  const made = valueOf(await desk.decisions.confirm(idOf(request), decision, session.person.id));
  return { registration: made.registration, invitation: made.invitation?.token ?? null };
}

async function refuse({ desk, request, session }: SessionCall): Promise<object> {
  const reason = valueOf(parseReason(bodyOf(request)['reason']));
  return { registration: valueOf(await desk.decisions.refuse(idOf(request), reason, session.person.id)) };
}

async function goOn({ desk, request, session }: SessionCall): Promise<object> {
  const made = valueOf(await desk.decisions.continue(idOf(request), session.person.id));
  return { registration: made.registration, invitation: made.invitation?.token ?? null };
}

async function changeCountry(
  { desk, request, session }: SessionCall,
  change: StandingChange
): Promise<object> {
  const reason = valueOf(parseReason(bodyOf(request)['reason']));
  const made = { by: session.person.id, reason };
  return { standing: valueOf(await desk.countries.change(countryOf(request), change, made)) };
}

async function nameSuccessor({ desk, request, session }: SessionCall): Promise<object> {
  const successor = valueOf(parseSuccessor(request.body));
  const handed = valueOf(await desk.countries.invite(countryOf(request), successor, session.person.id));
  return { invitation: handed.token, validUntil: handed.validUntil };
}

/** Either with the code, or on INCB's word with a reason. */
function parseDecision({ code, word, ...rest }: Readonly<Record<string, unknown>>): Decision {
  const [stray] = Object.keys(rest);
  if (stray !== undefined) throw refusal(400, 'act.key.unknown', stray.slice(0, 60));
  if ((code === undefined) === (word === undefined)) throw refusal(400, 'registration.decision.unclear');
  return word === undefined
    ? { code: valueOf(parseConfirmationCode(code)) }
    : { word: valueOf(parseReason(word, 'word')) };
}

function idOf(request: Call['request']): string {
  return (request.params as { id: string }).id;
}

function countryOf(request: Call['request']): CountryCode {
  return valueOf(parseCountry((request.params as { country: unknown }).country));
}
