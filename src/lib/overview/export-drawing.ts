/** Exports a drawing as a file: the page's styles that it uses are written into it. */

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

/** A copy without the page's style sheets, in light colours, because it is printed or placed on white. */
export function standAlone(drawing: SVGSVGElement): SVGSVGElement {
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
  const { width, height } = sizeOf(drawing);
  for (const name of ['class', 'style', 'tabindex', 'role', 'aria-roledescription'])
    copy.removeAttribute(name);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return copy;
}

/** A white background on any page. */
export function onGround(drawing: SVGSVGElement): SVGSVGElement {
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
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

function sizeOf(drawing: SVGSVGElement): { width: number; height: number } {
  const { width, height } = drawing.viewBox.baseVal;
  return { width, height };
}

/** `scale`: pixels per unit of the drawing. Rejects if the browser cannot draw it. */
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
