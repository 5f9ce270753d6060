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
  listOf,
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
  },
  /** Names in INCB's directory, without a name that the authority has set. Earlier servers say none. */
  optional: { listed: listOf(anyText, 0, 100) }
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

/** The requests of one application: with its receipt code, or of an account of its company. */
export interface ApplyLine {
  submit(code: ConfirmationCode, application: Submission): Promise<Result<Checked<typeof receipt>>>;
  attach(code: ConfirmationCode, attachment: Attachment, data: string): Promise<Result<unknown>>;
  status(code: ConfirmationCode): Promise<Result<AppliedStatus>>;
  answer(code: ConfirmationCode, answer: Answer): Promise<Result<AppliedStatus>>;
  withdraw(code: ConfirmationCode, reason: string): Promise<Result<AppliedStatus>>;
}

export async function readOfferOf(country: CountryCode): Promise<Result<Offer>> {
  return parsed(offer, await call('GET', pathOf(country)));
}

export function publicLine(country: CountryCode): ApplyLine {
  return {
    submit: async (code, application) =>
      parsed(receipt, await call('POST', pathOf(country), { code, application })),
    attach: (code, { hash, type, name }, data) =>
      call<unknown>('PUT', pathOf(country, '/attachments'), { code, hash, type, name, data }),
    status: async (code) => parsed(status, await call('POST', pathOf(country, '/status'), { code })),
    answer: async (code, answer) =>
      parsed(status, await call('POST', pathOf(country, '/answer'), { code, ...answer })),
    withdraw: async (code, reason) =>
      parsed(status, await call('POST', pathOf(country, '/withdraw'), { code, reason }))
  };
}
