/** An act that its addressee brings is judged as its issuer’s push would be, by what issuer and addressee hold. */
import { nativeIsSignedBy } from '#couch/base/native-crypto.ts';
import { runImmediately, SlicedTask } from '#couch/base/sliced-task.ts';
import type { PublicRegister } from '#couch/database/public-register.ts';
import type { KeyRegister, NamedDatabase, NumberRegister } from '#couch/database/registers.ts';
import { SignatureChecks } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';
import { admitActs, readBrought } from './admit-acts.ts';
import type { BalanceRegister } from './balance-register.ts';
import type { HeldActs } from './held-acts.ts';

export interface CarriedBetween {
  /** Null: the issuer has no database here, so it has reserved no number. */
  readonly home: NamedDatabase | null;
  readonly addressee: NamedDatabase;
  readonly reference: NamedDatabase;
}

interface Door {
  readonly keys: KeyRegister;
  readonly numbers: NumberRegister;
  readonly balances: BalanceRegister;
  readonly published: PublicRegister;
  readonly held: HeldActs;
  readonly demonstration: boolean;
  readonly now: Instant;
  inTurn<T>(where: NamedDatabase, work: () => Promise<T>): Promise<T>;
}

/** One database is read after the other, so that two countries never wait for each other. */
export async function judgeCarried(
  act: Act,
  { home, addressee, reference }: CarriedBetween,
  { held, inTurn, ...door }: Door
): Promise<readonly Problem[]> {
  if (home === null) return [{ code: 'carried.issuer', path: 'body.issuer' }];
  const found: Problem[] = [];
  const brought = await inTurn(addressee, async () =>
    readBrought(act, { numbers: door.numbers, target: addressee, shelf: await held.of(addressee) })
  );
  await inTurn(home, async () => {
    const shelf = await held.of(home);
    await runImmediately(act.body.issuer, (turn) =>
      admitActs([act], {
        ...door,
        companies: null,
        target: home,
        reference,
        shelf,
        brought,
        checks: new SignatureChecks(door.keys.known, nativeIsSignedBy),
        work: new SlicedTask(turn),
        refuse: (_act, problems) => found.push(...problems)
      })
    );
  });
  return found;
}
