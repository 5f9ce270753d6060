/** An import authorization that may be issued as it stands, typed box by box. */
import type { AuthorizationFormPage } from './authorization-form.page.ts';

const EXPORTER = { name: 'Limmat Pharma AG', address: 'Quaistrasse 9\n8001 Zürich' };

export async function typeWholeImport(
  form: AuthorizationFormPage,
  importer: string,
  exporter = EXPORTER
): Promise<void> {
  await form.fillParty('importer', { name: importer, address: '4 Kurrajong Street\nPerth WA 6000' });
  await form.fillParty('exporter', exporter);
  await form.choose('Exporting country', 'Switz', 'Switzerland');
  await form.page.getByLabel('Port or customs office of entry').fill('Perth');
  await form.fillLine(1, {
    find: 'codeine phosphate hemi',
    goods: 'codeine phosphate hemihydrate',
    form: 'Powder',
    quantity: '200'
  });
}
