/** Characters that cannot print because their font cannot be fetched now; shown beforehand. */
import { m } from '#lib/i18n/messages.ts';
import type { Face } from '#lib/pdf/fonts.ts';
import type { AuthorizationAct, PrintOptions } from '#lib/pdf/print-request.ts';

const SCRIPT_NAMES: Readonly<Partial<Record<Face, () => string>>> = {
  NotoNaskhArabic: m.dossier_print_script_arabic,
  NotoSansSC: m.dossier_print_script_chinese
};

/** Without the form's font or the printing code nothing prints; that error appears on printing. */
export async function lackingScripts(
  act: AuthorizationAct,
  options: PrintOptions
): Promise<readonly string[]> {
  const part = await import('#lib/pdf/lacking-faces.ts').catch(() => null);
  const lacking = part ? await part.listLackingFaces(part.wordsOnForm(act, options)) : [];
  return lacking.flatMap((face) => SCRIPT_NAMES[face]?.() ?? []);
}
