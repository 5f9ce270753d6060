import { m } from '#lib/i18n/messages.ts';
import type { FileTable, TableKind } from './file-table.ts';
import { openPaper, saveFile, type BlockedPaper, type Paper } from './hand-over.ts';

/** Parts not yet on this device (writers, fonts) need a connection once. */
export class FileMaking {
  hasFailed = $state(false);
  blocked = $state.raw<BlockedPaper | null>(null);

  async make(work: () => Promise<Paper>): Promise<void> {
    await this.#use(work, (made) => saveFile(made.content, made.name));
  }

  async print(work: () => Promise<Paper>): Promise<void> {
    await this.#use(work, (made) => (this.blocked = openPaper(made, 'print')));
  }

  /** `name` is without ending. A workbook has all tables, CSV the first one. */
  async saveTable(kind: TableKind, name: string, tables: () => Promise<readonly FileTable[]>): Promise<void> {
    await this.make(async () => {
      const isRightToLeft = document.documentElement.dir === 'rtl';
      const [{ tableFile }, made] = await Promise.all([import('./file-table.ts'), tables()]);
      const turned = made.map((table) => ({ ...table, isRightToLeft }));
      return { content: await tableFile(kind, ...turned), name: `${name}.${kind}` };
    });
  }

  tableItems(name: () => string, tables: () => Promise<readonly FileTable[]>) {
    return [
      { label: m.overview_export_csv(), onselect: () => void this.saveTable('csv', name(), tables) },
      { label: m.overview_export_xlsx(), onselect: () => void this.saveTable('xlsx', name(), tables) }
    ] as const;
  }

  async #use(work: () => Promise<Paper>, take: (made: Paper) => void): Promise<void> {
    this.hasFailed = false;
    this.blocked = null;
    try {
      take(await work());
    } catch {
      this.hasFailed = true;
    }
  }
}
