/**
 * Our own gateway with one wall taken away at a time: every case of P2 and P3 that is refused by that wall is then
 * seen to be no longer refused, or no longer for its reason. So each case stands before the wall that it names.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readSettings } from '#couch/base/env.ts';
import type * as Access from '#couch/gateway/calls/access.ts';
import type * as Carried from '#couch/exchange/carried.ts';
import type * as Blocks from '#couch/gateway/door/admit-documents.ts';
import type * as Door from '#lib/domain/door/door.ts';
import type { ActContext } from '#lib/domain/door/door.ts';
import { startBackend, type Backend } from '#couch/start/start.ts';
import { isAuthorization, type Act, type AuthorizationAct } from '#lib/domain/act/body.ts';
import type * as Issued from '#lib/domain/authorization/judge-issued.ts';
import { formatNumber } from '#lib/domain/act/number.ts';
import type * as Numbers from '#lib/domain/act/number.ts';
import type * as Admit from '#lib/domain/dossier/admit-act.ts';
import type * as Authority from '#lib/domain/exchange/authority.ts';
import type * as Structure from '#lib/domain/exchange/document-structure.ts';
import type * as AdmitTrial from '#lib/domain/partners/trial.ts';
import type * as Reply from '#lib/domain/reply-file/judge-reply.ts';
import type * as Practice from '#lib/domain/act/practice.ts';
import { couldNotRun, runCase, type AttackCase } from './attack.ts';
import { CASES } from './cases.ts';
import { Intruder } from './intruder.ts';

const WALLS = {
  access: /^(?:database|request)\.(?!newEdits)/,
  documents:
    /^(?:door\.(?:document|role)|document|practice|setting|contact|invitation|return|historic|application|company|attachment)\./,
  blocks: /^block\./,
  form: /^act\.|^exporter\.country\.|^decimal\.|^survey\.key\.|^suggestion\.screen\.|^trial\.(?:answer\.notAsked|figures|scope)/,
  place: /^door\.issuer\./,
  signature: /^signature\.|^evidence\.signature/,
  reply: /^evidence\.file\./,
  practice: /^door\.practice\./,
  time: /^door\.(?:time|withdrawal)\./,
  number: /^door\.number\.|^authorization\.number\./,
  goods: /^(?:importer|authorization\.practice)\./,
  dossier: /^(?:dossier|export|shipment|endorsement|cancellation|correction|suspension|replacement|line)\./,
  trial: /^trial\.(?:proposal|result|answer\.twice)/,
  carried: /./
} as const;
type Wall = keyof typeof WALLS;

const down = vi.hoisted(() => ({ wall: '' }));
const isDown = (wall: Wall): boolean => down.wall === wall;

vi.mock('#couch/gateway/calls/access.ts', async (original) => {
  const real = await original<typeof Access>();
  return {
    ...real,
    mayRead: (...all: Parameters<typeof real.mayRead>) => isDown('access') || real.mayRead(...all),
    mayPushTo: (...all: Parameters<typeof real.mayPushTo>) => isDown('access') || real.mayPushTo(...all)
  };
});

vi.mock('#couch/gateway/door/admit-documents.ts', async (original) => {
  const real = await original<typeof Blocks>();
  return {
    ...real,
    judgeBlocks: async (...all: Parameters<typeof real.judgeBlocks>) =>
      isDown('blocks') ? new Map(all[0].map((one) => [one, []])) : real.judgeBlocks(...all)
  };
});

vi.mock('#lib/domain/door/door.ts', async (original) => {
  const real = await original<typeof Door>();
  return {
    ...real,
    judgeDocument: (...all: Parameters<typeof real.judgeDocument>) =>
      isDown('documents') ? [] : real.judgeDocument(...all),
    judgeAct: (act: Act, context: ActContext) => {
      const seen =
        isDown('number') && isAuthorization(act) ? underItsOwnNumber(act, context) : { act, context };
      return real.judgeAct(seen.act, believed(seen.act, seen.context));
    }
  };
});

vi.mock('#lib/domain/act/practice.ts', async (original) => {
  const real = await original<typeof Practice>();
  return {
    ...real,
    judgeInvented: (...all: Parameters<typeof real.judgeInvented>) =>
      isDown('practice') ? [] : real.judgeInvented(...all)
  };
});

vi.mock('#lib/domain/authorization/judge-issued.ts', async (original) => {
  const real = await original<typeof Issued>();
  return {
    ...real,
    judgeIssued: (...all: Parameters<typeof real.judgeIssued>) =>
      isDown('goods') ? [] : real.judgeIssued(...all)
  };
});

vi.mock('#lib/domain/act/number.ts', async (original) => {
  const real = await original<typeof Numbers>();
  return {
    ...real,
    judgeCitedNumber: (...all: Parameters<typeof real.judgeCitedNumber>) =>
      isDown('number') ? [] : real.judgeCitedNumber(...all)
  };
});

vi.mock('#lib/domain/dossier/admit-act.ts', async (original) => {
  const real = await original<typeof Admit>();
  return {
    ...real,
    admitAct: (...all: Parameters<typeof real.admitAct>) => (isDown('dossier') ? [] : real.admitAct(...all))
  };
});

vi.mock('#couch/exchange/carried.ts', async (original) => {
  const real = await original<typeof Carried>();
  return {
    ...real,
    takeCarried: async (...all: Parameters<typeof real.takeCarried>) =>
      isDown('carried') ? { ok: true, value: 'stored' } : real.takeCarried(...all)
  };
});

vi.mock('#lib/domain/partners/trial.ts', async (original) => {
  const real = await original<typeof AdmitTrial>();
  return {
    ...real,
    admitTrialAct: (...all: Parameters<typeof real.admitTrialAct>) =>
      isDown('trial') ? [] : real.admitTrialAct(...all)
  };
});

vi.mock('#lib/domain/reply-file/judge-reply.ts', async (original) => {
  const real = await original<typeof Reply>();
  return {
    ...real,
    judgeFileReply: (...all: Parameters<typeof real.judgeFileReply>) =>
      isDown('reply') ? [] : real.judgeFileReply(...all)
  };
});

vi.mock('#lib/domain/exchange/authority.ts', async (original) => {
  const real = await original<typeof Authority>();
  return {
    ...real,
    mayWriteHere: (...all: Parameters<typeof real.mayWriteHere>) =>
      isDown('place') ? { ok: true, value: true } : real.mayWriteHere(...all)
  };
});

vi.mock('#lib/domain/exchange/document-structure.ts', async (original) => {
  const real = await original<typeof Structure>();
  return {
    ...real,
    checkAct: (...all: Parameters<typeof real.checkAct>) =>
      isDown('form') ? { ok: true, value: true } : real.checkAct(...all)
  };
});

/** Every signature is good, and every clock right, where those walls are down. */
function believed(act: Act, context: ActContext): ActContext {
  return {
    ...context,
    ...(isDown('signature') ? { verification: { verdict: 'good' } } : {}),
    ...(isDown('time') ? { now: act.body.at } : {})
  };
}

/** As if it bore the first number of a block that is this device's. */
function underItsOwnNumber(act: AuthorizationAct, context: ActContext): { act: Act; context: ActContext } {
  const { kind, issuer } = act.body;
  const number = formatNumber({ country: issuer as never, kind, year: 2026, serial: 1 });
  const block = { first: 1, last: 1, device: act.signature.key } as never;
  return {
    act: { ...act, body: { ...act.body, number } } as Act,
    context: { ...context, blocks: { find: () => block } as never, numberHolder: null }
  };
}

function standsBefore(wall: Wall): (one: AttackCase) => boolean {
  return ({ name, principle, reasons = [] }) =>
    /P2|P3/.test(principle) &&
    reasons.length > 0 &&
    // The exchange judges these, not the door.
    /^brought by hand/.test(name) === (wall === 'carried') &&
    reasons.every((reason) => WALLS[wall].test(reason));
}

describe('our own gateway without one of its walls', () => {
  let folder: string;
  let backend: Backend;
  let intruder: Intruder;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'i2es-walls-'));
    const settings = readSettings({
      PORT: '0',
      DATA_DIR: folder,
      DEMONSTRATION: 'pair',
      LOG_LEVEL: 'silent'
    });
    const root = join(import.meta.dirname, '../..');
    backend = await startBackend({ root, settings, say: () => undefined });
    intruder = new Intruder(backend.address);
  }, 300_000);
  afterAll(async () => {
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    down.wall = '';
  });

  test('all of them stand where none is taken away', { timeout: 120_000 }, async () => {
    const open: string[] = [];
    for (const one of CASES.filter(({ principle }) => /P2|P3/.test(principle)))
      if ((await runCase(one, intruder)).seen !== null) open.push(one.name);
    expect(open).toEqual([]);
  });

  // The documents' wall last: what it lets in spoils the database for any other.
  const order = (Object.keys(WALLS) as Wall[]).filter((wall) => wall !== 'form' && wall !== 'documents');
  for (const wall of [...order, 'form', 'documents'] as const) {
    test(`the wall of ${wall} is what its cases are refused by`, { timeout: 120_000 }, async () => {
      // The company last: with one in the register, an authorization of any other company is refused.
      const listsCompany = ({ reasons = [] }: AttackCase) => reasons.includes('company.history.missing');
      const cases = CASES.filter(standsBefore(wall)).sort((a, b) => +listsCompany(a) - +listsCompany(b));
      expect(cases.length).toBeGreaterThan(0);
      const unmoved: string[] = [];
      for (const one of cases) {
        down.wall = wall;
        const finding = await runCase(one, intruder);
        if (finding.seen === null || couldNotRun(finding)) unmoved.push(`${one.name}: ${finding.seen}`);
      }
      expect(unmoved).toEqual([]);
    });
  }

  test('no case of P2 and P3 stands before a wall that is not in this list', () => {
    const walls = Object.keys(WALLS) as Wall[];
    const elsewhere = CASES.filter(({ principle }) => /P2|P3/.test(principle)).filter(
      (one) => !walls.some((wall) => standsBefore(wall)(one))
    );
    expect(elsewhere.map(({ name }) => name)).toEqual([
      'a batch in which the server is to make revisions is refused'
    ]);
  });
});
