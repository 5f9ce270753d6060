/** What the running server has that a plan can name, read as its people read it, and put in the places left for it. */
import type { Intruder } from '../intruder.ts';
import { NAMEABLE, type Nameable } from './values.ts';
import type { Actors } from './actors.ts';
import { send, type Answer } from '../wire.ts';
import { ACTORS, type ActorName } from './plan.ts';

type Lists = Record<Nameable, string[]>;

/** Where nothing of a kind is there: well formed, and nobody's. */
const NOTHING: Readonly<Record<Nameable, string>> = {
  act: `act:20260101:AU:message:${'A'.repeat(43)}`,
  revision: `1-${'a'.repeat(32)}`,
  sequence: '0',
  draft: 'draft:00000000-0000-4000-8000-000000000000',
  registration: '00000000-0000-4000-8000-000000000000',
  session: 'A'.repeat(22),
  invitation: '00000000-0000-4000-8000-000000000000',
  token: 'A'.repeat(43),
  key: 'A'.repeat(43)
};

export class Known {
  readonly #base: string;
  readonly #actors: Actors;
  #lists: Lists = Object.fromEntries(NAMEABLE.map((kind) => [kind, []])) as unknown as Lists;

  constructor(base: string, actors: Actors) {
    this.#base = base;
    this.#actors = actors;
  }

  /** An invitation's token is told once, in the answer that makes it. */
  learnFrom({ json }: Answer): void {
    const { token, invitation, ticket } = (json ?? {}) as Record<string, unknown>;
    for (const told of [token, invitation, ticket])
      if (typeof told === 'string') this.#lists.token.push(told);
    if (this.#lists.token.length > 100) this.#lists.token.shift();
  }

  async readAgain(): Promise<void> {
    const [home, board, sessions, invitations] = await Promise.all([
      this.#ask('officer', '/db/country-au/_changes?style=all_docs'),
      this.#ask('board', '/db/incb/_changes'),
      this.#ask('officer', '/api/sessions'),
      this.#ask('administrator', '/api/invitations')
    ]);
    const rows = rowsOf(home);
    const ids = rows.map(({ id }) => id);
    this.#lists = {
      ...this.#lists,
      act: ids.filter((id) => id.startsWith('act:')).slice(-300),
      draft: ids.filter((id) => id.startsWith('draft:')).slice(-300),
      revision: rows.flatMap(({ changes }) => changes.map(({ rev }) => rev)).slice(-300),
      sequence: rows.map(({ seq }) => String(seq)).slice(-100),
      registration: rowsOf(board).flatMap(({ id }) =>
        id.startsWith('registration:') ? [id.slice('registration:'.length)] : []
      ),
      session: idsOf(sessions),
      invitation: idsOf(invitations)
    };
  }

  async readKeys(by: Intruder): Promise<void> {
    this.#lists.key = [(await by.device('officer')).keyId, (await by.device('foreign')).keyId];
  }

  fill(text: string, actor: ActorName, spell: (value: string) => string = (value) => value): string {
    return text.replaceAll(/\{\{(\w+):(\d+)\}\}/g, (whole, kind: string, at: string) => {
      if (kind === 'password') return spell(this.#actors.passwordOf(ACTORS[actor]));
      if (kind === 'own') return databaseOf(actor);
      // An address in capitals names nothing.
      if (!Object.hasOwn(NOTHING, kind)) return spell(whole);
      const list = this.#lists[kind as Nameable];
      return spell(list[Number(at) % list.length] ?? NOTHING[kind as Nameable]);
    });
  }

  async #ask(actor: ActorName, path: string): Promise<unknown> {
    const cookie = await this.#actors.cookie(actor);
    try {
      return (await send(this.#base, { path, headers: { cookie } })).json;
    } catch (error) {
      throw new Error(`GET ${path} as ${actor}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error
      });
    }
  }
}

/** Of the authority that somebody is of; for nobody, one that is there. */
function databaseOf(actor: ActorName): string {
  return { foreign: 'country-ch', board: 'incb' }[actor as string] ?? 'country-au';
}

interface Row {
  readonly id: string;
  readonly seq: unknown;
  readonly changes: readonly { readonly rev: string }[];
}

function rowsOf(json: unknown): readonly Row[] {
  return (json as { results?: Row[] } | null)?.results ?? [];
}

function idsOf(json: unknown): string[] {
  return Array.isArray(json)
    ? json.flatMap(({ id }: { id?: unknown }) => (typeof id === 'string' ? [id] : []))
    : [];
}
