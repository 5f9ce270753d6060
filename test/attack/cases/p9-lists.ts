/** P9: the public lists, which anybody loads, say nothing of a trade and name nobody. Read with nothing of the app’s own. */
import { createHash } from 'node:crypto';
import type { AttackCase } from '../attack.ts';
import type { Intruder } from '../intruder.ts';
import type { Json } from '../sign.ts';

interface Lists {
  readonly head: Json;
  readonly certificate: string;
  readonly bytes: Buffer;
  readonly parts: Readonly<Record<string, Buffer>>;
}

async function readLists(by: Intruder): Promise<Lists> {
  const ask = () => fetch(`${by.base}/api/verify/lists?since=0`);
  let response = await ask();
  // A server that has just started reads what it holds before it publishes.
  for (const end = Date.now() + 30_000; response.status === 404 && Date.now() < end;) {
    await new Promise((go) => setTimeout(go, 100));
    response = await ask();
  }
  if (response.status !== 200) throw new Error(`There are no lists: ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  let at = 4 + bytes.readUInt32BE(0);
  const { head, certificate } = JSON.parse(bytes.subarray(4, at).toString()) as Record<string, Json>;
  const parts: Record<string, Buffer> = {};
  for (const name of ['keys', 'cancelled', 'recent', 'suspended']) {
    const { bytes: length } = (head!['parts'] as Record<string, { bytes: number }>)[name]!;
    parts[name] = bytes.subarray(at, (at += length));
  }
  return { head: head!, certificate: JSON.stringify(certificate), bytes, parts };
}

const hiddenOf = (id: string): Buffer =>
  createHash('sha256').update(`i2es public list 1 ${id}`).digest().subarray(0, 6);

/** As the README of the lists describes the set, in whole numbers of any size. */
function isCancelled({ parts }: Lists, id: string): boolean {
  const [set, recent, hidden] = [parts['cancelled']!, parts['recent']!, hiddenOf(id)];
  for (let at = 0; at < recent.length; at += 6) if (recent.subarray(at, at + 6).equals(hidden)) return true;
  const count = set.readUInt32BE(0);
  const wanted = (BigInt(`0x${hidden.toString('hex')}`) * BigInt(count)) >> 32n;
  const bits = [...set.subarray(4)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  let [at, number] = [0, 0n];
  for (let read = 0; read < count; read++) {
    for (; bits[at] === '1'; at++) number += 65_536n;
    number += BigInt(parseInt(bits.slice(at + 1, at + 17), 2));
    at += 17;
    if (number === wanted) return true;
  }
  return false;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** All that a stranger could make of an authorization whose every word they know, without its signature. */
async function guessesOf(by: Intruder, { _id, body }: Json): Promise<readonly string[]> {
  const known = body as Json;
  const [beginning, text] = [String(_id).split(':').slice(0, 4).join(':'), JSON.stringify(body)];
  const resigned = await by.sign(known);
  const hashes = [sha256(text), sha256(`{"body":${text}}`), sha256(`{"body":${text},"signature":{}}`)];
  return [
    ...hashes.map((hash) => `${beginning}:${hash}`),
    String(resigned['_id']),
    String(known['number']),
    String(known['dossier']),
    text,
    beginning
  ];
}

export const P9_LISTS: readonly AttackCase[] = [
  {
    principle: 'P9',
    name: 'who knows every word of a cancelled authorization, but does not hold it, cannot ask the public lists for it',
    attack: async (by) => {
      const id = String(((await by.ownAct('cancellation'))['body'] as Json)['of']);
      const [act, lists] = [await by.held(id), await readLists(by)];
      if (act === null || !isCancelled(lists, id))
        throw new Error('No cancellation of the list to begin with.');
      const found = (await guessesOf(by, act)).filter((guess) => isCancelled(lists, guess));
      return found.length === 0 ? null : `Found by ${found[0]}`;
    }
  },
  {
    principle: 'P9',
    name: 'the public lists hold no number, country pair, substance, company, person, account or device',
    attack: async (by) => {
      const { head, certificate, bytes } = await readLists(by);
      const text = `${JSON.stringify(head)} ${bytes.toString('latin1').replace(certificate, '')}`;
      const act = (await by.ownAct('import-authorization'))['body'] as Json;
      const signer = (await by.session('officer')).person;
      const words: unknown[] = [act['number'], act['dossier'], signer.id, signer.name, signer.function];
      for (const party of ['importer', 'exporter']) words.push((act[party] as Json)['name']);
      for (const line of act['lines'] as readonly Json[]) words.push(line['substance']);
      const kinds = ['"person"', '"device"', '"holder"', 'import-authorization', 'cancellation', 'Desk'];
      const found = [...words, ...kinds].find(
        (word) => typeof word === 'string' && word && text.includes(word)
      );
      return found === undefined ? null : `The lists hold ${String(found)}`;
    }
  }
];
