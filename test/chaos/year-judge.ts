/** Reads all databases, apart from the program's own rules of distribution, and tells what is broken. */
import type { Engine } from '#couch/engine/engine.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';

type Stored = Act & { readonly _rev: string; readonly _conflicts?: readonly string[] };

/** `acts`: what gateways have acknowledged. Empty if everything is where it belongs, once. */
export async function judgeYear(engine: Engine, acts: readonly Act[]): Promise<readonly string[]> {
  const broken: string[] = [];
  const missing = new Set(acts.flatMap(({ _id, body }) => placesOf(body).map((name) => `${_id} in ${name}`)));
  const unstated = new Set(acts.map(({ _id, body }) => `${_id} at ${String(body.to[0])}`));
  const numbers = new Map<string, string>();
  for (const name of await engine.list())
    for (const act of await readActs(engine, name)) {
      const { _id, _rev, _conflicts, body, signature } = act;
      if (actId(body, signature) !== _id) broken.push(`altered: ${_id} in ${name}`);
      if (!_rev.startsWith('1-') || _conflicts) broken.push(`more than one version: ${_id} in ${name}`);
      if (body.kind === 'certificate') continue;
      if (body.kind === 'receipt') broken.push(...judgeReceipt(body, name, unstated));
      else if (!missing.delete(`${_id} in ${name}`)) broken.push(`does not belong here: ${_id} in ${name}`);
      if (!('number' in body)) continue;
      if ((numbers.get(body.number) ?? _id) !== _id) broken.push(`one number twice: ${body.number}`);
      numbers.set(body.number, _id);
    }
  for (const one of missing) broken.push(`missing: ${one}`);
  for (const one of unstated) broken.push(`no delivery receipt: ${one}`);
  return broken;
}

function placesOf({ issuer, to }: Act['body']): readonly string[] {
  return [issuer, ...to].map((country) => `country-${country.toLowerCase()}`);
}

function judgeReceipt({ stage, of, where, to }: ReceiptBody, name: string, unstated: Set<string>): string[] {
  if (stage !== 'delivered') return [`a finding without a fault: ${stage} ${of.join(' ')} at ${where}`];
  if (name !== `country-${String(to[0]).toLowerCase()}`) return [`a receipt of another country in ${name}`];
  return of.flatMap((id) =>
    unstated.delete(`${id} at ${where}`) ? [] : [`stated twice: ${id} at ${where}`]
  );
}

async function readActs(engine: Engine, name: string): Promise<readonly Stored[]> {
  const range = { startkey: 'act:', endkey: 'act:\uffff', include_docs: true, conflicts: true };
  const { rows } = await engine.openAsAdministrator(name).allDocs<Stored>(range);
  return rows.flatMap(({ doc }) => (doc ? [doc as Stored] : []));
}
