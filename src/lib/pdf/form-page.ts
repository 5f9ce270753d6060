/** A form as one web page without scripts, for a screen reader: the words of the sheets, in the same order. */
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { localeDirection } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { formContent } from './form-content.ts';
import type { FormAct, PrintOptions } from './print-request.ts';
import type { Box, CodeBox, FormPart, Table } from './form-parts.ts';

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
p, td, th, caption, h2 { unicode-bidi: plaintext; white-space: pre-line; }
h2, caption { font-size: 0.9rem; margin: 1rem 0 0; color: #444; text-align: start; }
p { margin: 0; }
.note { border: 2px solid; padding: 0.4rem; margin: 0.5rem 0; font-weight: bold; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border: 1px solid #777; padding: 0.3rem; text-align: start; vertical-align: top; }
@media (max-width: 40rem) { p, th, td { overflow-wrap: anywhere; } table { font-size: 0.8rem; } }
`;

export async function formPage(act: FormAct, options: PrintOptions): Promise<string> {
  const { locale, second } = options;
  await Promise.all([locale, second ?? locale].map(loadCatalog));
  const { logo, title, articles, copy, use, notes, parts } = formContent(act, {
    ...options,
    edition: options.edition ?? CURRENT_EDITION
  });
  const head = `${title.replace(/\n/g, ' / ')} ${act.body.number}`;
  const body = [
    ...(logo ? [`<img src="${logo}" alt="" height="60">`] : []),
    element('h1', title),
    ...articles.map((text) => element('p', text)),
    element('p', `${copy}\n${use}`),
    ...notes.map((text) => element('p', text, ' class="note"')),
    ...parts.flatMap(partLines),
    element('p', m.form_layout_note({}, { locale }))
  ];
  return `<!doctype html>
<html lang="${locale}" dir="${localeDirection(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${element('title', head)}
<style>${STYLE}</style>
</head>
<body>
<main>
${body.join('\n')}
</main>
</body>
</html>
`;
}

function partLines(part: FormPart): string[] {
  switch (part.kind) {
    case 'row':
      return part.boxes.flatMap(boxLines);
    case 'table':
      return tableLines(part.table);
    case 'closing':
      return [element('p', part.text)];
    case 'signature':
      // An empty frame for a seal tells a listener nothing.
      return [...boxLines(part.signature), ...boxLines(part.record), ...part.codes.flatMap(codeLines)];
    case 'codes':
      return [...part.codes.flatMap(codeLines), ...(part.note ? [element('p', part.note)] : [])];
  }
}

function boxLines({ no, label, texts, signHere }: Box): string[] {
  // A line for a pen is of no use on a screen.
  if (texts.length === 0 && signHere) return [];
  const lines = texts.map(({ text, lang }) => element('p', text, lang ? ` lang="${lang}"` : ''));
  return ['<section>', element('h2', no === undefined ? label : `${no} ${label}`), ...lines, '</section>'];
}

/** The code as the address that it holds: the page opens the verdict. */
function codeLines({ label, text, below }: CodeBox): string[] {
  const link = `<p>${element('a', label, ` href="${text}"`)}</p>`;
  return [text.includes('#') ? link : element('p', label), ...(below ? [element('p', below)] : [])];
}

function tableLines({ title, columns, rows }: Table): string[] {
  const row = (cells: readonly string[]): string => `<tr>${cells.join('')}</tr>`;
  return [
    '<table>',
    element('caption', title),
    row(columns.map(({ head }) => element('th', head, ' scope="col"'))),
    ...rows.map((cells) =>
      row(
        cells.map((texts, at) =>
          at === 0 ? element('th', texts.join('\n'), ' scope="row"') : element('td', texts.join('\n'))
        )
      )
    ),
    '</table>'
  ];
}

function element(name: string, text: string, attributes = ''): string {
  const safe = text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<${name}${attributes}>${safe}</${name}>`;
}
