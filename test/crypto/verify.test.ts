import { beforeAll, describe, expect, it } from 'vitest';
import { readKeyring, verifyAct, verifyActs, type Keyring } from '#lib/crypto/verify.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { actId } from '#lib/domain/act/content-id.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import {
  AU,
  CH,
  aCertificateBody,
  aCountry,
  aDeliveryBody,
  aDevice,
  aMessageBody,
  aRoot,
  at,
  certify,
  state,
  withdraw,
  type Device
} from './sample-country.ts';

let root: Device;
let au: Awaited<ReturnType<typeof aCountry>>;
let ch: Awaited<ReturnType<typeof aCountry>>;
let keyring: Keyring;

beforeAll(async () => {
  root = await aRoot();
  [au, ch] = await Promise.all([aCountry(root, AU), aCountry(root, CH)]);
  keyring = await readKeyring([...au.acts, ...ch.acts], [root.key.publicKey]);
});

const ringOf = (acts: readonly unknown[]): Promise<Keyring> => readKeyring(acts, [root.key.publicKey]);

async function verdictOf(act: unknown, ring: Keyring = keyring, firstSeen?: Instant): Promise<string> {
  const verified = await verifyAct(act, ring, firstSeen);
  return verified.verdict === 'good' ? 'good' : `${verified.verdict} ${verified.problem.code}`;
}

describe('an act', () => {
  it('of an officer is good, and says by which certificates', async () => {
    const verified = await verifyAct(await state(au.officer), keyring);
    expect(verified).toMatchObject({ verdict: 'good', certificate: { _id: au.acts[1]._id } });
    expect(verified.verdict === 'good' && verified.chain.map((act) => act._id)).toEqual([
      au.acts[1]._id,
      au.acts[0]._id
    ]);
  });

  it('is good as it stands in the database, with its first revision', async () => {
    const stored = { ...(await state(au.officer)), _rev: `1-${'0'.repeat(32)}` };
    expect(await verdictOf(stored)).toBe('good');
  });

  it('forged under the officer’s key id is bad', async () => {
    const thief = await aDevice(AU, 'au.officer', 'officer');
    const forged = { ...thief, key: { ...thief.key, keyId: au.officer.key.keyId } };
    expect(await verdictOf(await state(forged))).toBe('bad signature.value.wrong');
  });

  it('with the signature of another genuine act is bad', async () => {
    const [one, other] = [await state(au.officer), await state(au.officer, at('06-02'))];
    const swapped = { ...one, signature: other.signature, _id: actId(one.body, other.signature) };
    expect(await verdictOf(swapped)).toBe('bad signature.value.wrong');
  });

  it('replayed to another audience is bad', async () => {
    const genuine = await state(au.officer);
    const body = { ...genuine.body, to: ['FR' as typeof AU], seq: { AU: 1, FR: 1 } };
    const replayed = { _id: actId(body, genuine.signature), body, signature: genuine.signature };
    expect(await verdictOf(replayed)).toBe('bad signature.value.wrong');
  });

  it('stored under the id of another is bad', async () => {
    const [one, other] = [await state(au.officer), await state(au.officer, at('06-02'))];
    expect(await verdictOf({ ...one, _id: other._id })).toBe('bad act.id.differs');
  });

  it('with a colleague as its signatory is bad', async () => {
    const by = { ...aMessageBody(au.officer).by, person: 'au.administrator' };
    expect(await verdictOf(await state(au.officer, at('06-01'), { by }))).toBe('bad signature.person.wrong');
  });

  it('in another country’s name is bad', async () => {
    const body = aMessageBody(ch.officer);
    expect(await verdictOf(await signBody(body, au.officer.key))).toBe('bad signature.issuer.wrong');
  });

  it('of a device that nobody certified is of an unknown key', async () => {
    const stranger = await aDevice(AU, 'au.stranger', 'officer');
    expect(await verdictOf(await state(stranger))).toBe('unknown-key signature.key.unknown');
  });

  it('is of an unknown key for an installation that trusts another root', async () => {
    const other = await readKeyring(au.acts, [(await aRoot()).key.publicKey]);
    expect(await verdictOf(await state(au.officer), other)).toBe('unknown-key signature.chain.broken');
  });

  it('that is poison is bad and stops no other', async () => {
    const good = await state(au.officer);
    const verified = await verifyActs([null, 'x', { _id: 1 }, good, { ...good, extra: 1 }], keyring);
    expect(verified.map((one) => one.verdict)).toEqual(['bad', 'bad', 'bad', 'good', 'bad']);
  });
});

describe('time', () => {
  it('before the certificate begins and from its end on does not count', async () => {
    const early = await state(au.officer, '2025-12-31T23:59:59.999Z' as Instant);
    expect(await verdictOf(early)).toBe('expired signature.key.notYetValid');
    expect(await verdictOf(await state(au.officer, at('01-01')))).toBe('good');
    expect(await verdictOf(await state(au.officer, at('12-31')))).toBe('expired signature.key.expired');
  });

  it('a renewed certificate goes on, and the expired one spoils nothing', async () => {
    const end = '2027-12-31T09:00:00.000Z' as Instant;
    const renewal = await certify(au.administrator, au.officer, { at: at('12-01'), validUntil: end });
    const ring = await ringOf([...au.acts, renewal]);
    expect(await verdictOf(await state(au.officer, '2027-02-01T09:00:00.000Z' as Instant), ring)).toBe(
      'good'
    );
  });

  it('a withdrawn key’s earlier acts stay good, later ones do not count', async () => {
    const withdrawal = await withdraw(au.administrator, au.officer.key.keyId, at('06-10'));
    const ring = await ringOf([...au.acts, withdrawal]);
    const [before, after] = [await state(au.officer, at('06-09')), await state(au.officer, at('06-10'))];
    expect(await verdictOf(before, ring)).toBe('good');
    expect(await verdictOf(before, ring, at('06-09T09:01'))).toBe('good');
    expect(await verdictOf(after, ring)).toBe('withdrawn signature.key.withdrawn');
  });

  it('an act that the server saw only after the withdrawal, and that claims to be older, is doubtful', async () => {
    const withdrawal = await withdraw(au.administrator, au.officer.key.keyId, at('06-10'));
    const ring = await ringOf([...au.acts, withdrawal]);
    const backdated = await state(au.officer, at('06-09'));
    expect(await verdictOf(backdated, ring, at('06-11'))).toBe('doubtful signature.time.doubtful');
  });

  it('an act that the server saw only after the certificate’s end, and that claims to be older, is doubtful', async () => {
    const seen = '2027-03-01T00:00:00.000Z' as Instant;
    expect(await verdictOf(await state(au.officer), keyring, seen)).toBe('doubtful signature.time.doubtful');
  });

  it('a withdrawn key is not revived by a new certificate', async () => {
    const acts = [
      await withdraw(au.administrator, au.officer.key.keyId, at('06-10')),
      await certify(au.administrator, au.officer, { at: at('06-11'), validFrom: at('06-11') })
    ];
    const ring = await ringOf([...au.acts, ...acts]);
    expect(await verdictOf(await state(au.officer, at('06-12')), ring)).toMatch(/^withdrawn/);
  });
});

describe('a certificate', () => {
  it('of the exchange key by INCB lets it state deliveries, and nothing else', async () => {
    const exchange = await aDevice('EXCHANGE', 'exchange', 'exchange');
    const ring = await ringOf([...au.acts, await certify(root, exchange)]);
    const delivered = await signBody(aDeliveryBody(exchange, await state(au.officer)), exchange.key);
    expect(await verdictOf(delivered, ring)).toBe('good');
    const helper = await aDevice('EXCHANGE', 'exchange.2', 'exchange');
    expect(await verdictOf(await certifyRaw(exchange, helper), ring)).toMatch(/^bad/);
  });

  it('by an officer certifies nobody', async () => {
    const friend = await aDevice(AU, 'au.friend', 'officer');
    const certificate = await certify(au.officer, friend);
    const ring = await ringOf([...au.acts, certificate]);
    expect(await verdictOf(certificate, ring)).toBe('bad signature.role.notAllowed');
    expect(await verdictOf(await state(friend), ring)).toBe('unknown-key signature.chain.broken');
  });

  it('by an administrator for another country’s officer certifies nobody', async () => {
    const spy = await aDevice(CH, 'ch.officer', 'officer');
    const certificate = await certify(au.administrator, spy);
    const ring = await ringOf([...au.acts, ...ch.acts, certificate]);
    expect(await verdictOf(certificate, ring)).toBe('bad signature.certificate.notAllowed');
    expect(await verdictOf(await state(spy), ring)).toMatch(/^unknown-key/);
  });

  it('by an administrator makes neither a root nor an exchange, by INCB no officer', async () => {
    const refused = [
      await certify(au.administrator, await aDevice(AU, 'au.root', 'root')),
      await certify(au.administrator, await aDevice('EXCHANGE', 'exchange', 'exchange')),
      await certify(au.administrator, await aDevice(AU, 'au.exchange', 'exchange')),
      await certify(root, await aDevice('INCB', 'incb.two', 'root')),
      await certify(root, await aDevice(AU, 'au.direct', 'officer'))
    ];
    const verdicts = await Promise.all(refused.map((act) => verdictOf(act)));
    expect(new Set(verdicts)).toEqual(new Set(['bad signature.certificate.notAllowed']));
  });

  it('of a key by itself certifies nobody, not even longer', async () => {
    const stranger = await aDevice(AU, 'au.stranger', 'administrator');
    const self = await certify(stranger, stranger);
    const longer = await certify(au.administrator, au.administrator, {
      validUntil: '2099-01-01T00:00:00.000Z' as Instant
    });
    const ring = await ringOf([...au.acts, self, longer]);
    expect(await verdictOf(await state(stranger), ring)).toBe('unknown-key signature.chain.broken');
    expect(await verdictOf(longer, ring)).toBe('bad signature.certificate.self');
    const late = await state(au.administrator, '2027-06-01T00:00:00.000Z' as Instant);
    expect(await verdictOf(late, ring)).toBe('expired signature.key.expired');
  });

  it('by an administrator whose key is withdrawn by then certifies nobody; an earlier one still does', async () => {
    const [early, late] = [await aDevice(AU, 'au.early', 'officer'), await aDevice(AU, 'au.late', 'officer')];
    const ring = await ringOf([
      ...au.acts,
      await certify(au.administrator, early, { at: at('03-01') }),
      await certify(au.administrator, late, { at: at('05-01') }),
      await withdraw(root, au.administrator.key.keyId, at('04-01'))
    ]);
    expect(await verdictOf(await state(early), ring)).toBe('good');
    expect(await verdictOf(await state(late), ring)).toBe('unknown-key signature.chain.broken');
  });

  it('back-dated before the withdrawal of its administrator, and seen after, certifies nobody', async () => {
    const thief = await aDevice(AU, 'au.thief', 'officer');
    const ring = await ringOf([...au.acts, await withdraw(root, au.administrator.key.keyId, at('04-01'))]);
    await ring.addAct(await certify(au.administrator, thief, { at: at('03-01') }), at('05-01'));
    expect(await verdictOf(await state(thief), ring)).toBe('unknown-key signature.chain.broken');
  });

  it('at the end of too long a chain certifies nobody', async () => {
    const devices = [au.administrator];
    const acts: Act[] = [...au.acts];
    for (let i = 2; i <= 8; i++) {
      const next = await aDevice(AU, `au.administrator-${i}`, 'administrator');
      acts.push(await certify(devices[devices.length - 1] as Device, next));
      devices.push(next);
    }
    const ring = await ringOf(acts);
    expect(await verdictOf(await state(devices[6] as Device), ring)).toBe('good');
    expect(await verdictOf(await state(devices[7] as Device), ring)).toBe(
      'unknown-key signature.chain.broken'
    );
  });

  it('that names a key by a wrong id is poison', async () => {
    const officer = await aDevice(AU, 'au.other', 'officer');
    const ring = await ringOf([...au.acts]);
    await ring.addAct(await certify(au.administrator, officer, { keyId: au.officer.key.keyId }));
    expect(ring.skipped).toMatchObject([{ problem: { code: 'signature.certificate.malformed' } }]);
    expect(await verdictOf(await state(au.officer), ring)).toBe('good');
  });
});

describe('a withdrawal', () => {
  it('by an officer, or by another country’s administrator, ends nothing', async () => {
    const ring = await ringOf([
      ...au.acts,
      ...ch.acts,
      await withdraw(ch.administrator, au.officer.key.keyId, at('02-01')),
      await withdraw(au.officer, au.administrator.key.keyId, at('02-01'))
    ]);
    expect(await verdictOf(await state(au.officer), ring)).toBe('good');
    expect(await verdictOf(await state(au.administrator), ring)).toBe('good');
  });

  it('by an administrator who certified a foreign device as their own does not end it at home', async () => {
    const claimed = { ...au.officer, authority: CH, person: 'ch.officer' };
    const ring = await ringOf([
      ...au.acts,
      ...ch.acts,
      await certify(ch.administrator, claimed),
      await withdraw(ch.administrator, au.officer.key.keyId, at('02-01'))
    ]);
    expect(await verdictOf(await state(au.officer), ring)).toBe('good');
  });

  it('of each other by two administrators is decided by who stated it first', async () => {
    const second = await aDevice(AU, 'au.second', 'administrator');
    const acts = [
      ...au.acts,
      await certify(root, second),
      await withdraw(second, au.administrator.key.keyId, at('02-01'), at('03-02')),
      await withdraw(au.administrator, second.key.keyId, at('02-01'), at('03-01'))
    ];
    for (const order of [acts, [...acts].reverse()]) {
      const ring = await ringOf(order);
      expect(await verdictOf(await state(au.administrator), ring)).toBe('good');
      expect(await verdictOf(await state(second), ring)).toMatch(/^withdrawn/);
    }
  });

  it('by INCB undoes what a stolen administrator’s key withdrew', async () => {
    const ring = await ringOf([
      ...au.acts,
      await withdraw(au.administrator, au.officer.key.keyId, at('03-01')),
      await withdraw(root, au.administrator.key.keyId, at('02-20'), at('03-05'))
    ]);
    expect(await verdictOf(await state(au.officer), ring)).toBe('good');
  });
});

describe('the Board’s desk', () => {
  let desk: Device;
  let certified: Act;
  beforeAll(async () => {
    desk = await aDevice('INCB', 'incb.secretary', 'administrator');
    certified = await certify(root, desk);
  });

  it('certifies the first administrator of a country, a colleague and the exchange', async () => {
    const first = await aDevice(AU, 'au.first', 'administrator');
    const colleague = await aDevice('INCB', 'incb.colleague', 'administrator');
    const exchange = await aDevice('EXCHANGE', 'exchange', 'exchange');
    const officer = await aDevice(AU, 'au.new', 'officer');
    const ring = await ringOf([
      certified,
      await certify(desk, first),
      await certify(desk, colleague),
      await certify(colleague, exchange),
      await certify(first, officer)
    ]);
    const act = await state(officer);
    expect(await verdictOf(act, ring)).toBe('good');
    expect(await verdictOf(await signBody(aDeliveryBody(exchange, act), exchange.key), ring)).toBe('good');
  });

  it('certifies no officer of a country, and no country’s administrator certifies a desk', async () => {
    const [officer, spy] = [
      await aDevice(AU, 'au.direct', 'officer'),
      await aDevice('INCB', 'incb.spy', 'administrator')
    ];
    const ring = await ringOf([certified, ...au.acts]);
    for (const act of [await certify(desk, officer), await certify(au.administrator, spy)])
      expect(await verdictOf(act, ring)).toBe('bad signature.certificate.notAllowed');
  });

  it('states nothing of a trade', async () => {
    const ring = await ringOf([certified, ...au.acts]);
    expect(await verdictOf(await state({ ...au.officer, key: desk.key }), ring)).toBe(
      'bad signature.issuer.wrong'
    );
    const body = { ...aDeliveryBody(desk, await state(au.officer)), stage: 'opened' as const };
    expect(await verdictOf(await signBody(body, desk.key), ring)).toMatch(/^bad/);
  });

  it('ends any country’s key for everybody, as the root does', async () => {
    const ring = await ringOf([
      certified,
      ...au.acts,
      ...ch.acts,
      await withdraw(desk, au.officer.key.keyId, at('05-01'))
    ]);
    expect(await verdictOf(await state(au.officer), ring)).toMatch(/^withdrawn/);
    expect(await verdictOf(await state(ch.officer), ring)).toBe('good');
  });

  it('undoes what a stolen administrator’s key withdrew', async () => {
    const ring = await ringOf([
      certified,
      ...au.acts,
      await withdraw(au.administrator, au.officer.key.keyId, at('03-01')),
      await withdraw(desk, au.administrator.key.keyId, at('02-20'), at('03-05'))
    ]);
    expect(await verdictOf(await state(au.officer), ring)).toBe('good');
  });

  it('whose key was stolen is withdrawn by the root: what it certified after falls, what before stays', async () => {
    const [before, after] = [
      await aDevice(AU, 'au.before', 'administrator'),
      await aDevice(CH, 'ch.after', 'administrator')
    ];
    const accomplice = await aDevice('INCB', 'incb.thief', 'administrator');
    const ring = await ringOf([
      certified,
      await certify(desk, before, { at: at('03-01') }),
      await certify(desk, accomplice, { at: at('05-01') }),
      await certify(accomplice, after, { at: at('05-02') }),
      await withdraw(desk, before.key.keyId, at('02-01'), at('05-03')),
      await withdraw(root, desk.key.keyId, at('04-01'), at('05-10'))
    ]);
    expect(await verdictOf(await state(before), ring)).toBe('good');
    expect(await verdictOf(await state(after), ring)).toBe('unknown-key signature.chain.broken');
  });

  it('back-dated by a thief after the root’s withdrawal, and seen after, certifies nobody', async () => {
    const thief = await aDevice(AU, 'au.thief', 'administrator');
    const ring = await ringOf([certified, await withdraw(root, desk.key.keyId, at('04-01'))]);
    await ring.addAct(await certify(desk, thief, { at: at('03-01') }), at('05-01'));
    expect(await verdictOf(await state(thief), ring)).toBe('unknown-key signature.chain.broken');
  });

  it('is ended by no country, and ends no root', async () => {
    const first = await aDevice(AU, 'au.first', 'administrator');
    const ring = await ringOf([
      certified,
      ...ch.acts,
      await certify(desk, first),
      await withdraw(ch.administrator, desk.key.keyId, at('02-01')),
      await withdraw(desk, root.key.keyId, at('02-01'))
    ]);
    expect(await verdictOf(await state(first), ring)).toBe('good');
    expect(await verdictOf(await state(ch.officer), ring)).toBe('good');
  });
});

describe('a keyring', () => {
  it('trusts the same keys in whatever order the acts arrive', async () => {
    const late = await aDevice(AU, 'au.late', 'officer');
    const second = await aDevice(AU, 'au.second', 'administrator');
    const acts = [
      ...au.acts,
      ...ch.acts,
      await certify(au.administrator, second),
      await certify(second, late),
      await withdraw(second, au.officer.key.keyId, at('05-01'))
    ];
    const stated = await Promise.all([au.officer, late, second, ch.officer].map((device) => state(device)));
    for (let turn = 0; turn < acts.length; turn++) {
      const order = [...acts.slice(turn), ...acts.slice(0, turn)].reverse();
      const ring = await ringOf([]);
      for (const act of order) await ring.addAct(act);
      const verdicts = (await verifyActs(stated, ring)).map((one) => one.verdict);
      expect(verdicts).toEqual(['withdrawn', 'good', 'good', 'good']);
      expect([ring.waiting, ring.skipped.length]).toEqual([0, 0]);
    }
  });

  it('counts certificates whose certifier has not come yet, and takes them up when that one comes', async () => {
    const second = await aDevice(AU, 'au.second', 'administrator');
    const [own, theirs] = [await certify(au.administrator, second), await certify(second, au.officer)];
    const ring = await ringOf([theirs]);
    expect([ring.waiting, await verdictOf(await state(au.officer), ring)]).toEqual([
      1,
      'unknown-key signature.key.unknown'
    ]);
    await ring.addAct(own);
    await ring.addAct(au.acts[0]);
    expect([ring.waiting, await verdictOf(await state(au.officer), ring)]).toEqual([0, 'good']);
  });

  it('skips poison and counts it', async () => {
    const genuine = au.acts[1];
    const altered = {
      ...genuine,
      body: { ...genuine.body, validUntil: '2099-01-01T00:00:00.000Z' as Instant }
    };
    const rehashed = { ...altered, _id: actId(altered.body, altered.signature) };
    const ring = await ringOf([au.acts[0], null, 7, { _id: 'act:x' }, altered, rehashed, genuine]);
    expect(ring.skipped.map((one) => one.problem.code).sort()).toContain('signature.value.wrong');
    expect(ring.skipped.length).toBe(4);
    expect(await verdictOf(await state(au.officer), ring)).toBe('good');
  });
});

/** Signed as it is, whatever the issuer may say. */
function certifyRaw(by: Device, holder: Device): Promise<Act> {
  return signBody(aCertificateBody(by, holder), by.key);
}
