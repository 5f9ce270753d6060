/** P2: in whose name an act is stated, under which key, of which kind, and when. */
import { addDays } from '#lib/domain/calendar-date.ts';
import { PUBLISHED } from '#lib/domain/act/kinds/lists.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { LIST_CONTENT } from '../../samples/lists.ts';
import type { AttackCase } from '../attack.ts';
import { refused } from '../expect-refused.ts';
import type { Intruder, Role } from '../intruder.ts';
import { makeKey, withId, type Device, type Json } from '../sign.ts';
import { bodyOf } from '../trade.ts';

const message = async (by: Intruder, over: Json = {}): Promise<Json> => ({
  ...(await by.head('message', [await by.authorityOf('foreign')])),
  text: 'Good day',
  ...over
});

function daysFromNow(days: number): string {
  const now = new Date().toISOString();
  return addDays(now.slice(0, 10) as CalendarDate, days) + now.slice(10);
}

/** The administrator's word that this key is an officer's of their authority. */
async function aCertificate(by: Intruder, device: Device, over: Json = {}): Promise<Json> {
  const { person } = await by.session('officer');
  const { id, name, authority } = person;
  const body = {
    ...(await by.head('certificate', ['*'], {}, 'administrator')),
    key: device.publicKey,
    keyId: device.keyId,
    holder: { authority, person: id, name, role: 'officer', device: 'Second desk of an intruder' },
    validFrom: daysFromNow(-10),
    validUntil: daysFromNow(300),
    ...over
  };
  return by.sign(body, await by.device('administrator'));
}

/** A key that was certified for the officer, between these days. */
async function certified(by: Intruder, over: Json = {}): Promise<Device> {
  const device = await makeKey();
  await by.state(await aCertificate(by, device, over), 'administrator');
  return device;
}

async function withdrawn(by: Intruder): Promise<Device> {
  const device = await certified(by);
  const now = new Date().toISOString();
  const head = await by.head('withdrawal', ['*'], { at: now }, 'administrator');
  const body = { ...head, keyId: device.keyId, withdrawnFrom: now, reason: 'Lost.' };
  await by.state(await by.sign(body, await by.device('administrator')), 'administrator');
  return device;
}

const expired = (by: Intruder): Promise<Device> => certified(by, { validUntil: daysFromNow(-1) });

const keys: AttackCase[] = [
  refused('P2', 'an act that nobody has signed is refused', 'act.signature.malformed', async (by) =>
    withId({ body: await message(by), signature: {} })
  ),
  refused(
    'P2',
    'an act signed by a key that nobody has certified is refused',
    'signature.key.unknown',
    async (by) => by.sign(await message(by), await makeKey())
  ),
  refused('P2', "an act signed by another country's key is refused", 'signature.issuer.wrong', async (by) =>
    by.sign(await message(by), await by.device('foreign'))
  ),
  refused('P2', 'an act signed by the key of a colleague is refused', 'signature.person.wrong', async (by) =>
    by.sign(await message(by), await by.device('administrator'))
  ),
  refused('P2', 'an act signed by a withdrawn key is refused', 'signature.key.withdrawn', async (by) => {
    const device = await withdrawn(by);
    return by.sign(await message(by), device);
  }),
  refused(
    'P2',
    'an act signed by a withdrawn key is refused as well where it says that it is older',
    'signature.time.doubtful',
    async (by) => by.sign(await message(by, { at: daysFromNow(-2) }), await withdrawn(by))
  ),
  refused('P2', 'an act signed by an expired key is refused', 'signature.key.expired', async (by) =>
    by.sign(await message(by), await expired(by))
  ),
  refused(
    'P2',
    'an act signed by an expired key is refused as well where it says that it is older',
    'signature.time.doubtful',
    async (by) => by.sign(await message(by, { at: daysFromNow(-2) }), await expired(by))
  ),
  refused(
    'P2',
    'an act signed before its key was certified is refused',
    'signature.key.notYetValid',
    async (by) => by.sign(await message(by, { at: daysFromNow(-20) }), await certified(by))
  )
];

async function ownName(by: Intruder): Promise<Json> {
  const { id, name, function: office } = (await by.session('officer')).person;
  return { person: id, name, function: office };
}

const names: AttackCase[] = [
  refused('P2', 'an act in the name of another country is refused', 'door.issuer.foreign', async (by) => {
    const [home, abroad] = [await by.authorityOf('officer'), await by.authorityOf('foreign')];
    return by.sign(await message(by, { issuer: abroad, to: [home], seq: { [abroad]: 1, [home]: 1 } }));
  }),
  refused('P2', 'an act in the name of the Board is refused', 'act.database.wrong', async (by) =>
    by.sign({
      ...(await by.head('withdrawal', ['*'], { issuer: 'INCB', seq: { INCB: 1 } })),
      keyId: 'A'.repeat(43),
      withdrawnFrom: new Date().toISOString(),
      reason: 'x'
    })
  ),
  refused('P2', 'an act in the name of a colleague is refused', 'signature.person.wrong', async (by) => {
    const { person } = await by.session('administrator');
    return by.sign(
      await message(by, { by: { person: person.id, name: person.name, function: person.function } })
    );
  }),
  refused(
    'P2',
    'an act under one’s own account in the name of a colleague is refused',
    'signature.name.wrong',
    async (by) => {
      const { person } = await by.session('administrator');
      return by.sign(await message(by, { by: { ...(await ownName(by)), name: person.name } }));
    }
  ),
  refused(
    'P2',
    'an act in another office than the certificate states is refused',
    'signature.function.wrong',
    async (by) =>
      by.sign(await message(by, { by: { ...(await ownName(by)), function: 'Head of the authority' } }))
  ),
  refused(
    'P2',
    'a name that a certificate of before does not state is refused as well',
    'signature.name.wrong',
    async (by) => {
      const device = await certified(by);
      return by.sign(await message(by, { by: { ...(await ownName(by)), name: 'The Secretary' } }), device);
    }
  ),
  refused('P2', 'a delivery is not stated by a device in its own name', 'act.issuer.wrong', async (by) =>
    by.sign(await aDelivery(by, [await by.authorityOf('foreign')]))
  ),
  refused('P2', 'a receipt of the exchange is not forged by a device', 'door.issuer.foreign', async (by) => {
    const home = await by.authorityOf('officer');
    const over = { issuer: 'EXCHANGE', seq: { EXCHANGE: 1, [home]: 1 } };
    return by.sign({ ...(await aDelivery(by, [home])), ...over });
  })
];

async function aDelivery(by: Intruder, to: readonly string[]): Promise<Json> {
  const { _id } = await by.ownAct('import-authorization');
  return { ...(await by.head('receipt', to)), stage: 'delivered', of: [_id], where: to[0] };
}

async function anAnnouncement(by: Intruder, role: Role, over: Json = {}): Promise<Json> {
  const texts = { en: { title: 'Send your keys', text: 'Write to https://intruder.example at once.' } };
  return { ...(await by.head('announcement', ['*'], over, role)), texts, audience: {} };
}

async function anEnrolment(by: Intruder, to: readonly string[]): Promise<Json> {
  const session = 'session:5a0b5e3e-0c0d-4f0e-8a86-1f2d3c4b5a69';
  return { ...(await by.head('enrolment', to)), session, intent: 'enrol' };
}

const kinds: AttackCase[] = [
  ...['decree', 'tariff'].map((kind) =>
    refused('P2', `an officer publishes no ${kind}`, 'signature.role.notAllowed', async (by) =>
      by.sign(await by.head(kind, ['*']))
    )
  ),
  ...PUBLISHED.map(({ kind }) =>
    refused('P2', `a country publishes no list of the kind ${kind}`, 'act.issuer.wrong', async (by) =>
      by.sign({ ...(await by.head(kind, ['*'])), ...LIST_CONTENT[kind] })
    )
  ),
  refused(
    'P2',
    'a country writes nothing into the directory of authorities',
    'act.issuer.wrong',
    async (by) =>
      by.sign({
        ...(await by.head('authority', ['*'])),
        authority: await by.authorityOf('foreign'),
        name: 'Office of an intruder',
        address: '1 Street'
      })
  ),
  ...(['officer', 'administrator'] as const).map((role) =>
    refused(
      'P2',
      `the ${role} of a country announces nothing to everybody`,
      'act.issuer.wrong',
      async (by) => by.sign(await anAnnouncement(by, role), await by.device(role)),
      role
    )
  ),
  refused('P2', 'an enrolment goes to nobody but the Board', 'act.audience.wrong', async (by) =>
    by.sign(await anEnrolment(by, [await by.authorityOf('foreign')]))
  ),
  refused('P2', 'an enrolment says nothing of a person but who they are', 'act.key.unknown', async (by) =>
    by.sign({ ...(await anEnrolment(by, ['INCB'])), email: 'a@b.example' })
  ),
  refused('P2', 'an enrolment in no session that could be is refused', 'act.session.malformed', async (by) =>
    by.sign({ ...(await anEnrolment(by, ['INCB'])), session: '<script>alert(1)</script>' })
  ),
  refused('P2', 'an announcement in the name of the Board is refused', 'act.database.wrong', async (by) =>
    by.sign(await anAnnouncement(by, 'officer', { issuer: 'INCB', seq: { INCB: 1 } }))
  ),
  refused(
    'P2',
    'an announcement of the Board that a country has signed is refused at the Board’s own door',
    'signature.issuer.wrong',
    async (by) => {
      const { id, name, function: office } = (await by.session('board')).person;
      const signatory = { by: { person: id, name, function: office } };
      const over = { issuer: 'INCB', seq: { INCB: 1 }, ...signatory };
      return by.sign(await anAnnouncement(by, 'officer', over));
    },
    'board'
  ),
  refused('P2', 'an act is addressed to nobody twice', 'act.seq.wrong', async (by) => {
    const abroad = await by.authorityOf('foreign');
    return by.sign(await message(by, { to: [abroad, abroad] }));
  }),
  refused('P2', 'an act of next week’s date is refused', 'door.time.future', async (by) =>
    by.sign(await message(by, { at: daysFromNow(7) }))
  )
];

const certificates: AttackCase[] = [
  refused('P2', 'an officer certifies nobody', 'signature.role.notAllowed', async (by) => {
    const body = bodyOf(await aCertificate(by, await makeKey()));
    return by.sign({ ...body, ...(await by.head('certificate', ['*'])) });
  }),
  refused('P2', 'an officer withdraws nobody’s key', 'signature.role.notAllowed', async (by) =>
    by.sign({
      ...(await by.head('withdrawal', ['*'])),
      keyId: (await by.device('administrator')).keyId,
      withdrawnFrom: new Date().toISOString(),
      reason: 'x'
    })
  ),
  refused(
    'P2',
    'an administrator certifies no device of another country',
    'signature.certificate.notAllowed',
    async (by) => aCertificate(by, await makeKey(), { holder: await aHolder(by, 'foreign', 'officer') }),
    'administrator'
  ),
  ...(['exchange', 'root'] as const).map((role) =>
    refused(
      'P2',
      `an administrator makes nobody the ${role}`,
      'signature.certificate.notAllowed',
      async (by) => aCertificate(by, await makeKey(), { holder: await aHolder(by, 'officer', role) }),
      'administrator'
    )
  ),
  refused(
    'P2',
    'a certificate with a holder’s name that is turned by an invisible character is refused',
    'act.text.invisible',
    async (by) => {
      const holder = await aHolder(by, 'officer', 'officer');
      return aCertificate(by, await makeKey(), { holder: { ...holder, name: 'Anna \u202Eetagele\u202C' } });
    },
    'administrator'
  ),
  refused(
    'P2',
    'an administrator does not certify their own device anew',
    'signature.certificate.self',
    async (by) => aCertificate(by, await by.device('administrator')),
    'administrator'
  ),
  refused(
    'P2',
    'an administrator certifies nobody in the name of another country',
    'act.database.wrong',
    async (by) => {
      const abroad = await by.authorityOf('foreign');
      const over = { issuer: abroad, seq: { [abroad]: 1 }, holder: await aHolder(by, 'foreign', 'officer') };
      return aCertificate(by, await makeKey(), over);
    },
    'administrator'
  ),
  refused(
    'P2',
    'a withdrawal that is dated back by a week is refused',
    'door.withdrawal.late',
    async (by) => {
      const holder = await aHolder(by, 'administrator', 'administrator');
      const [device, signer] = [await certified(by), await certified(by, { holder })];
      const at = daysFromNow(-7);
      const head = await by.head('withdrawal', ['*'], { at }, 'administrator');
      return by.sign({ ...head, keyId: device.keyId, withdrawnFrom: at, reason: 'Lost.' }, signer);
    },
    'administrator'
  )
];

async function aHolder(by: Intruder, of: Role, role: string): Promise<Json> {
  const { person } = await by.session(of);
  const { id, name, authority } = person;
  return { authority, person: id, name, role, device: 'Desk of an intruder' };
}

export const P2_SIGNERS: readonly AttackCase[] = [...keys, ...names, ...kinds, ...certificates];
