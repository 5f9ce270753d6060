/** A fragment is sent to no server. */
import { importPublicKey, type SigningKey } from '#lib/crypto/key.ts';
import { isTextSigned, signText } from '#lib/crypto/sign.ts';
import { base64urlToBytes, bytesToBase64url, textToUtf8 } from '#lib/domain/bytes.ts';
import {
  resultText,
  type RehearsalResult,
  type SignedResult,
  parseResult
} from '#lib/domain/rehearsal/handout.ts';
import { saveFile } from '#lib/ui/file/hand-over.ts';
import { forget, remember, remembered } from '#lib/pwa/remember.ts';

/** Bytes, or characters of an address: a few hundred are needed. */
const LARGEST = 20_000;

export function toFragment(value: object): string {
  return `#${bytesToBase64url(textToUtf8(JSON.stringify(value)))}`;
}

export function fromFragment(fragment: string): unknown {
  if (fragment.length > LARGEST) return null;
  const bytes = base64urlToBytes(fragment.replace(/^#/, ''));
  return bytes === null ? null : readJson(new TextDecoder().decode(bytes));
}

export function saveAsFile(value: object, name: string): void {
  saveFile(new Blob([JSON.stringify(value, null, 2) + '\n'], { type: 'application/json' }), name);
}

export async function readHandedFile(file: File): Promise<unknown> {
  return file.size > LARGEST ? null : readJson(await file.text());
}

export async function signResult(
  result: Omit<RehearsalResult, 'key'>,
  key: SigningKey
): Promise<SignedResult> {
  const whole: RehearsalResult = { ...result, key: key.publicKey };
  return { ...whole, signature: await signText(resultText(whole), key) };
}

async function isUnaltered({ signature, ...result }: SignedResult): Promise<boolean> {
  const key = await importPublicKey(result.key);
  return key !== null && isTextSigned(resultText(result), signature, key);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const STORED_AS = 'i2es-rehearsal-results';
const MAX_KEPT = 500;

export type Taken = 'taken' | 'known' | 'altered' | 'unreadable' | 'full';

/** Plain, only here, removed on the trainer's request. */
export class KeptResults {
  list = $state.raw<readonly SignedResult[]>([]);

  read(): void {
    const held = remembered(STORED_AS);
    this.list = Array.isArray(held) ? held.flatMap((one) => parseResult(one) ?? []) : [];
  }

  async take(value: unknown): Promise<Taken> {
    const result = parseResult(value);
    if (result === null) return 'unreadable';
    if (!(await isUnaltered(result))) return 'altered';
    if (this.list.some(({ signature }) => signature === result.signature)) return 'known';
    if (this.list.length >= MAX_KEPT) return 'full';
    this.#keep([result, ...this.list]);
    return 'taken';
  }

  removeAll(): void {
    this.#keep([]);
  }

  #keep(list: readonly SignedResult[]): void {
    this.list = list;
    if (list.length === 0) forget(STORED_AS);
    else remember(STORED_AS, list);
  }
}
