/**
 * One message over SMTP. Addresses come parsed and subjects without controls, and nodemailer encodes what it puts into a
 * header; it may open no file and no address that a text names.
 */
import { createTransport } from 'nodemailer';

export interface MailSettings {
  /** `smtp://` or `smtps://`, with the account's name and password where there is one. Never logged. */
  readonly url: string;
  readonly from: string;
}

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** `unclear`: cut while it was handed over; the mail server may have it. */
export type MailOutcome =
  { readonly state: 'sent' } | { readonly state: 'refused' | 'unclear'; readonly words: string };

export type SendMail = (message: MailMessage) => Promise<MailOutcome>;

const TIMEOUT_MS = 30_000;
const MAX_WORDS_LENGTH = 300;

export function openMailer({ url, from }: MailSettings): SendMail {
  const transport = createTransport(url, { disableFileAccess: true, disableUrlAccess: true });
  const patience = {
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS
  };
  Object.assign(transport.options, patience);
  return async ({ to, subject, text }) => {
    try {
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
      return { state: 'sent' };
    } catch (error) {
      return outcomeOf(
        error as { command?: string; responseCode?: number; response?: string; message?: string }
      );
    }
  };
}

/** Refused where the server said so, or where it was not yet given the text. */
function outcomeOf(error: {
  command?: string;
  responseCode?: number;
  response?: string;
  message?: string;
}): MailOutcome {
  const words = tidy(error.response ?? error.message ?? '');
  const isHandedOver = error.command === 'DATA' && error.responseCode === undefined;
  return { state: isHandedOver ? 'unclear' : 'refused', words };
}

/** Whatever a mail server says is shown as one line. */
function tidy(words: string): string {
  return words
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_WORDS_LENGTH);
}
