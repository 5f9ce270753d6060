/** P5: versions of one mutable document, side by side and deep, in one push and over many, at the bound and one past it. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AttackCase, Outcome } from '../attack.ts';
import { mustBe } from '../expect-refused.ts';
import { codesOfPush, type Intruder, type Role } from '../intruder.ts';
import type { Json } from '../sign.ts';
import type { Answer } from '../wire.ts';

const REASON = 'document.versions.tooMany';
/** As the gateway's README says. */
const MAX_OPEN = 20;
const MAX_VERSIONS = 200;
const DEEPEST = 1000;

const hash = (): string => randomBytes(16).toString('hex');

function aVersion(_id: string, depth = 1, over: Json = {}): Json {
  const ids = Array.from({ length: depth }, hash);
  return {
    _id,
    schema: 1,
    fields: {},
    _rev: `${depth}-${ids[0]}`,
    _revisions: { start: depth, ids },
    ...over
  };
}

const versions = (count: number, id: string, depth = 1, over: Json = {}): Json[] =>
  Array.from({ length: count }, () => aVersion(id, depth, over));

interface Kind {
  readonly name: string;
  readonly by: Role;
  anId(): string;
}

const KINDS: readonly Kind[] = [
  { name: 'a draft', by: 'officer', anId: () => `draft:${randomUUID()}` },
  { name: 'a company', by: 'administrator', anId: () => `company:${randomUUID()}` },
  { name: 'a setting', by: 'administrator', anId: () => `setting:a${hash()}` }
];

async function refusedOf(by: Intruder, documents: readonly Json[], role: Role): Promise<number | string> {
  const codes = codesOfPush(await by.pushAll(documents, await by.home(), role));
  const other = codes.find((code) => code !== REASON);
  return other === undefined ? codes.length : `Refused, but for ${other}`;
}

function mustHaveRefused(wanted: number, refused: number | string): Outcome {
  if (typeof refused === 'string') return refused;
  return refused === wanted ? null : `${refused} were refused and not ${wanted}.`;
}

const perKind = KINDS.flatMap(({ name, by: role, anId }): AttackCase[] => [
  {
    principle: 'P5',
    name: `five hundred first versions of ${name} in one push are refused but for twenty`,
    reasons: [REASON],
    attack: async (by) => mustHaveRefused(500 - MAX_OPEN, await refusedOf(by, versions(500, anId()), role))
  },
  {
    principle: 'P5',
    name: `the twenty-first version of ${name} is refused after twenty pushes of one each`,
    reasons: [REASON],
    attack: async (by) => {
      const id = anId();
      for (let at = 0; at < MAX_OPEN; at++) {
        const early = await refusedOf(by, versions(1, id), role);
        if (early !== 0) return `Number ${at + 1}: ${early}`;
      }
      return mustHaveRefused(1, await refusedOf(by, versions(1, id), role));
    }
  },
  {
    principle: 'P5',
    name: `the deepest histories of ${name}, thirty side by side, are refused but for five`,
    reasons: [REASON],
    attack: async (by) => mustHaveRefused(25, await refusedOf(by, versions(30, anId(), DEEPEST), role))
  }
]);

const others: AttackCase[] = [
  {
    principle: 'P5',
    name: 'tombstones of a draft that was never here are bounded too',
    reasons: [REASON],
    attack: async (by) => {
      const ended = versions(500, `draft:${randomUUID()}`, 2, { _deleted: true });
      return mustHaveRefused(500 - MAX_VERSIONS, await refusedOf(by, ended, 'officer'));
    }
  },
  {
    principle: 'P5',
    name: 'twenty short versions of a draft, each replaced over the deepest history, are refused but for four',
    reasons: [REASON],
    attack: async (by) => {
      const id = `draft:${randomUUID()}`;
      const first = Array.from({ length: MAX_OPEN }, hash);
      const short = first.map((one) =>
        aVersion(id, 1, { _rev: `1-${one}`, _revisions: { start: 1, ids: [one] } })
      );
      const seen = mustHaveRefused(0, await refusedOf(by, short, 'officer'));
      if (seen !== null) return seen;
      const long = first.map((one) => {
        const ids = [...Array.from({ length: DEEPEST - 1 }, hash), one];
        return aVersion(id, 1, { _rev: `${DEEPEST}-${ids[0]}`, _revisions: { start: DEEPEST, ids } });
      });
      return mustHaveRefused(MAX_OPEN - 4, await refusedOf(by, long, 'officer'));
    }
  },
  {
    principle: 'P5',
    name: 'the worst batches again and again grow nothing, and another country is answered meanwhile',
    reasons: [REASON],
    attack: async (by) => {
      const id = `draft:${randomUUID()}`;
      await refusedOf(by, versions(MAX_OPEN, id), 'officer');
      const abroad = `/db/${await by.abroad()}`;
      for (let round = 0; round < 5; round++) {
        const [refused, answer] = await Promise.all([
          refusedOf(by, versions(500, id), 'officer'),
          by.askAs('foreign', { path: abroad })
        ]);
        const seen = mustHaveRefused(500, refused) ?? mustBe([200], answer);
        if (seen !== null) return `Round ${round + 1}: ${seen}`;
      }
      return null;
    }
  },
  {
    principle: 'P5',
    name: 'thousands of revisions are asked of a draft with the deepest histories, and another country waits for none',
    reasons: [REASON],
    attack: async (by) => {
      const id = `draft:${randomUUID()}`;
      const seen = mustHaveRefused(25, await refusedOf(by, versions(30, id, DEEPEST), 'officer'));
      if (seen !== null) return seen;
      const docs = Array.from({ length: 5_000 }, () => ({ id, rev: `1-${hash()}` }));
      const path = `/db/${await by.home()}/_bulk_get`;
      return answeredMeanwhile(by, by.askAs('officer', { method: 'POST', path, body: { docs } }));
    }
  }
];

/** Milliseconds; a question is answered in a few while nobody asks anything else. */
const MAX_WAIT_MS = 5_000;

async function answeredMeanwhile(by: Intruder, asked: Promise<Answer>): Promise<Outcome> {
  let isOver = false;
  const done = asked.finally(() => (isOver = true));
  const abroad = `/db/${await by.abroad()}`;
  while (!isOver) {
    const began = Date.now();
    const seen = mustBe([200], await by.askAs('foreign', { path: abroad }));
    if (seen !== null) return seen;
    if (Date.now() - began > MAX_WAIT_MS) return `Another country waited ${Date.now() - began} ms.`;
  }
  return mustBe([200], await done);
}

export const P5_VERSIONS: readonly AttackCase[] = [...perKind, ...others];
