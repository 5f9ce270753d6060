/** Complete in itself: title, day, colour key and note, and the page's styles that it uses. */

export interface Frame {
  readonly title?: string | undefined;
  readonly about?: string | undefined;
  /** Absent elements are left out of the key. */
  readonly key: readonly { readonly selector: string; readonly word: string }[];
  /** Such as a map's sentence on boundaries and names. */
  readonly note?: string | undefined;
}

interface Framed {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const NAMESPACE = 'http://www.w3.org/2000/svg';
const [TITLE, TEXT, NOTE] = [18, 13, 11] as const;
const GAP = 12;
const SWATCH = 12;
const FONT = 'system-ui, "Segoe UI", "Noto Sans", sans-serif';

export function framedSvg(drawing: SVGSVGElement, frame: Frame): Framed {
  const inner = standAlone(drawing);
  const { width, height } = drawing.viewBox.baseVal;
  const page = new Page(width);
  if (frame.title !== undefined) page.line(frame.title, TITLE, 600);
  if (frame.about !== undefined) page.paragraph(frame.about, TEXT);
  page.place(inner, height);
  page.key(frame.key.flatMap(({ selector, word }) => keyOf(inner, selector, word)));
  if (frame.note !== undefined) page.paragraph(frame.note, NOTE);
  return page.close();
}

interface Key {
  readonly word: string;
  readonly colours: Readonly<Record<string, string>>;
}

function keyOf(inner: SVGSVGElement, selector: string, word: string): Key[] {
  const drawn = inner.querySelector(selector);
  if (!drawn) return [];
  const names = ['fill', 'stroke', 'stroke-width', 'opacity'];
  return [{ word, colours: Object.fromEntries(names.map((name) => [name, drawn.getAttribute(name) ?? ''])) }];
}

/** Fills from the top, and from the right in right-to-left languages. */
class Page {
  readonly #svg = document.createElementNS(NAMESPACE, 'svg');
  readonly #width: number;
  readonly #isFromRight = document.documentElement.dir === 'rtl';
  readonly #pen = document.createElement('canvas').getContext('2d');
  #y = GAP;

  constructor(width: number) {
    this.#width = width + 2 * GAP;
    this.#svg.setAttribute('xmlns', NAMESPACE);
  }

  line(text: string, size: number, weight = 400, from = GAP, baseline = this.#y + size): void {
    const element = document.createElementNS(NAMESPACE, 'text');
    const attributes = {
      x: this.#at(from),
      y: baseline,
      'font-size': size,
      'font-weight': weight,
      'font-family': FONT,
      fill: '#1a1a1a',
      direction: this.#isFromRight ? 'rtl' : 'ltr',
      'text-anchor': 'start'
    };
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.textContent = text;
    this.#svg.append(element);
    if (baseline === this.#y + size) this.#y += size * 1.4;
  }

  /** Any number of lines; languages without spaces break between words too. */
  paragraph(text: string, size: number): void {
    let line = '';
    for (const { segment } of new Intl.Segmenter(document.documentElement.lang, {
      granularity: 'word'
    }).segment(text)) {
      if (line !== '' && this.#measure(line + segment, size) > this.#width - 2 * GAP) {
        this.line(line.trim(), size);
        line = '';
      }
      line += segment;
    }
    if (line.trim() !== '') this.line(line.trim(), size);
  }

  place(inner: SVGSVGElement, height: number): void {
    this.#y += GAP / 2;
    inner.setAttribute('x', String(GAP));
    inner.setAttribute('y', String(this.#y));
    this.#svg.append(inner);
    this.#y += height + GAP;
  }

  key(entries: readonly Key[]): void {
    let from = GAP;
    for (const { word, colours } of entries) {
      const wide = SWATCH + 6 + this.#measure(word, TEXT) + 2 * GAP;
      if (from > GAP && from + wide > this.#width) {
        this.#y += TEXT * 1.6;
        from = GAP;
      }
      this.#swatch(colours, from);
      this.line(word, TEXT, 400, from + SWATCH + 6, this.#y + TEXT - 2);
      from += wide;
    }
    if (entries.length > 0) this.#y += TEXT * 2;
  }

  close(): Framed {
    const size = { width: this.#width, height: Math.ceil(this.#y + GAP / 2) };
    this.#svg.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
    for (const [name, value] of Object.entries(size)) this.#svg.setAttribute(name, String(value));
    for (const styled of this.#svg.querySelectorAll('[class]')) styled.removeAttribute('class');
    return { svg: new XMLSerializer().serializeToString(onGround(this.#svg)), ...size };
  }

  #swatch(colours: Key['colours'], from: number): void {
    const rect = document.createElementNS(NAMESPACE, 'rect');
    const x = this.#isFromRight ? this.#at(from) - SWATCH : from;
    const box = { x, y: this.#y, width: SWATCH, height: SWATCH };
    for (const [name, value] of Object.entries(colours)) if (value !== '') rect.setAttribute(name, value);
    for (const [name, value] of Object.entries(box)) rect.setAttribute(name, String(value));
    this.#svg.append(rect);
  }

  #at(from: number): number {
    return this.#isFromRight ? this.#width - from : from;
  }

  #measure(text: string, size: number): number {
    if (!this.#pen) return text.length * size;
    this.#pen.font = `${size}px ${FONT}`;
    return this.#pen.measureText(text).width;
  }
}

const TAKEN = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-family',
  'text-anchor'
] as const;

/** In light colours, because it is printed or placed on white. */
function standAlone(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const host = document.createElement('div');
  host.style.cssText = `${lightTokens()};position:absolute;visibility:hidden;inset-inline-start:-9999px`;
  const shown = drawing.cloneNode(true) as SVGSVGElement;
  host.append(shown);
  // Next to the drawing, where the same rules apply.
  drawing.after(host);
  try {
    return withStyles(drawing, shown, copy);
  } finally {
    host.remove();
  }
}

function lightTokens(): string {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const root = rules.filter(
    (rule): rule is CSSStyleRule => rule instanceof CSSStyleRule && rule.selectorText === ':root'
  );
  return root
    .flatMap(({ style }) =>
      [...style]
        .filter((name) => name.startsWith('--'))
        .map((name) => [name, style.getPropertyValue(name)].join(':'))
    )
    .join(';');
}

function withStyles(drawing: SVGSVGElement, shown: SVGSVGElement, copy: SVGSVGElement): SVGSVGElement {
  const [from, to] = [shown.querySelectorAll('*'), copy.querySelectorAll('*')];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    const target = to[index];
    if (!target || element.localName === 'title' || element.localName === 'desc') return;
    for (const name of TAKEN) {
      const value = style.getPropertyValue(name);
      if (value !== '') target.setAttribute(name, plainUrl(value));
    }
    target.removeAttribute('style');
  });
  const { width, height } = drawing.viewBox.baseVal;
  for (const name of ['class', 'style', 'tabindex', 'role', 'aria-roledescription'])
    copy.removeAttribute(name);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return copy;
}

function onGround(drawing: SVGSVGElement): SVGSVGElement {
  const ground = document.createElementNS(NAMESPACE, 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', '#ffffff');
  drawing.insertBefore(ground, drawing.firstChild);
  return drawing;
}

/** Browsers write `url("#pattern")`, some with the page's address before it. */
function plainUrl(value: string): string {
  return value.replace(/url\(["']?[^"'#)]*#([^"')]+)["']?\)/, 'url(#$1)');
}

/** `scale`: pixels per unit of the drawing. */
export async function rasterOf(
  svg: string,
  { width, height }: { readonly width: number; readonly height: number },
  scale = 3
): Promise<Blob> {
  const image = new Image();
  await new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error('The drawing cannot be drawn as a picture.'));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: width * scale, height: height * scale });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('No picture came of it.'))), 'image/png')
  );
}
