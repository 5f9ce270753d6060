/** The page that a partner outside I2ES opens from disk: the authorization, whether it is genuine, and the reply. */
import { bodyToSheet, type SheetBox } from '#lib/authorization/sheet.ts';
import { presentationSentence } from '#lib/authorization/line-words.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { authorityName, formatDate, formatQuantity, isolate, isolateCode } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { h, row } from './elements.ts';
import { readContent } from './page-content.ts';
import { openReplyForm } from './reply-form.ts';
import { verifyFile, type FileVerdict } from './verify-file.ts';

const content = readContent();
const { act, file, roots } = content.given;
const place = document.getElementById('page') as HTMLElement;

const WORDS: Readonly<
  Record<FileVerdict['verdict'], readonly [string, () => string, (() => string) | null]>
> = {
  genuine: ['✓', m.reply_page_genuine, null],
  sample: ['≈', m.reply_page_sample, m.reply_page_sample_text],
  altered: ['✕', m.reply_page_altered, m.reply_page_altered_text],
  unknown: ['?', m.reply_page_unknown, m.reply_page_unknown_text],
  noCrypto: ['?', m.reply_page_unknown, m.reply_page_no_crypto]
};

function verdictShow({ verdict, chain }: FileVerdict): HTMLElement {
  const [sign, word, text] = WORDS[verdict];
  const { name } = act.body.by;
  const date = formatDate(instantToDate(act.body.at));
  return h(
    'section',
    { class: 'verdict', 'data-verdict': verdict, role: 'status' },
    h('span', { class: 'sign', 'aria-hidden': true }, sign),
    h(
      'div',
      {},
      h('h2', {}, word()),
      h('p', {}, text?.() ?? m.reply_page_genuine_text({ name: isolate(name), date }))
    ),
    chain.length > 0 && chainShow(chain)
  );
}

function chainShow(chain: FileVerdict['chain']): HTMLElement {
  const fingerprint = roots.map((root) => fingerprintOf(keyIdOf(root))).join(' · ');
  return h(
    'details',
    {},
    h('summary', {}, m.reply_page_chain()),
    h(
      'ol',
      {},
      ...chain.map(({ body: { holder, validUntil } }) =>
        h(
          'li',
          {},
          m.reply_page_chain_link({
            name: isolate(holder.name),
            authority: authorityName(holder.authority),
            date: formatDate(instantToDate(validUntil))
          })
        )
      )
    ),
    h('p', {}, m.reply_page_root({ fingerprint: isolate(fingerprint) })),
    h('p', {}, m.reply_page_known({ date: formatDate(instantToDate(file.at)) }))
  );
}

function particularsShow(): HTMLElement {
  const { above, goods, goodsLabel, lines, below } = bodyToSheet(act.body);
  const box = ({ box: no, label, texts }: SheetBox) => row(`${no} ${label}`, ...texts);
  return h(
    'section',
    { class: 'sheet' },
    h('dl', {}, ...above.flatMap(box)),
    h('h3', {}, `${goods} ${goodsLabel}`),
    h(
      'ol',
      {},
      ...lines.map((line) =>
        h(
          'li',
          {},
          h('strong', {}, h('bdi', {}, line.designation), ' ', formatQuantity(line.stated)),
          h('p', { class: 'hint' }, presentationSentence(line)),
          h('p', { class: 'hint' }, m.authorization_base({ quantity: formatQuantity(line.base) }))
        )
      )
    ),
    h('dl', {}, ...below.flatMap(box))
  );
}

async function show(): Promise<void> {
  const waiting = h('p', { role: 'status' }, m.reply_page_checking());
  place.append(
    h('h1', {}, m.reply_page_title({ number: isolateCode(act.body.number) })),
    h('p', { class: 'hint' }, m.reply_page_lead()),
    waiting,
    particularsShow()
  );
  const found = await verifyFile(content.given);
  waiting.replaceWith(verdictShow(found));
  if (found.verdict === 'genuine' || found.verdict === 'sample') place.append(openReplyForm(content));
}

void show();
