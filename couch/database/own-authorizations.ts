/** The authorizations that count of an authority, in memory and updated before each question: a form asks about its past. */
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import { Mutex } from '#couch/base/turns.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { isAuthorization, type AuthorizationAct } from '#lib/domain/act/body.ts';
import { isAuthorizationKind } from '#lib/domain/act/number.ts';
import { parseActContent } from '#lib/domain/act/parse-act.ts';
import type { ActId, AuthorityCode } from '#lib/domain/ids.ts';
import { Reading, type NamedDatabase, type Wanted } from './registers.ts';

export class OwnAuthorizations {
  readonly #kept = new Map<string, KeptAuthorizations>();
  readonly #turn = new Mutex();

  async of(
    { name, epoch, database }: NamedDatabase,
    own: AuthorityCode
  ): Promise<readonly AuthorizationAct[]> {
    const place = `${name}@${epoch}`;
    const kept = this.#kept.get(place) ?? new KeptAuthorizations(own);
    this.#kept.set(place, kept);
    await this.#turn.run(place, () => kept.reading.readOn(database, kept));
    return kept.counted();
  }
}

class KeptAuthorizations implements Wanted {
  readonly reading = new Reading();
  readonly #own: AuthorityCode;
  readonly #work: SlicedTask;
  readonly #acts = new Map<ActId, AuthorizationAct>();
  readonly #cancelled = new Set<ActId>();

  constructor(own: AuthorityCode) {
    this.#own = own;
    this.#work = new SlicedTask(scheduleSliced(own));
  }

  isWanted(id: string): boolean {
    const parts = parseActId(id);
    return parts?.issuer === this.#own && (isAuthorizationKind(parts.kind) || parts.kind === 'cancellation');
  }

  async take(document: object): Promise<void> {
    await this.#work.yieldWhenDue();
    const parsed = parseActContent(document);
    if (!parsed.ok) return;
    const act = parsed.value;
    if (isAuthorization(act)) this.#acts.set(act._id, pruned(act));
    else if (act.body.kind === 'cancellation') this.#cancelled.add(act.body.of);
  }

  counted(): readonly AuthorizationAct[] {
    return [...this.#acts.values()].filter(({ _id }) => !this.#cancelled.has(_id));
  }
}

/** Only the members that rules compare a typed form with: a country can have fifty thousand acts. */
function pruned({ _id, body }: AuthorizationAct): AuthorizationAct {
  const { kind, issuer, number, issuedOn, importer, exporter, lines } = body;
  const partner =
    kind === 'import-authorization'
      ? { exportingCountry: body.exportingCountry }
      : { importingCountry: body.importingCountry };
  const kept = { kind, issuer, number, issuedOn, importer, exporter, lines, ...partner };
  return { _id, body: kept } as unknown as AuthorizationAct;
}
