/** One application of a company, from the first letter to its answer: kept at each pause, judged while it is typed. */
import { judgeContext, withoutEmptyLines } from '#lib/authorization/judge-form.ts';
import { applicationId, applicationNumber } from '#lib/domain/application/application-id.ts';
import {
  APPLIED_FIELDS,
  APPLIED_LINE_FIELDS,
  SUBMISSION,
  type AppliedKind,
  type Attachment,
  type Submission
} from '#lib/domain/application/application.ts';
import { judgeApplied } from '#lib/domain/application/judge-application.ts';
import { toCountrySettings } from '#lib/domain/authorization/country-settings.ts';
import type { FormField, LineField } from '#lib/domain/authorization/form-fields.ts';
import { cleanText } from '#lib/domain/act/typed-text.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import { isSameText, type DraftFields, type Typed } from '#lib/domain/draft/draft.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CalendarDate, CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  bytesToConfirmationCode,
  CODE_BYTES,
  confirmationCodeText
} from '#lib/domain/registration/confirmation-code.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { parseShape } from '#lib/domain/shape/shape.ts';
import { bytesToBase64, randomBytes } from '#lib/crypto/bytes.ts';
import { TypedForm } from '#lib/draft/draft-form.svelte.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { applyApi, type AppliedStatus } from './apply-api.ts';
import { keepApplication, readContent, readKept, type KeptApplication } from './kept-applications.ts';

export const CONTACT_FIELDS = ['contactName', 'contactEmail', 'contactPhone'] as const;
type ContactField = (typeof CONTACT_FIELDS)[number];
/** Text of the answer to the authority's question. */
type OwnField = FormField | ContactField | 'answer';

export class AppliedForm extends TypedForm<OwnField, LineField> {
  constructor(
    readonly kind: AppliedKind,
    words: DraftFields,
    save: (words: DraftFields) => Promise<Instant | null>
  ) {
    super(words, save);
  }
}

const timeNow = (): Instant => new Date().toISOString() as Instant;

/** The day of this device, as the company dates its papers. */
export function today(): CalendarDate {
  const now = new Date();
  const [year, month, day] = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-') as CalendarDate;
}

/** `like`: an earlier one, without what was true only of that consignment. */
export function newApplication(
  country: CountryCode,
  of: AppliedKind,
  like: DraftFields | null = null
): KeptApplication {
  const own = of === 'import-authorization' ? 'importerCountry' : 'exporterCountry';
  const { validUntil: _until, number: _number, issuedOn: _on, answer: _answer, ...copied } = like?.fields ?? {};
  const lines = like ? like.lines.map(({ fields }) => fields) : [{}];
  return {
    id: crypto.randomUUID(),
    country,
    of,
    code: bytesToConfirmationCode(randomBytes(CODE_BYTES)),
    changedAt: timeNow(),
    form: {
      fields: { consignments: '1', ...copied, [own]: country },
      lines: lines.map((fields) => ({ key: crypto.randomUUID(), fields }))
    },
    attachments: [],
    triedAt: null,
    sentAt: null,
    sent: null,
    status: null,
    statusAt: null
  };
}

export class CompanyApplication {
  kept = $state.raw() as KeptApplication;
  isKept = $state(true);
  readonly form: AppliedForm;
  readonly context;
  readonly words = $derived.by(() => withoutEmptyLines(this.form.words));
  readonly problems = $derived.by(() => [
    ...judgeApplied(this.kept.of, this.words, this.context),
    ...judgeOwn(this.words.fields)
  ]);
  readonly isReady = $derived(this.problems.every(({ weight }) => weight === 'notice'));

  constructor(kept: KeptApplication) {
    this.kept = kept;
    const settings = toCountrySettings(undefined);
    this.context = judgeContext(kept.country, today(), settings, CURRENT_EDITION);
    this.form = new AppliedForm(kept.of, kept.form, (words) => {
      this.#keep({ form: words, changedAt: timeNow() });
      return Promise.resolve(this.isKept ? this.kept.changedAt : null);
    });
  }

  /** Another tab has changed it; text that is not saved here stays. */
  adopt(): void {
    const stored = readKept(this.kept.id);
    if (!stored || this.form.status === 'unsaved') return;
    this.kept = stored;
    this.form.fields = stored.form.fields;
    this.form.lines = stored.form.lines;
  }

  get number(): string {
    return applicationNumber(this.kept.country, applicationId(this.kept.country, this.kept.code));
  }

  get codeText(): string {
    return confirmationCodeText(this.kept.code);
  }

  /** The company can type: before it is sent, and while the authority waits for an answer. */
  get isOpen(): boolean {
    return this.kept.sentAt === null ? this.kept.triedAt === null : this.kept.status?.status === 'question';
  }

  setAttachments(attachments: readonly Attachment[]): void {
    this.#keep({ attachments, changedAt: timeNow() });
  }

  /** Null with the problems if nothing can be read from it. */
  toSubmission(): Result<Submission> {
    const { contactName = '', contactEmail = '', contactPhone = '' } = this.words.fields;
    const phone = cleanText(contactPhone);
    const { attachments, of } = this.kept;
    const parsed = parseShape(SUBMISSION, {
      of,
      language: readLocale(),
      form: appliedOnly(this.words),
      contact: {
        name: cleanText(contactName),
        email: contactEmail.trim(),
        ...(phone ? { phone } : {})
      },
      ...(attachments.length > 0 ? { attachments } : {})
    });
    return parsed.ok
      ? parsed
      : refuse(...parsed.problems.map((one) => ({ ...one, path: one.path?.split('.').pop() ?? '' })));
  }

  /** The same code each time: a repetition changes nothing. */
  async send(): Promise<Result<true>> {
    await this.form.saveQuietly();
    const { country, code } = this.kept;
    const submission = this.toSubmission();
    if (!submission.ok) return submission;
    // An earlier attempt may have arrived, and an officer may have it already.
    const held = this.kept.triedAt === null ? null : await applyApi.status(country, code);
    if (held?.ok) return accept(this.#noteSent(submission.value, held.value.at, held.value));
    this.#keep({ triedAt: timeNow() });
    const attached = await this.#sendContents(this.kept.attachments);
    if (!attached.ok) return this.#unlessDelivered(attached);
    const sent = await applyApi.submit(country, code, submission.value);
    if (!sent.ok) return this.#unlessDelivered(sent);
    return accept(this.#noteSent(submission.value, sent.value.at, null));
  }

  /** A refusal leaves it open for changes; without an answer the server might have it. */
  #unlessDelivered(told: Result<unknown>): Result<true> {
    const problems = told.ok ? [] : told.problems;
    const isLost = problems.some(({ code }) => code === 'line.offline' || code === 'line.unanswered');
    if (!isLost) this.#keep({ triedAt: null });
    return refuse(...problems);
  }

  #noteSent(submission: Submission, at: Instant, status: AppliedStatus | null): true {
    const hashes = (submission.attachments ?? []).map(({ hash }) => hash);
    this.#keep({ sentAt: at, sent: { form: submission.form, hashes } });
    if (status) this.#noteStatus(status);
    return true;
  }

  /** Back to typing. If the server had it after all, the next attempt finds out. */
  change(): void {
    this.#keep({ triedAt: null });
  }

  async #sendContents(attachments: readonly Attachment[]): Promise<Result<true>> {
    const { country, code } = this.kept;
    for (const one of attachments) {
      const content = await readContent(one.hash);
      if (!content) return refuse({ code: 'apply.attachment.lost', values: { name: one.name } });
      const put = await applyApi.attach(country, code, one, bytesToBase64(content));
      if (!put.ok) return put;
    }
    return accept(true);
  }

  async askStatus(): Promise<Result<true>> {
    return this.#note(await applyApi.status(this.kept.country, this.kept.code));
  }

  async answer(): Promise<Result<true>> {
    await this.form.saveQuietly();
    const { country, code, sent, attachments } = this.kept;
    const text = cleanText(this.form.read('answer'), true);
    if (text === '') return refuse({ code: 'apply.answer.missing', path: 'answer' });
    const submission = this.toSubmission();
    if (!submission.ok) return submission;
    const { form } = submission.value;
    const added = attachments.filter(({ hash }) => !sent?.hashes.includes(hash));
    const put = await this.#sendContents(added);
    if (!put.ok) return put;
    const told = await applyApi.answer(country, code, {
      text,
      ...(sent && isSameText(sent.form, form) ? {} : { form }),
      ...(added.length > 0 ? { attachments: added } : {})
    });
    if (!told.ok) return told;
    this.#keep({ sent: { form, hashes: attachments.map(({ hash }) => hash) } });
    this.form.write({ answer: '' });
    return this.#note(told);
  }

  async withdraw(reason: string): Promise<Result<true>> {
    const { country, code } = this.kept;
    return this.#note(await applyApi.withdraw(country, code, cleanText(reason, true)));
  }

  #note(told: Result<AppliedStatus>): Result<true> {
    if (!told.ok) return told;
    this.#noteStatus(told.value);
    return accept(true);
  }

  #noteStatus(status: AppliedStatus): void {
    this.#keep({ status, statusAt: timeNow() });
  }

  #keep(values: Partial<KeptApplication>): void {
    this.kept = { ...this.kept, ...values };
    this.isKept = keepApplication(this.kept);
  }
}

/** A file of this company or another: its code makes it the same application. */
export function takenFrom(
  country: CountryCode,
  code: KeptApplication['code'],
  { of, form, contact, attachments = [] }: Submission
): KeptApplication {
  const { name, email, phone = '' } = contact;
  return {
    ...newApplication(country, of),
    code,
    form: {
      fields: { ...form.fields, contactName: name, contactEmail: email, contactPhone: phone },
      lines: form.lines
    },
    attachments
  };
}

function appliedOnly({ fields, lines }: DraftFields): DraftFields {
  return {
    fields: cleaned(fields, APPLIED_FIELDS),
    lines: lines.map((line) => ({ key: line.key, fields: cleaned(line.fields, APPLIED_LINE_FIELDS) }))
  };
}

function cleaned(fields: Typed, names: readonly string[]): Typed {
  const texts = names.map((name) => [name, cleanText(fields[name] ?? '', true)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

/** What the form of the authorization does not ask. */
function judgeOwn({
  contactName = '',
  contactEmail = '',
  validUntil = '',
  issuedOn = ''
}: Typed): readonly Problem[] {
  const email = parseEmail(contactEmail.trim(), 'contactEmail');
  const isPast = validUntil !== '' && validUntil < today();
  const isAhead = issuedOn > today();
  return [
    ...(contactName.trim() === '' ? [toDo('apply.contact.missing', 'contactName')] : []),
    ...(email.ok ? [] : email.problems.map(({ code }) => toDo(code, 'contactEmail', contactEmail !== ''))),
    ...dateProblems(validUntil, 'validUntil', isPast ? 'apply.date.past' : null),
    ...dateProblems(issuedOn, 'issuedOn', isAhead ? 'apply.date.ahead' : null)
  ];
}

function toDo(code: string, path: string, isWrong = false): Problem {
  return { code, path, weight: isWrong ? 'refused' : 'todo' };
}

function dateProblems(typed: string, path: string, code: string | null): readonly Problem[] {
  if (typed === '') return [];
  if (!isCalendarDate(typed)) return [toDo('apply.date.malformed', path, true)];
  return code ? [toDo(code, path, true)] : [];
}
