/** Rules of the program, each broken on purpose: a simulation that does not notice one proves nothing of it. */
import type { Plugin } from 'vite';

export interface Mutant {
  readonly name: string;
  /** Its number in the design (`invariants.ts`). */
  readonly invariant: number;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the exchange copies with a revision of its own',
    invariant: 1,
    file: 'couch/exchange/receipts.ts',
    from: 'update(act._id)',
    to: 'update(act._id + Math.random())'
  },
  {
    name: 'a dossier depends on the order of arrival',
    invariant: 3,
    file: 'src/lib/domain/dossier/causal-order.ts',
    from: 'return Array.from(ordered)',
    to: 'return ordered.size > 0 ? acts.slice() : []'
  },
  {
    name: 'of two versions of a draft one is dropped',
    invariant: 4,
    file: 'src/lib/store/commands/drafts.ts',
    from: 'const merged = await part.value.mergeLeaves(this.#db, id, [entry.rev, other]);',
    to: 'const merged = null as Awaited<ReturnType<typeof part.value.mergeLeaves>>;'
  },
  {
    name: 'a country gets what is not addressed to it',
    invariant: 5,
    file: 'src/lib/domain/exchange/share-scope.ts',
    from: 'const names = [authorityToDatabase(body.issuer)];',
    to: "const names = [authorityToDatabase(body.issuer), 'country-fr'];"
  },
  {
    name: 'acts that arrive are not verified',
    invariant: 6,
    file: 'src/lib/store/index/records.ts',
    from: 'if (this.#unchecked.size > 0) this.#checking',
    to: 'if (this.#unchecked.size > 1e9) this.#checking'
  },
  {
    name: 'a withdrawn key goes on signing',
    invariant: 6,
    file: 'src/lib/domain/registration/trust.ts',
    from: "withdraw(withdrawn, act.body, act.body.issuer === 'INCB' ? EVERYBODY : act.body.issuer);",
    to: 'if (act.body.at < "") withdraw(withdrawn, act.body, EVERYBODY);'
  },
  {
    name: 'a device uses the first number of its block again and again',
    invariant: 7,
    file: 'src/lib/store/commands/numbers.ts',
    from: 'return nextNumber(this.#blocks(), this.#used(),',
    to: 'return nextNumber(this.#blocks(), new Map() as never,'
  },
  {
    name: 'a failed replication goes on beside the next one',
    invariant: 8,
    file: 'src/lib/store/sync/line.ts',
    from: 'return { live: true,',
    to: 'return { live: true, retry: true, back_off_function: () => 1000,'
  },
  {
    name: 'a server with room again stays full for a device that has nothing to send',
    invariant: 8,
    file: 'src/lib/store/sync/line-asking.ts',
    from: '(isWrite(input, init) && response.ok',
    to: "(asksFor(input, '/_bulk_docs') && response.ok"
  },
  {
    name: 'what is sent counts as delivered before the server has answered',
    invariant: 8,
    file: 'src/lib/store/sync/remote.ts',
    from: 'const docs = await openAll(local, request.docs.slice(at, at + MAX_AT_ONCE));',
    to: 'const docs = await openAll(local, request.docs.slice(at, at + MAX_AT_ONCE)); await hooks.acknowledged(docs.map((one) => ({ id: one._id, rev: one._rev ?? "" })));'
  },
  {
    name: 'a partner’s document in a file counts without a receipt of the exchange',
    invariant: 8,
    file: 'src/lib/store/sign-in/courier-files.ts',
    from: '|| this.#proven.has(_id)',
    to: '|| this.#proven.size >= 0'
  },
  {
    name: 'a document that is brought is stored for its addressee alone',
    invariant: 3,
    file: 'couch/exchange/carried.ts',
    from: 'const problems = await pushAtIssuers(act);',
    to: 'const problems = [] as Problem[];'
  },
  {
    name: 'the server’s record says how far a restored device has read',
    invariant: 8,
    file: 'src/lib/store/sync/line.ts',
    from: '{ ...pull, ...HERE_ALONE }',
    to: 'pull'
  },
  {
    name: 'an import authorization that is used up is exported from again',
    invariant: 9,
    file: 'src/lib/domain/dossier/export-authorization.ts',
    from: 'if (areConsignmentsUsed(consignments, used)) {',
    to: 'if (areConsignmentsUsed(consignments, used)) return null; if (used < 0) {'
  },
  {
    name: 'a restored database is taken for the one before',
    invariant: 8,
    file: 'src/lib/store/sync/line-asking.ts',
    from: 'return known === epoch && (await this.#holdsWhatItHeld(database));',
    to: 'return known === epoch || database !== null;'
  }
];

/** In the program under simulation; throws where the rule is written otherwise by now. */
export function mutate(name: string | undefined, mutants = MUTANTS): Plugin {
  const mutant = mutants.find((one) => one.name === name);
  if (name !== undefined && !mutant) throw new Error(`No mutant is called ${name}.`);
  return {
    name: 'i2es-mutant',
    enforce: 'pre',
    transform(code, id) {
      if (!mutant || !id.endsWith(mutant.file)) return null;
      if (!code.includes(mutant.from)) throw new Error(`${mutant.file} does not say: ${mutant.from}`);
      return code.replace(mutant.from, mutant.to);
    }
  };
}
