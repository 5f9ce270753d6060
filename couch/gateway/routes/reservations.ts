/**
 * Claims of reservations (rule R12): a device asks for the substances that it needs, and gets the part of what is free
 * that `grantFor` gives. As with number blocks, the id is the claim. The answer names what a device holds beyond its
 * share. The device stops using that part, and returns it with its next request.
 */
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import type { Block } from '#lib/domain/authorization/block.ts';
import { grantFor, surplusOf, toReservation, type Grant } from '#lib/domain/balance/reservation.ts';
import type { Reservation } from '#lib/domain/balance/balance-documents.ts';
import type { HeldBalance } from '#lib/domain/door/admission.ts';
import type { CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_MICROGRAMS, microgramsToText } from '#lib/domain/quantity.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { refuseClaimElsewhere, ownDatabase, reference } from '../calls/access.ts';
import { instantOf, type SessionCall } from '../calls/call.ts';
import { refusal } from '../bounds/refusal.ts';
import { officeOf, parseDevice } from './blocks.ts';

interface Wanted {
  readonly substance: string;
  /** Micrograms that the officer needs now, or 0. */
  readonly quantity: number;
}

interface Returned {
  readonly substance: string;
  readonly quantity: number;
  /** Its returns of this balance are counted, so that a repeated request gives nothing back twice. */
  readonly nth: number;
}

const MAX_WANTED = 200;

function parseWanted(body: unknown, now: Instant) {
  const { device, year, wanted, returned = [] } = isPlainObject(body) ? body : {};
  if (typeof year !== 'number' || Math.abs(year - Number(now.slice(0, 4))) > 1)
    throw refusal(400, 'block.year.wrong', 'year');
  if (!Array.isArray(wanted) || wanted.length > MAX_WANTED || !wanted.every(isWanted))
    throw refusal(400, 'reservation.malformed', 'wanted');
  if (!Array.isArray(returned) || returned.length > MAX_WANTED || !returned.every(isReturned))
    throw refusal(400, 'reservation.malformed', 'returned');
  return {
    device: parseDevice(device),
    year,
    wanted: wanted as readonly Wanted[],
    returned: returned as readonly Returned[]
  };
}

function isReturned(one: unknown): one is Returned {
  return isWanted(one) && Number.isSafeInteger((one as Partial<Returned>).nth);
}

function isWanted(one: unknown): one is Wanted {
  if (!isPlainObject(one)) return false;
  const { substance, quantity } = one;
  const isAmount =
    Number.isSafeInteger(quantity) && Number(quantity) >= 0 && Number(quantity) <= MAX_MICROGRAMS;
  return typeof substance === 'string' && /^[a-z0-9-]{1,80}$/.test(substance) && isAmount;
}

export async function claimReservations(call: SessionCall): Promise<object> {
  const { desk, request, lookAgain } = call;
  const now = instantOf(desk);
  const { device, year, wanted, returned } = parseWanted(request.body, now);
  const target = await ownDatabase(call);
  const everybody = await reference(call);
  const keyring = await desk.keys.keyring([everybody, target]);
  return desk.pushes.inTurn(target.name, async () => {
    const { person } = await lookAgain();
    await refuseClaimElsewhere(desk, person.authority);
    const own = person.authority as CountryCode;
    const claim = {
      device,
      office: officeOf(device, { person, keyring, now }),
      claimedAt: now,
      claimedBy: person.id
    };
    const place = {
      target,
      reference: everybody,
      shelf: await desk.held.of(target),
      now,
      work: new SlicedTask(scheduleSliced(own))
    };
    const held = await desk.pushes.balances.heldOf(own, place, keyring.trust);
    const { blocks } = await desk.numbers.known(target, own);
    const devices = new Set(
      [device, ...issuingDevices(blocks.all(), year)].filter((key) => !held.isRevoked(key))
    );
    const stored: Reservation[] = [];
    const surplus: Wanted[] = [];
    // Lost to another gateway: the device asks again.
    const store = async (made: Reservation | null): Promise<void> => {
      if (made && (await desk.engine.claim(target.name, made)) === 'claimed') stored.push(made);
    };
    for (const one of returned) await store(toReturn({ ...one, year }, claim, held));
    for (const one of wanted) {
      const asked = askedOf({ ...one, year }, claim.device, { held, devices: devices.size });
      const quantity = surplusOf(asked);
      if (quantity > 0) surplus.push({ substance: one.substance, quantity });
      else await store(toGrant(asked, claim, held));
    }
    return { reservations: stored, surplus };
  });
}

/** Only a device with numbers can issue. */
function issuingDevices(blocks: readonly Block[], year: number): readonly KeyId[] {
  return blocks.flatMap((one) =>
    one.kind === 'import-authorization' && one.year === year ? one.device : []
  );
}

type Claim = Pick<Reservation, 'device' | 'office' | 'claimedAt' | 'claimedBy'>;

function askedOf(
  { substance, quantity, year }: Wanted & { readonly year: number },
  device: KeyId,
  { held: { balance, ...asking }, devices }: { readonly held: HeldBalance; readonly devices: number }
): Grant {
  const of = { country: balance.own, substance, year };
  const { own, others } = balance.roomOf(of, { ...asking, device });
  const free = balance.freeOf(of, { ...asking, device });
  return { substance, year, free, own, others, devices, wanted: quantity };
}

function toGrant(asked: Grant, claim: Claim, { balance }: HeldBalance): Reservation | null {
  const { substance, year, own, others } = asked;
  const grant = grantFor(asked);
  if (grant === 0) return null;
  const step = balance.reservations.nextStep(asked);
  const made = toReservation({ substance, year, step }, claim, { grant, before: own + others });
  balance.reservations.take(made);
  return made;
}

/** Never more than this server knows to be unused: what the device issued last can still be on its way here. */
function toReturn(
  { substance, quantity, nth, year }: Returned & { readonly year: number },
  claim: Claim,
  { balance: { reservations }, isRevoked }: HeldBalance
): Reservation | null {
  const shelf = { substance, year };
  const own = reservations.unused(claim.device, shelf);
  const given = Math.min(quantity, own);
  if (given === 0 || nth !== reservations.returnsBy(claim.device, shelf) + 1) return null;
  const others = reservations.heldByOthers(claim.device, shelf, isRevoked);
  const made = toReservation({ ...shelf, step: reservations.nextStep(shelf) }, claim, {
    before: own + others,
    returns: { nth, quantity: microgramsToText(given) }
  });
  reservations.take(made);
  return made;
}
