/** The form of a reply. Its answers are judged by the rules of the officer's own form, and signed by the file's key. */
import type { Line, PublicKey } from '#lib/domain/act/body.ts';
import { quantityPath } from '#lib/domain/authorization/judge-actual.ts';
import { judgeInstrument, type NotedInstrument } from '#lib/domain/authorization/judge-instrument.ts';
import { QUANTITY_UNITS } from '#lib/domain/authorization/typed-quantity.ts';
import { bestUnit, formatDate, formatQuantity } from '#lib/i18n/format.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { replyText, type FileReply } from '#lib/domain/reply-file/file-reply.ts';
import type { Problem } from '#lib/domain/result.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { signText } from '#lib/crypto/sign.ts';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { answerWords, signedShow } from './signed-reply.ts';
import { choices, field, h } from './elements.ts';
import type { PageContent } from './page-content.ts';

/** By this computer's clock, which the officer who receives the reply compares. */
function today(): CalendarDate {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}` as CalendarDate;
}

export function openReplyForm(content: PageContent): HTMLElement {
  const { act, file } = content.given;
  const place = h('section', { class: 'reply' }, h('h2', {}, m.reply_page_reply()));
  if (today() > file.expiresOn) {
    place.append(h('p', { class: 'why' }, m.reply_page_over({ date: formatDate(file.expiresOn) })));
    return place;
  }
  const authority = act.body.authority.name;
  const form = h('form', { novalidate: true });
  const open = (): void => {
    form.replaceChildren(...new ReplyForm(content, form, done).parts());
    place.replaceChildren(
      h('h2', {}, m.reply_page_reply()),
      h('p', {}, m.reply_page_until({ date: formatDate(file.expiresOn), authority })),
      h('p', { class: 'hint' }, m.reply_page_private()),
      form
    );
  };
  const done = (reply: FileReply): void => place.replaceChildren(signedShow(content, reply, open));
  open();
  return place;
}

class ReplyForm {
  readonly #content: PageContent;
  readonly #form: HTMLFormElement;
  readonly #done: (reply: FileReply) => void;
  readonly #details = h('div', { class: 'fields' });

  constructor(content: PageContent, form: HTMLFormElement, done: (reply: FileReply) => void) {
    this.#content = content;
    this.#form = form;
    this.#done = done;
    form.onsubmit = (event) => {
      event.preventDefault();
      void this.#sign();
    };
  }

  parts(): readonly HTMLElement[] {
    const { key } = this.#content.given.file;
    const isExport = this.#content.given.act.body.kind === 'export-authorization';
    const options = Object.entries(answerWords())
      .filter(([value]) => value !== 'endorse' || isExport)
      .map(([value, [label, hint]]) => ({ value, label, hint }));
    const number = h('input', { type: 'number', min: 1, max: 999, name: 'number', value: nextNumber(key) });
    return [
      choices('answer', m.dossier_reply_answer(), options, () => this.#ask()),
      this.#details,
      field(
        'comparedBy',
        m.reply_page_name(),
        h('input', { name: 'comparedBy', maxlength: 120, autocomplete: 'name' })
      ),
      field('number', m.reply_page_number(), number, m.reply_page_number_hint()),
      h('button', { class: 'primary' }, m.reply_page_sign())
    ];
  }

  #read(name: string): string {
    return String(new FormData(this.#form).get(name) ?? '');
  }

  #ask(): void {
    const boxes =
      this.#read('answer') === 'endorse'
        ? this.#endorsementBoxes()
        : [areaOf('text', m.reply_page_text(), 4000)];
    this.#details.replaceChildren(...boxes);
  }

  #endorsementBoxes(): readonly HTMLElement[] {
    const goods = h('div', { class: 'fields' });
    const outcomes = [
      { value: 'imported', label: m.dossier_endorse_imported() },
      { value: 'not-imported', label: m.dossier_endorse_nil() }
    ];
    const showGoods = (): void => {
      const isImported = this.#read('outcome') === 'imported';
      goods.replaceChildren(...(isImported ? this.#content.given.act.body.lines.map(quantityBox) : []));
    };
    return [
      choices('outcome', m.dossier_endorse_outcome(), outcomes, showGoods),
      field(
        'receivedOn',
        m.dossier_received_date(),
        h('input', { type: 'date', name: 'receivedOn', max: today() })
      ),
      goods,
      areaOf('remarks', m.form_remarks(), 2000)
    ];
  }

  async #sign(): Promise<void> {
    const { given } = this.#content;
    const number = Number(this.#read('number'));
    const judged = judgeInstrument(this.#instrument(), this.#words(), {
      today: today(),
      dossier: given.act.body.dossier,
      about: given.act
    });
    const isCounted = Number.isInteger(number) && number >= 1 && number <= 999;
    this.#showProblems(judged.problems, isCounted);
    if (!judged.body || !isCounted || this.#read('answer') === '') return;
    const { paper, comparedBy: by } = judged.body;
    const written = { number, at: new Date().toISOString() as Instant, by };
    const signature = await signText(replyText(paper, written), await importSigningKey(given.privateKey));
    countReply(given.file.key, number);
    this.#done({ kind: 'file-reply', schema: 1, paper, ...written, key: given.file.key, signature });
  }

  #instrument(): NotedInstrument {
    const answer = this.#read('answer');
    if (answer === 'endorse') return 'endorsed-copy';
    return answer === 'objection' ? 'objection' : 'reply';
  }

  #words() {
    const names = ['answer', 'text', 'outcome', 'receivedOn', 'remarks', 'comparedBy'];
    const fields = Object.fromEntries(names.map((name) => [name, this.#read(name)]));
    const lines = this.#content.given.act.body.lines.map(({ no }) => ({
      key: String(no),
      fields: { quantity: this.#read(quantityPath(no)), unit: this.#read(`unit.${no}`) }
    }));
    return { fields: { ...fields, writtenOn: today(), comparedOn: today() }, lines };
  }

  /** The first box with a problem gets the cursor. */
  #showProblems(problems: readonly Problem[], isCounted: boolean): void {
    const wrong = isCounted ? problems : [...problems, { code: 'number', path: 'number' }];
    let first: HTMLElement | null = null;
    for (const box of this.#form.querySelectorAll<HTMLElement>('[data-path]')) {
      const found = wrong.filter(({ path }) => path === box.dataset['path']);
      const why = box.querySelector('.why') as HTMLElement;
      why.textContent = found.map(wordsOf).join(' ');
      const isBad = found.some(({ weight }) => weight !== 'notice');
      box.classList.toggle('bad', isBad);
      if (isBad) first ??= box.querySelector('input, textarea, select');
    }
    first?.focus();
  }
}

function wordsOf(problem: Problem): string {
  if (problem.code === 'number') return m.reply_page_number_wrong();
  // The officer's own words speak of a paper.
  const isEmpty = problem.code.startsWith('paper.') && problem.weight === 'todo';
  return isEmpty ? m.reply_page_missing() : problemText(problem);
}

function areaOf(name: string, label: string, maxlength: number): HTMLElement {
  return field(name, label, h('textarea', { name, rows: 3, maxlength }));
}

function quantityBox({ no, designation, stated }: Line): HTMLElement {
  const path = quantityPath(no);
  const unit = bestUnit(stated);
  const box = field(
    path,
    `${m.dossier_imported()} · ${no}. ${designation}`,
    h('input', { name: path, inputmode: 'decimal', autocomplete: 'off' }),
    `${m.dossier_authorized()} ${formatQuantity(stated)}`
  );
  box
    .querySelector('input')
    ?.after(
      h(
        'select',
        { name: `unit.${no}`, 'aria-label': m.authorization_unit() },
        ...QUANTITY_UNITS.map((one) => h('option', { selected: one === unit }, one))
      )
    );
  return box;
}

/** The writer's count of replies, as far as this browser remembers it; pages from disk often have no memory. */
const nameOf = ({ x }: PublicKey): string => `i2es replies ${x}`;

function nextNumber(key: PublicKey): number {
  try {
    return Number(localStorage.getItem(nameOf(key)) ?? 0) + 1;
  } catch {
    return 1;
  }
}

function countReply(key: PublicKey, number: number): void {
  try {
    localStorage.setItem(nameOf(key), String(number));
  } catch {
    // The next form then begins at 1, and the writer is asked to count.
  }
}
