/** Square codes (ISO/IEC 18004) for screen and paper: dark on light in every theme, because cameras read only that reliably. */
import { correction, generate, mode, type Bitmap2D } from 'lean-qr';

export { toSvgPath } from 'lean-qr/extras/svg';

/** Modules of white around the code, which readers need. */
export const QUIET_ZONE = 4;
/** 105 × 105 modules: at 0.4 mm each, a code of 42 mm. */
export const MAX_VERSION = 22;
/** Data of a code of that version at level M, in bits. */
const MAX_BITS = 782 * 8;

/** Names can need UTF-8; readers know its mark. */
const modes = [mode.numeric, mode.alphaNumeric, mode.ascii, mode.utf8];

/** Bytes of the largest code at level M; long names of certificates of training need more. */
const MAX_BYTES_AT_M = 2331;

/** Level M, or a higher one that needs no larger code. */
export function squareOf(text: string): Bitmap2D {
  const { L, M } = correction;
  const minCorrectionLevel = new TextEncoder().encode(text).length > MAX_BYTES_AT_M ? L : M;
  return generate(text, { minCorrectionLevel, modes });
}

/** `text` is of `codeText`: bytes up to `#`, then characters of which two take 11 bits; each part has a head. */
export function fitsOneCode(text: string): boolean {
  const bytes = text.indexOf('#') + 1;
  return 4 + 16 + 8 * bytes + 4 + 11 + Math.ceil(5.5 * (text.length - bytes)) <= MAX_BITS;
}
