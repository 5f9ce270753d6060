/** A hundred forms in one file, as the register makes it: time, and the memory that each further form adds. */
import { readFileSync } from 'node:fs';
import { authorizationsPdf } from '#lib/pdf/authorization-pdf.ts';
import type { LoadFont } from '#lib/pdf/fonts.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { aFullExport } from '../pdf/forms.ts';
import { round, type Row } from './row.ts';

const FORMS = 100;

const loadFont: LoadFont = (file) => Promise.resolve(new Uint8Array(readFileSync(`static/fonts/${file}`)));

async function print(
  count: number,
  locale: Locale
): Promise<{ seconds: number; heap: number; size: number }> {
  const forms = Array.from({ length: count }, (_, at) => ({
    act: aFullExport({ number: `CH-E-2026-${String(at).padStart(6, '0')}-13` }),
    options: { locale, copy: 'original' as const }
  }));
  let heap = 0;
  const watch = {
    title: 'Forms',
    filename: 'forms.pdf',
    onprinted: () => (heap = Math.max(heap, process.memoryUsage().heapUsed)),
    signal: new AbortController().signal
  };
  globalThis.gc?.();
  const [before, from] = [process.memoryUsage().heapUsed, performance.now()];
  const { bytes } = await authorizationsPdf(forms as never, watch, loadFont);
  return { seconds: (performance.now() - from) / 1000, heap: heap - before, size: bytes.length };
}

export async function benchForms(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  await print(1, 'en');
  for (const locale of ['en', 'ar', 'zh'] as const) {
    const [half, whole] = [await print(FORMS / 2, locale), await print(FORMS, locale)];
    const growth = round(whole.seconds / half.seconds);
    const base = { reference: null, ratio: null };
    rows.push(
      { ...base, name: `${FORMS} forms, ${locale}`, ours: round(whole.seconds), unit: 's', goal: 20, growth },
      {
        ...base,
        name: `${FORMS} forms, ${locale}: heap`,
        ours: round(whole.heap / 1e6, 0),
        unit: 'MB',
        goal: 200,
        growth: round(whole.heap / half.heap)
      },
      {
        ...base,
        name: `${FORMS} forms, ${locale}: file`,
        ours: round(whole.size / 1e6),
        unit: 'MB',
        goal: null,
        growth: round(whole.size / half.size)
      }
    );
  }
  return rows;
}
