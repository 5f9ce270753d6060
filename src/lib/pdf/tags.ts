/**
 * The structure of a PDF (ISO 32000-1, 14.7 and 14.8), which jsPDF does not write: a tree of elements in reading order,
 * each with marks around what it draws. A screen reader follows the tree; undrawn order, headers and lines are artifacts.
 *
 * Text from the right is given in reading order by its element (`ActualText`). At a mark the same entry would be worse:
 * Poppler and PDFium take it for drawing order and reverse it.
 */
import type { jsPDF } from 'jspdf';
import { readsFromRight, withoutSteering } from './visual-line.ts';

export type Role =
  | 'Document'
  | 'Part'
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'P'
  | 'Note'
  | 'Figure'
  | 'Table'
  | 'Caption'
  | 'TR'
  | 'TH'
  | 'TD';

interface Mark {
  readonly page: number;
  readonly id: number;
}

export interface Element {
  readonly role: Role;
  /** Further entries of its dictionary, as written. */
  readonly entries: string;
  readonly kids: (Element | Mark)[];
}

export interface ElementOptions {
  readonly text?: string;
  readonly alt?: string;
  readonly lang?: string;
  readonly scope?: 'Column' | 'Row';
}

export class Tags {
  readonly #doc: jsPDF;
  readonly #root: Element = { role: 'Document', entries: '', kids: [] };
  /** Elements of a page's marks, in the order of their numbers. */
  readonly #marks = new Map<number, Element[]>();
  /** `null`: what is drawn is an artifact. */
  #open: Element | null = null;

  constructor(doc: jsPDF) {
    this.#doc = doc;
    const { events } = doc.internal;
    let root = 0;
    events.subscribe('putPage', ({ pageNumber }: { pageNumber: number }) => {
      if (this.#marks.has(pageNumber)) this.#write(`/StructParents ${pageNumber - 1} /Tabs /S`);
    });
    events.subscribe('postPutResources', () => (root = this.#putTree()));
    events.subscribe('putCatalog', () => {
      if (root > 0) this.#write(`/MarkInfo <</Marked true>> /StructTreeRoot ${root} 0 R`);
    });
    doc.viewerPreferences({ DisplayDocTitle: true });
    (doc as jsPDF & Versioned).__private__.setPdfVersion('1.7');
  }

  /** A new element after the others of `parent`. */
  add(role: Role, options: ElementOptions = {}, parent: Element | null = this.#open): Element {
    const element = { role, entries: entriesOf(options), kids: [] };
    (parent ?? this.#root).kids.push(element);
    return element;
  }

  /** Forgets the last element of the document, whose page is drawn anew. */
  drop(element: Element, page: number): void {
    this.#root.kids.splice(this.#root.kids.indexOf(element), 1);
    this.#marks.delete(page);
  }

  /** Marks what `draw` draws as this element's content. */
  within<T>(element: Element | null, draw: () => T): T {
    const before = this.#open;
    this.#open = element;
    try {
      return draw();
    } finally {
      this.#open = before;
    }
  }

  /** Draws content of the open element, with nothing else inside. */
  mark(draw: () => void): void {
    const element = this.#open;
    this.#write(element ? `/${element.role} <</MCID ${this.#number(element)}>> BDC` : '/Artifact BMC');
    draw();
    this.#write('EMC');
  }

  artifact(draw: () => void): void {
    this.within(null, () => this.mark(draw));
  }

  get isArtifact(): boolean {
    return this.#open === null;
  }

  #number(element: Element): number {
    const page = this.#doc.getCurrentPageInfo().pageNumber;
    const marks = this.#marks.get(page) ?? [];
    this.#marks.set(page, marks);
    const id = marks.push(element) - 1;
    element.kids.push({ page, id });
    return id;
  }

  /** Returns the number of the tree's object; 0 if nothing is tagged. */
  #putTree(): number {
    if (this.#root.kids.length === 0) return 0;
    const root = this.#reserve();
    const numbers = new Map<Element, number>();
    this.#putElement(this.#root, root, numbers);
    const parents = [...this.#marks]
      .sort(([a], [b]) => a - b)
      .map(
        ([page, elements]) => `${page - 1} [${elements.map((one) => `${numbers.get(one)} 0 R`).join(' ')}]`
      );
    const tree = this.#reserve();
    this.#put(tree, `/Nums [${parents.join(' ')}]`);
    const kids = `/K ${numbers.get(this.#root)} 0 R /ParentTree ${tree} 0 R`;
    this.#put(root, `/Type /StructTreeRoot ${kids} /ParentTreeNextKey ${this.#doc.getNumberOfPages()}`);
    return root;
  }

  #putElement(element: Element, parent: number, numbers: Map<Element, number>): number {
    const number = this.#reserve();
    numbers.set(element, number);
    const kids = element.kids.map((kid) =>
      'page' in kid
        ? `<</Type /MCR /Pg ${this.#pageObject(kid.page)} 0 R /MCID ${kid.id}>>`
        : `${this.#putElement(kid, number, numbers)} 0 R`
    );
    this.#put(number, `/S /${element.role} /P ${parent} 0 R ${element.entries} /K [${kids.join(' ')}]`);
    return number;
  }

  #pageObject(page: number): number {
    return (this.#doc.getPageInfo(page) as { objId: number }).objId;
  }

  #reserve(): number {
    return (this.#doc.internal as Inside).newObjectDeferred();
  }

  #put(number: number, entries: string): void {
    (this.#doc.internal as Inside).newObjectDeferredBegin(number, true);
    this.#write(`<<${entries}>>`);
    this.#write('endobj');
  }

  #write(operators: string): void {
    (this.#doc.internal as Inside).write(operators);
  }
}

/** Private in jsPDF, so its version is pinned and a test reads the tree back. */
type Inside = jsPDF['internal'] & {
  newObjectDeferred(): number;
  newObjectDeferredBegin(number: number, writesOffset: boolean): void;
  write(operators: string): void;
};

interface Versioned {
  readonly __private__: { setPdfVersion(version: string): void };
}

function entriesOf({ text, alt, lang, scope }: ElementOptions): string {
  return [
    ...(text !== undefined && readsFromRight(text) ? [`/ActualText ${textString(text)}`] : []),
    ...(alt === undefined ? [] : [`/Alt ${textString(alt)}`]),
    ...(lang === undefined ? [] : [`/Lang (${lang})`]),
    ...(scope ? [`/A <</O /Table /Scope /${scope}>>`] : [])
  ].join(' ');
}

/** A text string in UTF-16 (ISO 32000-1, 7.9.2.2). */
function textString(text: string): string {
  const units = [...withoutSteering(text)].flatMap((letter) => letter.split(''));
  return `<feff${units.map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0')).join('')}>`;
}
