/** Asks for everything, over and over, on so many connections at once; counts what was answered how. */
const [, , address = '', database = '', connections = '1', ...cookies] = process.argv;

const counts: Record<number, number> = {};

async function ask(cookie: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${address}/db/${database}${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });
  counts[response.status] = (counts[response.status] ?? 0) + 1;
  const text = await response.text();
  return response.ok && text !== '' ? JSON.parse(text) : null;
}

async function flood(cookie: string): Promise<void> {
  for (;;) {
    const page = (await ask(cookie, 'GET', '/_changes?limit=500')) as { results: { id: string }[] } | null;
    const docs = page?.results.map(({ id }) => ({ id })) ?? [];
    await ask(cookie, 'POST', '/_bulk_get', { docs });
    await ask(cookie, 'POST', '/_bulk_docs', { docs: [], new_edits: false });
  }
}

process.on('message', () => {
  process.send?.(counts);
  process.exit(0);
});
for (const cookie of cookies)
  for (let one = 0; one < Number(connections); one++)
    flood(cookie).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
process.send?.('begun');
