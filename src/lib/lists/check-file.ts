import type { Table } from '#lib/domain/lists/read-table.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import { MAX_FILE_BYTES } from './read-file.ts';

const MAX_TIME_MS = 20_000;

export async function tablesOf(file: File): Promise<Result<readonly Table[]>> {
  if (file.size > MAX_FILE_BYTES)
    return refuse({ code: 'list.file.tooLarge', values: { most: MAX_FILE_BYTES / 1e6 } });
  const worker = new Worker(new URL('./list-worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const bytes = await file.arrayBuffer();
    return await new Promise<Result<readonly Table[]>>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<Result<readonly Table[]>>) => resolve(data);
      worker.onerror = () => resolve(refuse({ code: 'list.file.damaged' }));
      timer = setTimeout(() => resolve(refuse({ code: 'list.file.slow' })), MAX_TIME_MS);
      worker.postMessage(bytes, [bytes]);
    });
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
