/** A drawing of the screen as a file of its own: what it takes from the page's style sheets is written into it. */

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

/**
 * A copy that needs no style sheet and nothing else of the page. In the light colours, whatever the screen has: it is
 * printed, or laid on a white page.
 */
export function standAlone(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const host = document.createElement('div');
  host.style.cssText = `${lightTokens()};position:absolute;visibility:hidden;inset-inline-start:-9999px`;
  const shown = drawing.cloneNode(true) as SVGSVGElement;
  host.append(shown);
  // Beside the drawing itself, where the same rules reach it.
  drawing.after(host);
  try {
    return withStyles(drawing, shown, copy);
  } finally {
    host.remove();
  }
}

/** The colours of the light theme, as the style sheet of the house states them once. */
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

/** White below it, whatever it is laid upon. */
export function onGround(drawing: SVGSVGElement): SVGSVGElement {
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', '#ffffff');
  drawing.insertBefore(ground, drawing.firstChild);
  return drawing;
}

/** The browser writes `url("#pattern")`, some with the address of the page before it. */
function plainUrl(value: string): string {
  return value.replace(/url\(["']?[^"'#)]*#([^"')]+)["']?\)/, 'url(#$1)');
}

function sizeOf(drawing: SVGSVGElement): { width: number; height: number } {
  const { width, height } = drawing.viewBox.baseVal;
  return { width, height };
}

/** `scale`: pixels for each unit of the drawing, which is of that size in its own. Rejects where the browser cannot draw it. */
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
