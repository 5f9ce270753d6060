/** Reads the structure of a PDF as a screen reader does. */
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface Spoken {
  readonly role: string;
  readonly text: string;
}

type Tree = Awaited<ReturnType<Awaited<ReturnType<Pdf['getPage']>>['getStructTree']>>;
export type Pdf = Awaited<ReturnType<typeof getDocument>['promise']>;

export function openFile(bytes: Uint8Array): Promise<Pdf> {
  return getDocument({ data: bytes.slice(), verbosity: 0 }).promise;
}

/** Elements with text, sheet by sheet, in the order of the tree; and text outside of it. */
export async function listen(pdf: Pdf): Promise<{ spoken: Spoken[]; unmarked: string[] }> {
  const spoken: Spoken[] = [];
  const unmarked: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const texts = new Map<string, string>();
    const open: string[] = [];
    for (const item of items) {
      if (!('str' in item)) {
        if (item.type === 'endMarkedContent') open.pop();
        else open.push(item.id ?? 'artifact');
        continue;
      }
      const id = open.at(-1);
      if (id === undefined) unmarked.push(item.str.trim());
      else texts.set(id, (texts.get(id) ?? '') + item.str);
    }
    const read = (node: Tree | Tree['children'][number]): void => {
      if (!('children' in node)) return;
      const own = node.children.flatMap((kid) => ('id' in kid ? [texts.get(kid.id) ?? ''] : []));
      const text = (node as { alt?: string }).alt ?? own.map((line) => line.trim()).join(' ');
      if (own.length > 0) spoken.push({ role: node.role, text: text.replace(/ +/g, ' ') });
      node.children.forEach(read);
    };
    read(await page.getStructTree());
  }
  return { spoken, unmarked: unmarked.filter((text) => text !== '') };
}
