/** The server's answers to an account of a company, for both sides: they name no other company. */
import { isAuthorization, type ActOf, type AuthorizationAct } from '../act/body.ts';
import { parseAct } from '../act/parse-act.ts';
import { foldText } from '../act/typed-text.ts';
import { MAY_APPLY, OPERATIONS, companyReference, type Company } from '../company/company.ts';
import { COMPANY_AUTHORIZATION } from '../company/visible-authorization.ts';
import { parsePrintCode, type PrintCode } from '../print-code/print-code.ts';
import { country } from '../shape/references.ts';
import {
  anyText,
  calendarDate,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  orNull,
  stored,
  yesOrNo,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { APPLICATION_STATUSES } from './application-state.ts';
import { appliedForm, APPLIED_KINDS, type Submission } from './application.ts';
import { VISIBLE_APPLICATION } from './visible.ts';

const anyObject: Check<Record<string, unknown>> = (value, out) => {
  if (!isPlainObject(value)) out.push({ code: 'document.malformed' });
};
const amount = integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

export const MAX_ASKED = 50;

/** `GET /api/company` */
export const COMPANY_DESK = stored({
  required: {
    authority: stored({ required: { country, name: anyText } }),
    /** The register's own words: the server writes them into each application. */
    company: stored({
      required: {
        id: companyReference,
        name: anyText,
        address: anyText,
        country: anyText,
        nationalNumber: orNull(anyText)
      }
    }),
    mayApply: oneOf(MAY_APPLY),
    licences: listOf(
      stored({
        required: {
          number: anyText,
          operations: listOf(oneOf(OPERATIONS), 0, OPERATIONS.length),
          substances: listOf(anyText, 0, 300),
          schedules: listOf(anyText, 0, 20),
          validFrom: calendarDate,
          validUntil: calendarDate,
          conditions: orNull(anyText)
        }
      }),
      0,
      100
    ),
    quotas: listOf(
      stored({
        required: {
          substance: anyText,
          operation: oneOf(OPERATIONS),
          year: integer(2000, 2100),
          /** Micrograms of anhydrous base. */
          base: amount,
          left: amount
        }
      }),
      0,
      200
    ),
    /** Waiting for the company, the newest first; `askedMore` counts those that are left off. */
    asked: listOf(
      stored({
        required: { id: anyText, number: anyText, status: oneOf(APPLICATION_STATUSES), isUnpaid: yesOrNo }
      }),
      0,
      MAX_ASKED
    ),
    askedMore: amount,
    /** Takes applications of this company now: a suspended company reads and sends nothing. */
    isOpen: yesOrNo,
    advice: anyText,
    fee: orNull(stored({ required: { amount: anyText, howToPay: anyText } })),
    targetDays: integer(1, 365)
  }
});
export type CompanyDesk = Checked<typeof COMPANY_DESK>;

/** `POST …/answer` and `…/withdraw`, and each row of the list. */
export const COMPANY_APPLICATION = stored({
  required: {
    id: anyText,
    /** Both null once the content was deleted. */
    of: orNull(oneOf(APPLIED_KINDS)),
    /** The company's own form with the changes of its answers. */
    form: orNull(appliedForm),
    ...VISIBLE_APPLICATION,
    /** On the server; no officer has taken it. */
    waiting: yesOrNo
  }
});
export type CompanyApplication = Checked<typeof COMPANY_APPLICATION>;

/** Rows of one answer; `more` goes into `before` of the next request, null on the last page. */
export const COMPANY_PAGE = { least: 1, usual: 20, most: 50 } as const;
const more = orNull(anyText);
/** `GET /api/company/applications` and `…/authorizations`, newest first. */
export const COMPANY_APPLICATIONS = stored({
  required: { applications: listOf(COMPANY_APPLICATION, 0, COMPANY_PAGE.most), more }
});
export const COMPANY_AUTHORIZATIONS = stored({
  required: { authorizations: listOf(COMPANY_AUTHORIZATION, 0, COMPANY_PAGE.most), more }
});

const act: Check<AuthorizationAct> = (value, out) => {
  const parsed = parseAct(value);
  if (!parsed.ok || !isAuthorization(parsed.value)) out.push({ code: 'document.malformed' });
};
const certificate: Check<ActOf<'certificate'>> = (value, out) => {
  const parsed = parseAct(value);
  if (!parsed.ok || parsed.value.body.kind !== 'certificate') out.push({ code: 'document.malformed' });
};
const printCode: Check<PrintCode> = (value, out) => {
  if (!isPlainObject(value) || !parsePrintCode(value).ok) out.push({ code: 'document.malformed' });
};

/** `GET /api/company/authorizations/:id/form`: all that the company's browser needs for the form that the officer prints. */
export const COMPANY_FORM = stored({
  required: {
    act,
    /** From the root: the keys that its code proves. */
    certificates: listOf(certificate, 0, 20),
    code: orNull(printCode),
    mark: orNull(
      stored({
        required: {
          kind: oneOf(['cancelled', 'suspended', 'replaced']),
          on: calendarDate,
          by: orNull(anyText)
        }
      })
    ),
    sealRequired: yesOrNo,
    /** `setting:form`, for `toFormChoices`. */
    choices: orNull(anyObject)
  }
});
export type CompanyForm = Checked<typeof COMPANY_FORM>;

/** The company's name and address are the register's, whatever was sent; premises and licence only if they are its own. */
export function asCompany(submission: Submission, company: Company): Submission {
  const side = submission.of === 'import-authorization' ? 'importer' : 'exporter';
  const { [`${side}Licence`]: licence, [`${side}Address`]: typed = '', ...fields } = submission.form.fields;
  const numbers = [company.licence, ...(company.licences ?? []).map(({ number }) => number)];
  const premises = (company.premises ?? []).find(({ address }) => foldText(address) === foldText(typed));
  return {
    ...submission,
    form: {
      ...submission.form,
      fields: {
        ...fields,
        [`${side}Name`]: company.name,
        [`${side}Address`]: premises?.address ?? company.address,
        [`${side}Country`]: company.country ?? '',
        ...(licence && numbers.includes(licence) ? { [`${side}Licence`]: licence } : {})
      }
    }
  };
}
