/**
 * A device that asks what has changed and fetches ten documents, so many times; tells how long each time took, and how
 * long the server's one thread worked meanwhile, which is what it takes where nothing else runs on the machine.
 */
import { existsSync, readFileSync } from 'node:fs';

export interface Asked {
  readonly ms: number;
  /** Of the bench, in which the server is; 0 where the platform does not tell it. */
  readonly worked: number;
}

const [, , address = '', database = '', cookie = ''] = process.argv;

/** Whoever is told to come back does so at once: that they are refused is a part of what it costs them. */
async function ask(path: string, body?: object): Promise<unknown> {
  for (;;) {
    const response = await fetch(`${address}/db/${database}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { cookie, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {})
    });
    const told: unknown = await response.json();
    if (response.status === 200) return told;
    if (response.status !== 503) throw new Error(`${path}: ${response.status}`);
    await new Promise((again) => setTimeout(again, 20));
  }
}

async function askOnce(): Promise<Asked> {
  const [began, before] = [performance.now(), workedMs()];
  const { results } = (await ask('/_changes?style=all_docs&limit=100')) as { results: { id: string }[] };
  await ask('/_bulk_get', { docs: results.slice(-10).map(({ id }) => ({ id })) });
  return { ms: performance.now() - began, worked: workedMs() - before };
}

const SCHEDULED = `/proc/${process.ppid}/schedstat`;

function workedMs(): number {
  return existsSync(SCHEDULED) ? Number(readFileSync(SCHEDULED, 'utf8').split(' ')[0]) / 1e6 : 0;
}

async function askOften(times: number): Promise<Asked[]> {
  const all: Asked[] = [];
  for (let time = 0; time < times; time++) all.push(await askOnce());
  return all;
}

process.on('message', (times: number) => {
  askOften(times).then(
    (all) => process.send?.(all),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    }
  );
});
process.send?.('begun');
