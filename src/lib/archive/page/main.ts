/** The page in an archive, opened from disk: it verifies, lists, searches and shows all documents without I2ES. */
import { bodyToSheet, type SheetBox } from '#lib/authorization/sheet.ts';
import { presentationSentence } from '#lib/authorization/line-words.ts';
import { fingerprintOf } from '#lib/crypto/fingerprint.ts';
import { isAuthorization } from '#lib/domain/act/body.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import { isActKind } from '#lib/domain/act/kind-groups.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { keyIdOf } from '#lib/domain/registration/key-id.ts';
import type { Problem } from '#lib/domain/result.ts';
import {
  authorityName,
  formatDate,
  formatDateTime,
  formatFileSize,
  formatInteger,
  formatQuantity,
  isolate
} from '#lib/i18n/format.ts';
import { actKindWord } from '#lib/i18n/kind-words.ts';
import { isLocale, localeNames, locales } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { verdictWords } from '#lib/register/row-words.ts';
import { h, row } from '#lib/reply-file/page/elements.ts';
import { speak } from './page-content.ts';
import { readArchive, type Group, type VerifiedArchive } from './read-archive.ts';

const place = document.getElementById('page') as HTMLElement;

type View = 'dossiers' | 'others' | 'own' | 'files';

let read: VerifiedArchive | null = null;
let problem: Problem | null = null;
let progress: readonly [number, number] | null = null;
let shown: Group | null = null;
let view: View = 'dossiers';
let asked = '';
let most = 100;
/** A file that is chosen while another is being verified counts alone. */
let turn = 0;

/** Kept through every drawing, because it shows the name of the file. */
const chosen = h('input', {
  type: 'file',
  id: 'file',
  accept: '.zip,application/zip',
  change: () => void open(chosen.files?.[0])
});

async function open(file: Blob | undefined): Promise<void> {
  if (!file) return;
  const mine = ++turn;
  [read, problem, shown, most, asked, progress] = [null, null, null, 100, '', [0, 1]];
  draw();
  const found = await readArchive(file, (done, total) => {
    progress = [done, total];
    if (mine === turn) drawProgress();
  }).catch(() => ({ ok: false, problems: [{ code: 'archive.zip' }] }) as const);
  if (mine !== turn) return;
  progress = null;
  if (found.ok) read = found.value;
  else problem = found.problems[0] ?? { code: 'archive.zip' };
  draw();
}

function choose(): HTMLElement {
  const languages = h(
    'select',
    {
      id: 'language',
      change: () => {
        speak(languages.value);
        draw();
        document.getElementById('language')?.focus();
      }
    },
    ...locales.map((one) =>
      h(
        'option',
        { value: one, lang: one, selected: one === document.documentElement.lang },
        localeNames[one]
      )
    )
  );
  return h(
    'div',
    { class: 'choose' },
    h('p', { class: 'field' }, h('label', { for: 'file' }, m.archive_page_choose()), chosen),
    h('p', { class: 'field' }, h('label', { for: 'language' }, m.archive_page_language()), languages)
  );
}

function progressText(): string {
  const [done = 0, total = 1] = progress ?? [];
  return m.archive_page_checking({ done: formatInteger(done), total: formatInteger(total) });
}

function drawProgress(): void {
  const status = document.getElementById('progress');
  if (status) status.textContent = progressText();
}

function verdictShow(): HTMLElement | null {
  if (problem)
    return h(
      'section',
      { class: 'verdict', 'data-verdict': 'altered', role: 'alert' },
      h('span', { class: 'sign', 'aria-hidden': true }, '✕'),
      h(
        'div',
        {},
        h('h2', {}, m.archive_page_damaged()),
        h('p', {}, problemText(problem)),
        problem.path && h('p', {}, h('bdi', {}, problem.path))
      )
    );
  if (!read) return null;
  const { at, leftOut, roots } = read.archive.manifest;
  const all = [...read.verdicts.values()];
  const good = all.filter((one) => one === 'good').length;
  const isGood = good === all.length && read.manifest !== 'changed';
  const signed = {
    signed: m.archive_page_manifest_signed,
    unsigned: m.archive_page_manifest_unsigned,
    unknown: m.archive_page_manifest_unknown,
    changed: m.archive_page_manifest_changed
  }[read.manifest];
  return h(
    'section',
    { class: 'verdict', 'data-verdict': isGood ? 'genuine' : 'unknown', role: 'status' },
    h('span', { class: 'sign', 'aria-hidden': true }, isGood ? '✓' : '?'),
    h('h2', {}, m.archive_page_whole()),
    h(
      'dl',
      {},
      ...row(m.archive_page_made(), formatDateTime(at)),
      ...row(m.archive_page_signed_documents(), formatInteger(all.length)),
      ...row(verdictWords('good').word, formatInteger(good)),
      ...row(m.archive_page_not_good(), formatInteger(all.length - good)),
      ...row(
        m.archive_page_left_out(),
        formatInteger(leftOut.length),
        ...leftOut.slice(0, 20).map(({ id }) => id)
      ),
      ...row(m.archive_page_manifest(), signed())
    ),
    h(
      'p',
      { class: 'wide' },
      m.reply_page_root({
        fingerprint: isolate(roots.map((root) => fingerprintOf(keyIdOf(root))).join(' · '))
      })
    )
  );
}

function kindOf({ body: { kind } }: CarriedAct): string {
  return isActKind(kind) ? actKindWord(kind) : String(kind);
}

function nameOf({ key, acts, isDossier }: Group): string {
  const numbers = acts.flatMap(({ body }) => ('number' in body ? [String(body.number)] : []));
  if (numbers.length > 0) return [...new Set(numbers)].join(' · ');
  return isDossier || !acts[0] ? key : kindOf(acts[0]);
}

function marks(acts: readonly CarriedAct[]): readonly string[] {
  const found = acts.map(({ _id }) => read?.verdicts.get(_id) ?? 'bad').filter((one) => one !== 'good');
  return [...new Set(found)].map((one) => verdictWords(one).word);
}

function groupRow(group: Group): HTMLElement {
  const [first, last] = [group.acts[0], group.acts.at(-1)];
  const parties = [...new Set(group.acts.flatMap(({ body }) => [body.issuer, ...body.to]))].filter(
    (one) => one !== '*'
  );
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        'data-key': group.key,
        click: () => {
          history.pushState(group.key, '');
          show(group);
        }
      },
      h('strong', {}, h('bdi', {}, nameOf(group))),
      h('span', {}, parties.map((one) => authorityName(one as never)).join(' – ')),
      h('span', { class: 'hint' }, [...new Set(group.acts.map(kindOf))].join(', ')),
      h(
        'span',
        { class: 'hint' },
        first && last
          ? [...new Set([first, last].map(({ body }) => formatDate(instantToDate(body.at))))].join(' – ')
          : ''
      ),
      ...marks(group.acts).map((word) => h('span', { class: 'mark' }, word))
    )
  );
}

function ownRow(document: Record<string, unknown>): HTMLElement {
  const { _rev, _revisions, ...content } = document;
  void [_rev, _revisions];
  return h(
    'li',
    {},
    h(
      'details',
      {},
      h('summary', {}, h('bdi', {}, String(document['_id']))),
      h('pre', { dir: 'ltr' }, JSON.stringify(content, null, 2))
    )
  );
}

function fileRow({ path, bytes }: { readonly path: string; readonly bytes: number }): HTMLElement {
  return h(
    'li',
    { class: 'file' },
    h('bdi', {}, nameIn(path)),
    h('span', { class: 'hint' }, formatFileSize(bytes)),
    saveButton(path, m.archive_page_save())
  );
}

function nameIn(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

function saveButton(path: string, label: string): HTMLElement {
  const save = async (): Promise<void> => {
    const content = await read?.archive.read(path);
    if (!content?.ok) return;
    const href = URL.createObjectURL(new Blob([content.value]));
    h('a', { href, download: nameIn(path) }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };
  return h('button', { type: 'button', click: () => void save() }, label);
}

function found(): readonly (() => HTMLElement)[] {
  if (!read) return [];
  const text = asked.trim().toLowerCase();
  if (view === 'files')
    return read.archive.manifest.entries
      .filter(({ path }) => /^files\/.{43}\.[a-z]+$|^forms\//.test(path) && path.toLowerCase().includes(text))
      .map((entry) => () => fileRow(entry));
  if (view === 'own')
    return read.own
      .filter(
        (one) => one['_deleted'] !== true && (text === '' || JSON.stringify(one).toLowerCase().includes(text))
      )
      .map((one) => () => ownRow(one));
  return read.groups
    .filter((group) => group.isDossier === (view === 'dossiers') && group.text.includes(text))
    .map((group) => () => groupRow(group));
}

function listShow(): HTMLElement {
  const words: readonly (readonly [View, () => string])[] = [
    ['dossiers', m.archive_page_dossiers],
    ['others', m.archive_page_others],
    ['own', m.archive_page_own],
    ['files', m.archive_page_files]
  ];
  const results = h('div', { id: 'results' });
  const fill = (): void => {
    const rows = found();
    const more = h('button', { type: 'button', click: () => ((most += 400), fill()) }, m.archive_page_more());
    results.replaceChildren(
      h(
        'p',
        { class: 'hint', role: 'status' },
        rows.length === 0 ? m.archive_page_none() : formatInteger(rows.length)
      ),
      h('ul', { class: 'rows' }, ...rows.slice(0, most).map((make) => make()))
    );
    if (rows.length > most) results.append(more);
  };
  const search = h('input', {
    type: 'search',
    id: 'search',
    value: asked,
    input: () => {
      [asked, most] = [search.value, 100];
      fill();
    }
  });
  fill();
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'actions', role: 'group' },
      ...words.map(([name, word]) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': String(view === name),
            class: view === name ? 'primary' : undefined,
            click: () => {
              [view, most] = [name, 100];
              draw();
              document.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
            }
          } as never,
          word()
        )
      )
    ),
    h('p', { class: 'field' }, h('label', { for: 'search' }, m.archive_page_search()), search),
    results
  );
}

function sheetShow(act: CarriedAct): HTMLElement | null {
  if (!isAuthorization(act as never)) return null;
  const { above, goods, goodsLabel, lines, below } = bodyToSheet(act.body as never);
  const box = ({ box: no, label, texts }: SheetBox): readonly HTMLElement[] =>
    row(`${no} ${label}`, ...texts);
  return h(
    'div',
    {},
    h('dl', {}, ...above.flatMap(box)),
    h('h4', {}, `${goods} ${goodsLabel}`),
    h(
      'ol',
      {},
      ...lines.map((line) =>
        h(
          'li',
          {},
          h('strong', {}, h('bdi', {}, line.designation), ' ', formatQuantity(line.stated)),
          h('p', { class: 'hint' }, presentationSentence(line))
        )
      )
    ),
    h('dl', {}, ...below.flatMap(box))
  );
}

/** An act of a kind that this page shows as its text, or of a later version. */
function actShow(act: CarriedAct): HTMLElement {
  const { body } = act;
  const verdict = read?.verdicts.get(act._id) ?? 'bad';
  const form = read?.forms.get(act._id.slice(-43));
  return h(
    'section',
    { class: 'sheet' },
    h('h3', {}, kindOf(act)),
    h('p', {}, [isolate(body.by.name), authorityName(body.issuer), formatDateTime(body.at)].join(' · ')),
    h('p', { class: verdict === 'good' ? 'mark good' : 'mark' }, verdictWords(verdict).word),
    form ? h('p', {}, saveButton(form.path, m.dossier_form())) : null,
    verdict === 'bad' ? null : sheetShow(act),
    h(
      'details',
      {},
      h('summary', {}, m.archive_page_source()),
      h('p', {}, h('bdi', {}, act._id)),
      h('pre', { dir: 'ltr' }, canonicalJson(body))
    )
  );
}

function groupShow(group: Group): HTMLElement {
  return h(
    'article',
    {},
    h(
      'p',
      {},
      h('button', { type: 'button', id: 'back', click: () => history.back() }, m.archive_page_back())
    ),
    h('h2', { tabindex: -1, id: 'shown' }, h('bdi', {}, nameOf(group))),
    ...group.acts.map(actShow)
  );
}

function show(group: Group | null): void {
  const before = shown;
  shown = group;
  draw();
  if (group) document.getElementById('shown')?.focus();
  else if (before) document.querySelector<HTMLElement>(`[data-key="${CSS.escape(before.key)}"]`)?.focus();
  if (group) scrollTo(0, 0);
}

addEventListener('popstate', ({ state }: PopStateEvent) =>
  show(read?.groups.find(({ key }) => key === state) ?? null)
);

function draw(): void {
  const country = read?.archive.manifest.country;
  const title = country ? m.archive_page_title({ country: authorityName(country) }) : m.archive_page_name();
  document.title = title;
  const canVerify = Boolean(globalThis.crypto?.subtle) && 'DecompressionStream' in globalThis;
  place.replaceChildren(
    h('h1', {}, title),
    h('p', { class: 'hint' }, canVerify ? m.archive_page_lead() : m.reply_page_no_crypto()),
    choose()
  );
  if (progress) place.append(h('p', { role: 'status', id: 'progress' }, progressText()));
  const verdict = shown ? null : verdictShow();
  if (verdict) place.append(verdict);
  if (read) place.append(shown ? groupShow(shown) : listShow());
}

addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  void open(event.dataTransfer?.files[0]);
});

const wanted = navigator.languages.map((one) => one.slice(0, 2)).find((one) => isLocale(one));
speak(wanted ?? 'en');
draw();
