import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { MAX_WAIT_MS, parseJson, problemsOf, type ServerLine } from './call-server.ts';

/** Bytes that are joined before they are put aside, so that a large file need not be in memory. */
const PART_BYTES = 8_000_000;

/** A large file, part by part; `told` hears how many bytes have arrived. */
export async function receiveFile(
  { base, fetch }: ServerLine,
  path: string,
  { ends, told }: { readonly ends: AbortSignal; readonly told: (part: Uint8Array) => void }
): Promise<Result<Blob>> {
  const waiting = new AbortController();
  const giveUp = (): void => waiting.abort();
  let limit = setTimeout(giveUp, MAX_WAIT_MS);
  ends.addEventListener('abort', giveUp);
  try {
    const response = await fetch(base + path, { credentials: 'include', signal: waiting.signal });
    if (!response.ok) return refuse(...problemsOf(parseJson(await response.text()), response.status));
    const reader = response.body?.getReader();
    const kept: Blob[] = [];
    let [parts, length]: [Uint8Array<ArrayBuffer>[], number] = [[], 0];
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      clearTimeout(limit);
      limit = setTimeout(giveUp, MAX_WAIT_MS);
      parts.push(part.value);
      length += part.value.length;
      told(part.value);
      if (length < PART_BYTES) continue;
      kept.push(new Blob(parts));
      [parts, length] = [[], 0];
    }
    return accept(new Blob([...kept, ...parts]));
  } catch {
    return refuse({ code: 'line.offline' });
  } finally {
    clearTimeout(limit);
    ends.removeEventListener('abort', giveUp);
  }
}
