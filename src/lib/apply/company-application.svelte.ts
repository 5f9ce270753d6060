/** One application of a company, from the first letter to its answer: kept at each pause, judged while it is typed. */
import { judgeContext, withoutEmptyLines } from '#lib/domain/authorization/judge-form.ts';
import { applicationId, applicationNumber } from '#lib/domain/application/application-id.ts';
import {
  APPLIED_FIELDS,
  appliedForm,
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
import { findDateProblem, isCalendarDate } from '#lib/domain/calendar-date.ts';
import { isSameText, type DraftFields, type Typed } from '#lib/domain/draft/draft.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  bytesToConfirmationCode,
  CODE_BYTES,
  confirmationCodeText,
  type ConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { parseShape } from '#lib/domain/shape/shape.ts';
import { bytesToBase64, randomBytes } from '#lib/crypto/bytes.ts';
import { TypedForm } from '#lib/draft/draft-form.svelte.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { publicLine, type AppliedStatus, type ApplyLine } from './apply-api.ts';
import { dateHere } from '#lib/store/browser/deps.ts';
import { keepApplication, readContent, readKept, type KeptApplication } from './kept-applications.ts';

type ContactField = 'contactName' | 'contactEmail' | 'contactPhone';
/** Text of the answer to the authority's question. */
type OwnField = FormField | ContactField | 'answer';

class AppliedForm extends TypedForm<OwnField, LineField> {
  constructor(
    readonly kind: AppliedKind,
    words: DraftFields,
    save: (words: DraftFields) => Promise<Instant | null>
  ) {
    super(words, save);
  }
}

const timeNow = (): Instant => new Date().toISOString() as Instant;

/** `like`: an earlier one, without what was true only of that consignment. */
export function newApplication(
  country: CountryCode,
  of: AppliedKind,
  like: DraftFields | null = null
): KeptApplication {
  const own = of === 'import-authorization' ? 'importerCountry' : 'exporterCountry';
  const {
    validUntil: _until,
    number: _number,
    issuedOn: _on,
    answer: _answer,
    ...copied
  } = like?.fields ?? {};
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
    company: null,
    licences: [],
    isFollowed: false,
    isReady: false,
    triedAt: null,
    sentAt: null,
    sent: null,
    status: null,
    statusAt: null
  };
}

/** The register of the authority says them for a company with an account. */
function lockedFields({ of, company }: Pick<KeptApplication, 'of' | 'company'>): readonly string[] {
  const role = of === 'import-authorization' ? 'importer' : 'exporter';
  return company === null ? [] : ['Name', 'Address', 'Country'].map((box) => role + box);
}

export class CompanyApplication {
  kept = $state.raw() as KeptApplication;
  isKept = $state(true);
  readonly form: AppliedForm;
  readonly context;
  readonly words = $derived.by(() => withoutEmptyLines(this.form.words));
  readonly problems = $derived.by(() =>
    [...judgeApplied(this.kept.of, this.words, this.context), ...judgeOwn(this.words.fields)].filter(
      ({ path = '' }) => !lockedFields(this.kept).includes(path)
    )
  );
  readonly isComplete = $derived(this.problems.every(({ weight }) => weight === 'notice'));

  readonly #line: ApplyLine;
  readonly #store: (kept: KeptApplication) => boolean;

  constructor(kept: KeptApplication, line = publicLine(kept.country), store = keepApplication) {
    this.kept = kept;
    this.#line = line;
    this.#store = store;
    const settings = toCountrySettings(undefined);
    this.context = judgeContext(kept.country, dateHere(Date.now()), settings, CURRENT_EDITION);
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
    const { country, code, status } = this.kept;
    return status?.number ?? applicationNumber(country, applicationId(country, code));
  }

  get codeText(): string {
    return confirmationCodeText(this.kept.code);
  }

  /** The company can type: before it is sent, and while the authority waits for an answer. */
  get isOpen(): boolean {
    return this.kept.sentAt === null ? !this.kept.isReady : this.kept.status?.status === 'question';
  }

  setAttachments(attachments: readonly Attachment[]): void {
    this.#keep({ attachments, changedAt: timeNow() });
  }

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
    if (parsed.ok) return parsed;
    const contact = this.problems.filter(({ path }) => path?.startsWith('contact'));
    return refuse(...(contact.length > 0 ? contact : parsed.problems));
  }

  /** The same code each time: a repetition changes nothing. */
  async send(): Promise<Result<true>> {
    await this.form.saveQuietly();
    const { code } = this.kept;
    const submission = this.toSubmission();
    if (!submission.ok) return submission;
    // The answer to an earlier attempt can be lost: then an officer might have the application already.
    const held = this.kept.triedAt === null ? null : await this.#line.status(code);
    if (held?.ok) {
      this.#keep({ sentAt: held.value.at, isReady: false });
      return this.#note(held);
    }
    const { form, attachments = [] } = submission.value;
    const hashes = attachments.map(({ hash }) => hash);
    this.#keep({ isReady: true });
    if (held && isLost(held.problems)) return held;
    this.#keep({ triedAt: timeNow(), sent: { form, hashes } });
    const attached = await this.#sendContents(attachments);
    const sent = attached.ok ? await this.#line.submit(code, submission.value) : attached;
    if (sent.ok) this.#keep({ sentAt: sent.value.at, isReady: false });
    else if (!isLost(sent.problems)) this.#keep({ isReady: false });
    return sent.ok ? accept(true) : sent;
  }

  /** For a colleague who can send it. */
  async markReady(): Promise<Result<true>> {
    await this.form.saveQuietly();
    const submission = this.toSubmission();
    if (!submission.ok) return submission;
    this.#keep({ isReady: true });
    return this.isKept ? accept(true) : refuse({ code: 'apply.unkept' });
  }

  /** Back to typing. */
  change(): void {
    this.#keep({ isReady: false });
  }

  /** The answer to an attempt was lost, and the text was changed before the next one. */
  readonly isOtherThanSent = $derived.by(
    () =>
      this.kept.sentAt !== null &&
      !this.kept.isFollowed &&
      this.kept.status?.status !== 'question' &&
      this.kept.sent !== null &&
      !isSameText(this.kept.sent.form, appliedOnly(this.words))
  );

  async #sendContents(attachments: readonly Attachment[]): Promise<Result<true>> {
    const { code } = this.kept;
    for (const one of attachments) {
      const content = await readContent(one.hash);
      if (!content) return refuse({ code: 'apply.attachment.lost', values: { name: one.name } });
      const put = await this.#line.attach(code, one, bytesToBase64(content));
      if (!put.ok) return put;
    }
    return accept(true);
  }

  async askStatus(): Promise<Result<true>> {
    return this.#note(await this.#line.status(this.kept.code));
  }

  async answer(): Promise<Result<true>> {
    await this.form.saveQuietly();
    const { code, sent, attachments } = this.kept;
    const text = cleanText(this.form.read('answer'), true);
    if (text === '') return refuse({ code: 'apply.answer.missing', path: 'answer' });
    if (this.kept.isFollowed) return this.#noteAnswer(await this.#line.answer(code, { text }));
    const parsed = parseShape(appliedForm, appliedOnly(this.words));
    if (!parsed.ok) return parsed;
    const form = parsed.value;
    const added = attachments.filter(({ hash }) => !sent?.hashes.includes(hash));
    const put = await this.#sendContents(added);
    if (!put.ok) return put;
    const told = await this.#line.answer(code, {
      text,
      ...(sent && isSameText(sent.form, form) ? {} : { form }),
      ...(added.length > 0 ? { attachments: added } : {})
    });
    if (told.ok) this.#keep({ sent: { form, hashes: attachments.map(({ hash }) => hash) } });
    return this.#noteAnswer(told);
  }

  #noteAnswer(told: Result<AppliedStatus>): Result<true> {
    if (told.ok) this.form.write({ answer: '' });
    return this.#note(told);
  }

  async withdraw(reason: string): Promise<Result<true>> {
    return this.#note(await this.#line.withdraw(this.kept.code, cleanText(reason, true)));
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
    this.isKept = this.#store(this.kept);
  }
}

/** Written on another device: here it is only followed, by its code. */
export function followed(
  country: CountryCode,
  code: ConfirmationCode,
  status: AppliedStatus
): KeptApplication {
  const kept = newApplication(country, 'import-authorization');
  return { ...kept, code, isFollowed: true, sentAt: status.at, status, statusAt: timeNow() };
}

/** A file of this company or another: its code makes it the same application. */
export function takenFrom(
  country: CountryCode,
  code: ConfirmationCode,
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

function isLost(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => code === 'line.offline' || code === 'line.unanswered');
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

/** Fields that the form of the authorization does not have. */
function judgeOwn({
  contactName = '',
  contactEmail = '',
  validUntil = '',
  issuedOn = ''
}: Typed): readonly Problem[] {
  const email = parseEmail(contactEmail.trim(), 'contactEmail');
  const isPast = validUntil !== '' && validUntil < dateHere(Date.now());
  const isAhead = issuedOn > dateHere(Date.now());
  return [
    ...(contactName.trim() === '' ? [toDo('apply.contact.missing', 'contactName')] : []),
    ...(contactEmail.trim() === ''
      ? [toDo('apply.contact.email', 'contactEmail')]
      : email.ok
        ? []
        : email.problems.map((one) => ({ ...one, weight: 'refused' as const }))),
    ...dateProblems(validUntil, 'validUntil', isPast ? 'apply.date.past' : null),
    ...dateProblems(issuedOn, 'issuedOn', isAhead ? 'apply.date.ahead' : null)
  ];
}

function toDo(code: string, path: string): Problem {
  return { code, path, weight: 'todo' };
}

function dateProblems(typed: string, path: string, code: string | null): readonly Problem[] {
  if (typed === '') return [];
  const found = isCalendarDate(typed) ? code && { code } : findDateProblem(typed);
  return found ? [{ ...found, path, weight: 'refused' }] : [];
}
