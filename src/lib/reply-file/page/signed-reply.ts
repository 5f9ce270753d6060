/** A signed reply: a file to save, a text to copy, and a page to print with its code. */
import type { Answer } from '#lib/domain/act/body.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import type { FileReply } from '#lib/domain/reply-file/file-reply.ts';
import { countryName, formatDate, formatQuantity, isolateCode } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { codeText } from '#lib/print-code/code-text.ts';
import { fitsOneCode, QUIET_ZONE, squareOf, toSvgPath } from '#lib/print-code/square.ts';
import { download, h, row } from './elements.ts';
import type { PageContent } from './page-content.ts';

export function signedShow(content: PageContent, reply: FileReply, onagain: () => void): HTMLElement {
  const { act, file } = content.given;
  const text = canonicalJson(reply);
  const name = `reply-${act.body.number.replace(/[^\w-]+/g, '-')}-${file.partner}-${reply.number}.json`;
  const copied = h(
    'textarea',
    { rows: 4, dir: 'ltr', readonly: true, 'aria-label': m.reply_page_copy() },
    text
  );
  const copy = (): void => {
    copied.select();
    // Pages from disk have no other clipboard in some browsers.
    document.execCommand('copy');
  };
  return h(
    'div',
    { class: 'signed' },
    h('h2', { tabindex: -1 }, m.reply_page_signed({ number: reply.number })),
    h('p', { class: 'off-paper' }, m.reply_page_send()),
    h(
      'p',
      { class: 'actions off-paper' },
      h(
        'button',
        { type: 'button', class: 'primary', click: () => download(text, name) },
        m.reply_page_save()
      ),
      h('button', { type: 'button', click: () => window.print() }, m.reply_page_print()),
      h('button', { type: 'button', click: copy }, m.reply_page_copy()),
      h('button', { type: 'button', click: onagain }, m.reply_page_again())
    ),
    h('dl', {}, ...statementRows(content, reply)),
    codeShow(codeText({ as: 'reply', reply }, content.origin)),
    h('div', { class: 'off-paper' }, copied),
    h('p', { class: 'stamp on-paper' }, m.reply_page_stamp())
  );
}

function codeShow(text: string): HTMLElement {
  if (!fitsOneCode(text)) return h('p', { class: 'hint' }, m.reply_page_code_long());
  const square = squareOf(text);
  const side = square.size + 2 * QUIET_ZONE;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`);
  const path = document.createElementNS(svg.namespaceURI, 'path');
  path.setAttribute('d', toSvgPath(square));
  svg.append(path);
  return h('figure', { class: 'code' }, svg, h('figcaption', {}, m.reply_page_code()));
}

function statementRows(
  { given: { act, file } }: PageContent,
  { paper, by, at }: FileReply
): readonly HTMLElement[] {
  const words = answerWords();
  const of = (label: string, text: string | undefined) => (text ? row(label, text) : []);
  const said =
    paper.instrument === 'endorsed-copy'
      ? [
          ...row(m.dossier_reply_answer(), words.endorse[0]),
          ...row(
            m.dossier_endorse_outcome(),
            paper.outcome === 'imported' ? m.dossier_endorse_imported() : m.dossier_endorse_nil()
          ),
          ...row(m.dossier_received_date(), formatDate(paper.receivedOn)),
          ...act.body.lines.flatMap((line) => {
            const actual = paper.lines.find(({ no }) => no === line.no);
            return of(`${line.no}. ${line.designation}`, actual && formatQuantity(actual.stated));
          }),
          ...of(m.form_remarks(), paper.remarks)
        ]
      : [
          ...row(
            m.dossier_reply_answer(),
            words[paper.instrument === 'objection' ? 'objection' : (paper as { answer: 'query' }).answer][0]
          ),
          ...of(m.reply_page_text(), 'text' in paper ? paper.text : undefined)
        ];
  return [
    ...row(m.reply_page_title({ number: isolateCode(act.body.number) }), act.body.authority.name),
    ...said,
    ...row(m.reply_page_name(), by, countryName(file.partner)),
    ...row(m.dossier_signed_at(), formatDate(instantToDate(at)))
  ];
}

type FileAnswer = Extract<Answer, 'received' | 'authentic' | 'query' | 'objection'> | 'endorse';

export function answerWords(): Readonly<Record<FileAnswer, readonly [string, string]>> {
  return {
    received: [m.dossier_answer_received(), m.dossier_answer_received_hint()],
    authentic: [m.dossier_answer_authentic(), m.dossier_answer_authentic_partner_hint()],
    query: [m.dossier_answer_query(), m.dossier_answer_query_hint()],
    objection: [m.dossier_answer_objection(), m.dossier_answer_objection_hint()],
    endorse: [m.reply_page_endorse(), m.reply_page_endorse_hint()]
  };
}
