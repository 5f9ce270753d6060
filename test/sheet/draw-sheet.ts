/** The sheet itself: a row for each screen as it is looked at, its languages, sizes and colours side by side. */
import type { Theme } from './asked.ts';
import type { Sight } from './sights.ts';
import type { Size } from './visitor.ts';

export interface Picture extends Sight {
  readonly locale: string;
  readonly size: Size;
  readonly theme: Theme;
  readonly file: string;
}

const STYLE = `body{font:14px/1.4 system-ui,sans-serif;margin:0;background:#ddd;color:#111}
header{position:sticky;inset-block-start:0;background:#fff;padding:8px 16px;display:flex;gap:16px;flex-wrap:wrap;z-index:1}
section{padding:8px 16px}h2{font-size:14px;margin:8px 0}.row{display:flex;gap:8px;overflow-x:auto;align-items:start}
figure{margin:0;flex:none}figcaption{font-size:12px}img{display:block;block-size:auto;background:#fff}
.desk img{inline-size:540px}.phone img{inline-size:195px}.clip{max-block-size:620px;overflow:hidden}`;

/** Unticked, a language, size, colour or state is not shown. */
const SCRIPT = `for(const box of document.querySelectorAll('header input'))box.onchange=()=>{
let css='';for(const one of document.querySelectorAll('header input'))if(!one.checked)css+='.'+one.value+'{display:none}';
document.getElementById('hidden').textContent=css}`;

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];

function drawPicture({ locale, size, theme, file, route, who, state }: Picture): string {
  const says = escape(`${route}, ${who}, ${state}, ${locale}, ${size}, ${theme}`);
  return `<figure class="${locale} ${size} ${theme}"><a class="clip" href="${file}"><div class="clip"><img loading="lazy" src="${file}" alt="${says}"></div></a><figcaption>${locale} · ${size} · ${theme}</figcaption></figure>`;
}

/** In the order of the routes; a public page in each language is the same page. */
export function drawSheet(pictures: readonly Picture[], missed: readonly string[]): string {
  const titleOf = ({ route, path, who, state, locale }: Picture): string => {
    const place = route.startsWith('/[language') ? path.replace(`/${locale}`, '/…') : route;
    return `${place} · ${who} · ${state}`;
  };
  const rows = [...unique(pictures.map(titleOf))].sort();
  const sections = rows.map((title) => {
    const row = pictures.filter((one) => titleOf(one) === title);
    return `<section class="${row[0]?.state}"><h2>${escape(title)}</h2><div class="row">${row.map(drawPicture).join('')}</div></section>`;
  });
  const boxes = (['locale', 'size', 'theme', 'state'] as const)
    .flatMap((key) => unique(pictures.map((one) => one[key])))
    .map((word) => `<label><input type="checkbox" checked value="${word}"> ${word}</label>`);
  const failed =
    missed.length > 0
      ? `<details><summary>${missed.length} not reached</summary><ul>${missed.map((one) => `<li>${escape(one)}</li>`).join('')}</ul></details>`
      : '';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title><style>${STYLE}</style><style id="hidden"></style>
<header><strong>${rows.length} screens, ${pictures.length} pictures</strong>${boxes.join('')}${failed}</header>
${sections.join('\n')}<script>${SCRIPT}</script></html>`;
}
