/** Requests of a company's account. The server finds the company by the session; every answer is parsed. */
import type { ApplyLine } from '#lib/apply/apply-api.ts';
import {
  COMPANY_APPLICATION,
  COMPANY_APPLICATIONS,
  COMPANY_AUTHORIZATIONS,
  COMPANY_DESK,
  COMPANY_FORM
} from '#lib/domain/application/company-desk.ts';
import type { NewShipment } from '#lib/domain/company/announced-shipment.ts';
import { COMPANY_AUTHORIZATION } from '#lib/domain/company/visible-authorization.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import { anyText, instant, readStored, stored, type Check } from '#lib/domain/shape/shape.ts';
import { call } from '#lib/store/server/call-server.ts';

const receipt = stored({ required: { number: anyText, at: instant } });

async function ask<T>(check: Check<T>, ...request: Parameters<typeof call>): Promise<Result<T>> {
  const told = await call<unknown>(...request);
  if (!told.ok) return told;
  const read = readStored(check, told.value);
  return read.ok ? read : refuse({ code: 'line.unanswered' });
}

const AT = '/api/company';
const one = (id: string): string => encodeURIComponent(id);
const pageOf = (list: string, before: string | null): string =>
  `${AT}/${list}${before === null ? '' : `?before=${encodeURIComponent(before)}`}`;

export const companyApi = {
  desk: () => ask(COMPANY_DESK, 'GET', AT),
  applications: (before: string | null) => ask(COMPANY_APPLICATIONS, 'GET', pageOf('applications', before)),
  application: (id: string) => ask(COMPANY_APPLICATION, 'GET', `${AT}/applications/${one(id)}`),
  authorizations: (before: string | null) =>
    ask(COMPANY_AUTHORIZATIONS, 'GET', pageOf('authorizations', before)),
  authorization: (id: string) => ask(COMPANY_AUTHORIZATION, 'GET', `${AT}/authorizations/${one(id)}`),
  form: (id: string) => ask(COMPANY_FORM, 'GET', `${AT}/authorizations/${one(id)}/form`),
  announce: (shipment: NewShipment) => ask(COMPANY_AUTHORIZATION, 'POST', `${AT}/shipments`, shipment)
};

/** One application, by the id that its code makes. `isSent`: the server has it, and this browser perhaps no code. */
export function companyLine(id: string, isSent = false): ApplyLine {
  return {
    submit: (code, application) => ask(receipt, 'POST', `${AT}/applications`, { code, application }),
    attach: (code, { hash, type, name }, data) => {
      const which = isSent ? { id } : { code };
      return call<unknown>('PUT', `${AT}/applications/attachments`, { ...which, hash, type, name, data });
    },
    status: () => companyApi.application(id),
    answer: (_code, answer) =>
      ask(COMPANY_APPLICATION, 'POST', `${AT}/applications/answer`, { id, ...answer }),
    withdraw: (_code, reason) =>
      ask(COMPANY_APPLICATION, 'POST', `${AT}/applications/withdraw`, { id, reason })
  };
}
