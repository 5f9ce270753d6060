/**
 * Claims of reservations (rule R12): a device asks for the substances that it needs, and gets the part of what is free
 * that `grantFor` gives. As with number blocks, the id is the claim.
 */
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import type { Block } from '#lib/domain/authorization/block.ts';
import { grantFor, toReservation } from '#lib/domain/balance/reservation.ts';
import type { Reservation } from '#lib/domain/balance/balance-documents.ts';
import type { HeldBalance } from '#lib/domain/door/admission.ts';
import type { CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_MICROGRAMS } from '#lib/domain/quantity.ts';
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

const MAX_WANTED = 200;

function parseWanted(body: unknown, now: Instant) {
  const { device, year, wanted } = isPlainObject(body) ? body : {};
  if (typeof year !== 'number' || Math.abs(year - Number(now.slice(0, 4))) > 1)
    throw refusal(400, 'block.year.wrong', 'year');
  if (!Array.isArray(wanted) || wanted.length > MAX_WANTED || !wanted.every(isWanted))
    throw refusal(400, 'reservation.malformed', 'wanted');
  return { device: parseDevice(device), year, wanted: wanted as readonly Wanted[] };
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
  const { device, year, wanted } = parseWanted(request.body, now);
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
    const granted: Reservation[] = [];
    for (const one of wanted) {
      const made = toGrant({ ...one, year }, claim, { held, devices: devices.size });
      // Lost to another gateway: the device asks again.
      if (made && (await desk.engine.claim(target.name, made)) === 'claimed') granted.push(made);
    }
    return { reservations: granted };
  });
}

/** Only a device with numbers can issue. */
function issuingDevices(blocks: readonly Block[], year: number): readonly KeyId[] {
  return blocks.flatMap((one) =>
    one.kind === 'import-authorization' && one.year === year ? one.device : []
  );
}

function toGrant(
  { substance, quantity, year }: Wanted & { readonly year: number },
  claim: Pick<Reservation, 'device' | 'office' | 'claimedAt' | 'claimedBy'>,
  { held, devices }: { readonly held: HeldBalance; readonly devices: number }
): Reservation | null {
  const { balance, ...asking } = held;
  const of = { country: balance.own, substance, year };
  const { own, others } = balance.roomOf(of, { ...asking, device: claim.device });
  const free = balance.freeOf(of, { ...asking, device: claim.device });
  const grant = grantFor({ ...of, free, own, others, devices, wanted: quantity });
  if (grant === 0) return null;
  const step = balance.reservations.nextStep(of);
  const made = toReservation({ substance, year, step }, claim, { grant, before: own + others });
  balance.reservations.take(made);
  return made;
}
