/** Subjects have no control characters, nodemailer encodes headers, and texts cannot make it open files or URLs. */
import { createTransport } from 'nodemailer';

export interface MailSettings {
  /** `smtp://` or `smtps://`. Never logged. */
  readonly url: string;
  readonly from: string;
}

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An iCalendar object with its method (RFC 5546). */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string };
}

/** `unclear`: cut during the transfer, so the mail server might have it. */
export type MailOutcome =
  { readonly state: 'sent' } | { readonly state: 'refused' | 'unclear'; readonly words: string };

export type SendMail = (message: MailMessage) => Promise<MailOutcome>;

const TIMEOUT_MS = 30_000;
const MAX_WORDS_LENGTH = 300;

export function openMailer({ url, from }: MailSettings): SendMail {
  const transport = createTransport(url, { disableFileAccess: true, disableUrlAccess: true });
  Object.assign(transport.options, {
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS
  });
  return async ({ to, subject, text, headers = {}, calendar }) => {
    const icalEvent = calendar && { ...calendar, filename: 'i2es.ics' };
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        headers,
        ...(icalEvent ? { icalEvent } : {})
      });
      return { state: 'sent' };
    } catch (error) {
      return outcomeOf(error as MailError);
    }
  };
}

interface MailError {
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

function outcomeOf(error: MailError): MailOutcome {
  const answer = (error.response ?? error.message ?? '').replace(/\p{Cc}+/gu, ' ').trim();
  const words = answer.slice(0, MAX_WORDS_LENGTH);
  const isHandedOver = error.command === 'DATA' && error.responseCode === undefined;
  return { state: isHandedOver ? 'unclear' : 'refused', words };
}
