/** Elements of the page; texts are never read as markup. */
type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | ((event: Event) => void) | undefined>>;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((one): one is Node | string => Boolean(one)));
  return element;
}

/** A name and what it says; the name of a company or substance keeps its own direction. */
export function row(label: string, ...texts: readonly string[]): readonly HTMLElement[] {
  return [h('div', {}, h('dt', {}, label), h('dd', {}, ...texts.map((text) => h('bdi', {}, text))))];
}

/** A labelled box with its hint and problem; `data-path` is where problems find it. */
export function field(path: string, label: string, control: HTMLElement, hint?: string): HTMLElement {
  control.id = `box-${path}`;
  control.setAttribute('aria-describedby', `why-${path}`);
  return h(
    'div',
    { class: 'field', 'data-path': path },
    h('label', { for: control.id }, label),
    hint && h('p', { class: 'hint' }, hint),
    control,
    h('p', { class: 'why', id: `why-${path}`, 'aria-live': 'polite' })
  );
}

export function choices(
  path: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[],
  onchange: () => void
): HTMLElement {
  return h(
    'fieldset',
    { class: 'field', 'data-path': path },
    h('legend', {}, label),
    ...options.map((one) =>
      h(
        'label',
        { class: 'choice' },
        h('input', { type: 'radio', name: path, value: one.value, change: onchange }),
        h('span', {}, one.label, one.hint && h('small', {}, one.hint))
      )
    ),
    h('p', { class: 'why', id: `why-${path}`, 'aria-live': 'polite' })
  );
}

export function download(text: string, name: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  h('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
