/** A hundred forms in one file, as the register makes it: time, and the memory that each further form adds. */
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { authorizationsPdf } from '#lib/pdf/authorization-pdf.ts';
import type { LoadFont } from '#lib/pdf/fonts.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { aFullExport } from '../pdf/forms.ts';
import { round, type Row } from './row.ts';

const FORMS = 100;
/** The first one brings fonts and library. */
const MEASURED_AFTER = [1, 10, 50, FORMS];

const loadFont: LoadFont = (file) => Promise.resolve(new Uint8Array(readFileSync(`static/fonts/${file}`)));

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use, without what nobody refers to. */
function heldBytes(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

interface Printing {
  readonly seconds: number;
  readonly size: number;
  /** Bytes held after so many forms. */
  readonly held: ReadonlyMap<number, number>;
}

async function print(count: number, locale: Locale): Promise<Printing> {
  const forms = Array.from({ length: count }, (_, at) => ({
    act: aFullExport({ number: `CH-E-2026-${String(at).padStart(6, '0')}-13` }),
    options: { locale, copy: 'original' as const }
  }));
  const held = new Map<number, number>();
  const watch = {
    title: 'Forms',
    filename: 'forms.pdf',
    onprinted: (done: number) => void (MEASURED_AFTER.includes(done) && held.set(done, heldBytes())),
    signal: new AbortController().signal
  };
  const from = performance.now();
  const { bytes } = await authorizationsPdf(forms as never, watch, loadFont);
  return { seconds: (performance.now() - from) / 1000, held, size: bytes.length };
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
      ...[10, 50, FORMS].map((count) => ({
        ...base,
        name: `${locale}: memory after ${count} forms, above the first`,
        ours: round(((whole.held.get(count) ?? 0) - (whole.held.get(1) ?? 0)) / 1e6),
        unit: 'MB',
        goal: 25,
        growth: null
      })),
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
