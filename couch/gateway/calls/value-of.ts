/** A `Result` as an answer: the value, or a refusal with the status of its first code. */
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Result } from '#lib/domain/result.ts';
import { Refusal, refusal } from '../bounds/refusal.ts';

const STATUS: Readonly<Record<string, number>> = {
  'request.engine.failed': 503,
  'carried.centralAway': 503,
  'document.tooLarge': 413,
  'people.unknown': 404,
  'people.lastAdministrator': 409,
  'people.role.notGranted': 403,
  'people.reset.own': 409,
  'people.factors.own': 409,
  'account.person.exists': 409,
  'account.password.wrong': 403,
  'invitation.unknown': 404,
  'invitation.expired': 410,
  'invitation.used': 410,
  'invitation.void': 410,
  'invitation.notGranted': 403,
  'invitation.tooMany': 429,
  'session.unknown': 404,
  'session.tooManyAttempts': 429,
  'session.refused': 401,
  'session.ended': 401,
  'session.ticket.over': 401,
  'secondFactor.wrong': 401,
  'secondFactor.unknown': 404,
  'secondFactor.required': 409,
  'secondFactor.none': 409,
  'secondFactor.notBegun': 409,
  'secondFactor.passkey.tooMany': 409,
  'device.report.notYours': 403,
  'device.withdrawn': 403,
  'person.suspended': 403,
  'registration.unknown': 404,
  'registration.decided': 409,
  'letter.none': 409,
  'letter.received.notSent': 409,
  'registration.notConfirmed': 409,
  'registration.country.registered': 409,
  'registration.code.refused': 403,
  'registration.tooManyOpen': 429,
  'announcement.unknown': 404,
  'announcement.mail.notSet': 409,
  'notifications.mail.notSet': 409,
  'notifications.email.none': 409,
  'notifications.ownServer': 409,
  'notifications.browser.tooMany': 409,
  'webhook.unknown': 404,
  'webhook.tooMany': 409,
  'webhook.url.repeated': 409,
  'announcement.mail.standsNoMore': 409,
  'announcement.mail.tooMany': 429,
  'training.announcement.none': 409,
  'training.session.foreign': 403,
  'training.session.unknown': 404,
  'training.session.changedMeanwhile': 409,
  'training.session.cancelled': 409,
  'training.guests.unknown': 404,
  'training.guests.full': 409,
  'training.guests.tooMany': 409,
  'training.guests.addresses': 409,
  'training.guests.noMoreMail': 409,
  'training.session.over': 409,
  'training.session.closed': 409,
  'training.session.tooMany': 409,
  'training.lesson.foreign': 403,
  'training.lesson.notYours': 403,
  'training.lesson.ownApproval': 403,
  'training.lesson.unknown': 404,
  'training.lesson.changedMeanwhile': 409,
  'regional.changedMeanwhile': 409,
  'training.lesson.tooMany': 409,
  'training.lesson.tooLarge': 413,
  'training.file.tooMany': 409,
  'training.file.space': 409,
  'training.file.ownSpace': 409,
  'training.file.disk': 507,
  'training.file.incomplete': 409,
  'application.closed': 409,
  'application.repeated': 409,
  'application.unknown': 404,
  'application.noQuestion': 409,
  'application.finished': 409,
  'application.waiting.full': 503,
  'application.attachment.tooMany': 409,
  'application.attachment.unnamed': 409,
  'company.accounts.closed': 403,
  'company.account.ended': 403,
  'company.shipment.notValid': 409,
  'company.shipment.tooMany': 409,
  'people.role.company': 409,
  'people.role.body': 409,
  'people.role.observer': 409,
  'regional.unknown': 404,
  'regional.tooMany': 409,
  'scan.foreign': 403,
  'scan.undeclared': 409,
  'scan.damaged': 409,
  'scan.space.country': 409,
  'scan.space.person': 409,
  'scan.space.dossier': 409,
  'scan.disk': 507,
  'training.capacity.taken': 409,
  'training.evaluation.notYours': 403,
  'training.evaluation.early': 409,
  'training.path.open': 409,
  'training.certificate.noKey': 409,
  'training.certificate.early': 409,
  'training.certificate.notPresent': 403,
  'client.unknown': 404,
  'client.over': 409,
  'client.tooMany': 409,
  'client.key.used': 409,
  'client.country.only': 403,
  'idempotency.running': 409,
  'idempotency.otherRequest': 422,
  'idempotency.tooMany': 429,
  'country.notRegistered': 404,
  'country.change.refused': 409,
  'country.suspended': 409,
  'country.closed': 409
};

export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const [first] = result.problems;
  const seconds = first?.values?.['seconds'];
  throw new Refusal(
    STATUS[first?.code ?? ''] ?? 400,
    result.problems,
    seconds === undefined ? null : Number(seconds)
  );
}

export function bodyOf(request: { readonly body: unknown }): Readonly<Record<string, unknown>> {
  if (!isPlainObject(request.body)) throw refusal(400, 'request.body.malformed');
  return request.body;
}

export function fieldsOf<Name extends string>(
  request: { readonly body: unknown },
  ...names: readonly Name[]
): Readonly<Partial<Record<Name, unknown>>> {
  const body = bodyOf(request);
  refuseOthers(body, names, 'act.key.unknown');
  return body as Readonly<Partial<Record<Name, unknown>>>;
}

export function queryOf<Name extends string>(
  request: { readonly query: unknown },
  ...names: readonly Name[]
): Readonly<Partial<Record<Name, unknown>>> {
  const query = request.query as object;
  refuseOthers(query, names, 'request.query.unknown');
  return query as Readonly<Partial<Record<Name, unknown>>>;
}

export function refuseQuery({ query }: { readonly query: unknown }): void {
  if (Object.keys(query as object).length > 0) throw refusal(400, 'request.query.unknown');
}

function refuseOthers(given: object, names: readonly string[], code: string): void {
  const stray = Object.keys(given).find((key) => !names.includes(key));
  if (stray !== undefined) throw refusal(400, code, stray.slice(0, 60));
}

export function paramOf(request: { readonly params: unknown }, name: string): string {
  return (request.params as Readonly<Record<string, string>>)[name] ?? '';
}
