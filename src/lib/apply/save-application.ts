/** Files of an application: one to carry to the authority, and the receipt to keep. */
import {
  APPLICATION_FILE_FORMAT,
  parseApplicationFile,
  type ApplicationFile
} from '#lib/domain/application/application-file.ts';
import { scanTypeOf } from '#lib/domain/file/scan.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { base64ToBytes, bytesToBase64 } from '#lib/crypto/bytes.ts';
import { bytesToBase64url } from '#lib/domain/bytes.ts';
import { countryName, formatDateTime } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { saveFile } from '#lib/ui/file/hand-over.ts';
import { takenFrom, type CompanyApplication } from './company-application.svelte.ts';
import {
  keepApplication,
  keepContent,
  listKept,
  readContent,
  type KeptApplication
} from './kept-applications.ts';

export async function saveApplicationFile(application: CompanyApplication): Promise<Result<true>> {
  await application.form.saveQuietly();
  const submission = application.toSubmission();
  if (!submission.ok) return submission;
  const { country, code, attachments } = application.kept;
  const contents: { hash: string; data: string }[] = [];
  for (const { hash, name } of attachments) {
    const content = await readContent(hash);
    if (!content) return refuse({ code: 'apply.attachment.lost', values: { name } });
    contents.push({ hash, data: bytesToBase64(content) });
  }
  const file: ApplicationFile = {
    format: APPLICATION_FILE_FORMAT,
    version: 1,
    country,
    code,
    application: submission.value,
    contents
  };
  saveFile(
    new Blob([JSON.stringify(file)], { type: 'application/json' }),
    `${m.apply_file_name()} ${application.number}.json`
  );
  return accept(true);
}

/** The application of a file; the one that is here already, if it is the same. `company`: opened in its account. */
export async function openApplicationFile(
  file: Blob,
  company: string | null = null
): Promise<Result<KeptApplication>> {
  const parsed = parseApplicationFile(await file.text());
  if (!parsed.ok) return refuse(...parsed.problems.slice(0, 1));
  const { country, code, application, contents } = parsed.value;
  const here = listKept(country, company).find((one) => one.code === code);
  if (here) return accept(here);
  for (const { hash, type, name } of application.attachments ?? []) {
    const bytes = base64ToBytes(contents.find((one) => one.hash === hash)?.data ?? '');
    const found = bytes && bytesToBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
    if (!bytes || found !== hash || scanTypeOf(bytes) !== type)
      return refuse({ code: 'application.file.damaged', values: { name } });
    await keepContent(hash, new Blob([bytes]));
  }
  const kept = { ...takenFrom(country, code, application), company };
  return keepApplication(kept) ? accept(kept) : refuse({ code: 'apply.unkept' });
}

export function receiptText({ kept, number, codeText }: CompanyApplication): string {
  const rows = [
    [m.apply_number(), number],
    [m.apply_code(), codeText],
    [m.apply_country(), countryName(kept.country)],
    [m.apply_received_on(), kept.sentAt ? formatDateTime(kept.sentAt) : ''],
    [m.apply_status_title(), `${location.origin}${location.pathname.replace(/[^/]*$/, '')}`]
  ] as const;
  return `${rows.map(([name, text]) => m.ui_labelled({ label: name, text })).join('\n')}\n\n${m.apply_code_keep()}\n`;
}
