/** Public requests to an authority's server about applications. Every answer is parsed. */
import type { Attachment, Submission } from '#lib/domain/application/application.ts';
import { VISIBLE_APPLICATION } from '#lib/domain/application/visible.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import {
  anyText,
  instant,
  integer,
  orNull,
  readStored,
  stored,
  yesOrNo,
  type Check,
  type Checked
} from '#lib/domain/shape/shape.ts';
import { call } from '#lib/store/server/call-server.ts';

const offer = stored({
  required: {
    isOpen: yesOrNo,
    authority: orNull(stored({ required: { name: anyText } })),
    advice: anyText,
    fee: orNull(stored({ required: { amount: anyText, howToPay: anyText } })),
    targetDays: integer(1, 365),
    /** The country's own server, if it takes them. */
    at: orNull(anyText)
  }
});
export type Offer = Checked<typeof offer>;

/** `waiting`: on the server; no officer has taken it. */
const status = stored({ required: { ...VISIBLE_APPLICATION, waiting: yesOrNo } });
export type AppliedStatus = Checked<typeof status>;

const receipt = stored({ required: { number: anyText, at: instant } });

export function readOffer(value: unknown): Result<Offer> {
  return readStored(offer, value);
}

export function readStatus(value: unknown): Result<AppliedStatus> {
  return readStored(status, value);
}

/** Another answer than agreed, from a proxy or another version, proves nothing. */
function parsed<T>(check: Check<T>, told: Result<unknown>): Result<T> {
  if (!told.ok) return told;
  const read = readStored(check, told.value);
  return read.ok ? read : refuse({ code: 'line.unanswered' });
}

const pathOf = (country: CountryCode, rest = ''): string => `/api/applications/${country}${rest}`;

type Answer = {
  readonly text: string;
  readonly form?: DraftFields;
  readonly attachments?: readonly Attachment[];
};

export const applyApi = {
  offer: async (country: CountryCode) => parsed(offer, await call('GET', pathOf(country))),
  submit: async (country: CountryCode, code: ConfirmationCode, application: Submission) =>
    parsed(receipt, await call('POST', pathOf(country), { code, application })),
  attach: (country: CountryCode, code: ConfirmationCode, { hash, type, name }: Attachment, data: string) =>
    call<unknown>('PUT', pathOf(country, '/attachments'), { code, hash, type, name, data }),
  status: async (country: CountryCode, code: ConfirmationCode) =>
    parsed(status, await call('POST', pathOf(country, '/status'), { code })),
  answer: async (country: CountryCode, code: ConfirmationCode, answer: Answer) =>
    parsed(status, await call('POST', pathOf(country, '/answer'), { code, ...answer })),
  withdraw: async (country: CountryCode, code: ConfirmationCode, reason: string) =>
    parsed(status, await call('POST', pathOf(country, '/withdraw'), { code, reason }))
};
