import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  pickVersions,
  type KnownRevisions,
  type Version,
  Revisions
} from '#lib/domain/door/pick-versions.ts';

let made = 0;
const hash = (): string => createHash('md5').update(String(made++)).digest('hex');

/** A version that nothing is known before, or that follows another. */
function aVersion(after?: Version): Version {
  const ids = [hash(), ...(after?._revisions.ids ?? [])];
  return { _id: 'draft:1', _rev: `${ids.length}-${ids[0]}`, _revisions: { start: ids.length, ids } };
}

describe('how much is known of a document', () => {
  const bounds = { openVersions: 20, versions: 200, knownRevisions: 10, keptRevisions: 100 };
  const lineOf = (length: number): Version => {
    let last = aVersion();
    while (last._revisions.ids.length < length) last = aVersion(last);
    return last;
  };
  const heldAs = (held: Version): KnownRevisions => {
    const { start, ids } = held._revisions;
    const all = Revisions.of(ids.map((one, back) => `${start - back}-${one}`));
    return { leaves: new Set([held._rev]), open: new Set([held._rev]), all };
  };

  test('a version beside a long history brings as many revisions as there is room for, and none more', () => {
    const held = lineOf(6);
    const known = heldAs(held);
    const refused: object[] = [];
    const pick = (one: Version) => [
      ...pickVersions([one], known, bounds, (doc) => void refused.push(doc)).keys()
    ];
    const [fits, past] = [lineOf(4), lineOf(5)];
    expect(pick(fits)).toEqual([fits]);
    expect(pick(past)).toEqual([]);
    // It leaves the line of what is here three back, and has come four further since.
    const parted: Version = { ...held, _revisions: { start: 3, ids: held._revisions.ids.slice(3) } };
    let branch = parted;
    for (let at = 0; at < 4; at++) branch = aVersion(branch);
    expect(pick(branch)).toEqual([branch]);
    expect(refused).toEqual([past]);
  });

  /** Two open lines of five, with which as many are known as may be. */
  const full = (): { known: KnownRevisions; lines: readonly [Version, Version] } => {
    const lines = [lineOf(5), lineOf(5)] as const;
    const [one, other] = lines.map(heldAs) as [KnownRevisions, KnownRevisions];
    const join = (of: (known: KnownRevisions) => Iterable<string>) => new Set([...of(one), ...of(other)]);
    return {
      lines,
      known: {
        leaves: join((k) => k.leaves),
        open: join((k) => k.open),
        all: Revisions.of(join((k) => k.all))
      }
    };
  };
  /** Of which so many are known. */
  const withMore = (known: KnownRevisions, count: number): KnownRevisions => ({
    ...known,
    all: Revisions.of([...known.all, ...Array.from({ length: count - known.all.size }, () => `9-${hash()}`)])
  });
  const refusedOf = (pushed: readonly Version[], known: KnownRevisions): Version[] => {
    const refused: Version[] = [];
    pickVersions(pushed, known, bounds, (one) => void refused.push(one));
    return refused;
  };
  const ended = (after: Version): Version => ({ ...aVersion(after), _deleted: true });

  test('where as many are known as may be, open versions side by side are not replaced one after the other', () => {
    const { known, lines } = full();
    const next = lines.map((line) => aVersion(line));
    expect(refusedOf(next, known)).toEqual(next);
  });

  test('where as many are known as may be, whoever merges can: all but one are ended, and that one is replaced', () => {
    const { known, lines } = full();
    expect(refusedOf([aVersion(lines[0]), ended(lines[1])], known)).toEqual([]);
    expect(refusedOf(lines.map(ended), known)).toEqual([]);
  });

  test('an end that brings more than fifty revisions is refused where as many are known as may be', () => {
    const { known, lines } = full();
    let far: Version = lines[0];
    for (let at = 0; at < 49; at++) far = aVersion(far);
    expect(refusedOf([ended(far)], known)).toEqual([]);
    const past = ended(aVersion(far));
    expect(refusedOf([past], known)).toEqual([past]);
  });

  test('whoever merges may leave open a version that nothing is known of, which is written without its history', () => {
    const { known, lines } = full();
    const merged = lineOf(4);
    const picked = pickVersions([merged, ...lines.map(ended)], known, bounds, () => expect.fail('refused'));
    expect(picked.size).toBe(3);
    expect(picked.get(merged)?._revisions).toEqual({ start: 4, ids: [merged._revisions.ids[0]] });
  });

  test('not where twice as many are known: then the last open version is not ended for it', () => {
    const { known, lines } = full();
    const far = withMore(known, 20);
    const [merged, ends] = [lineOf(4), lines.map(ended)];
    expect(refusedOf([merged, ...ends], far)).toEqual(expect.arrayContaining([merged, ...ends]));
    expect(refusedOf(ends, far)).toEqual([]);
  });

  test('what follows the only open version is taken however far it has come', () => {
    const held = lineOf(6);
    let next = held;
    for (let at = 0; at < 50; at++) next = aVersion(next);
    expect([...pickVersions([next], heldAs(held), bounds, () => expect.fail('refused')).keys()]).toEqual([
      next
    ]);
  });
});

describe('how much of its history a version is written with', () => {
  const bounds = { openVersions: 20, versions: 200, knownRevisions: 1_000, keptRevisions: 5 };
  const lineOf = (length: number, after?: Version): Version => {
    let last = aVersion(after);
    for (let more = 1; more < length; more++) last = aVersion(last);
    return last;
  };
  const known = (line: Version): KnownRevisions => {
    const { start, ids } = line._revisions;
    const revisions = ids.map((one, back) => `${start - back}-${one}`);
    const leaf = new Set(revisions.slice(0, 1));
    return { leaves: leaf, open: leaf, all: Revisions.of(revisions) };
  };
  const NOTHING: KnownRevisions = { leaves: new Set(), open: new Set(), all: new Revisions() };
  const written = (version: Version, of: KnownRevisions): Version | undefined =>
    pickVersions([version], of, bounds, () => expect.fail('refused')).get(version);

  test('where nothing of it is known, with as much as the database keeps', () => {
    const version = lineOf(8);
    const { start, ids } = version._revisions;
    expect(written(version, NOTHING)).toEqual({ ...version, _revisions: { start, ids: ids.slice(0, 5) } });
    const short = lineOf(5);
    expect(written(short, NOTHING)).toBe(short);
  });

  test('where some of it is known, from the newest known one on, however far back that is', () => {
    const held = lineOf(3);
    for (const further of [1, 4, 5, 20]) {
      const version = lineOf(further, held);
      const { start, ids } = version._revisions;
      expect(written(version, known(held))?._revisions).toEqual({ start, ids: ids.slice(0, further + 1) });
    }
  });

  test('what comes further than the database keeps counts as what is kept', () => {
    const [one, other] = [lineOf(2), lineOf(2)];
    const both = known(one);
    const held: KnownRevisions = {
      leaves: new Set([one._rev, other._rev]),
      open: new Set([one._rev, other._rev]),
      all: Revisions.of([...both.all, ...known(other).all])
    };
    const narrow = { ...bounds, knownRevisions: 9, openVersions: 2 };
    const far = lineOf(20, one);
    expect(pickVersions([far], held, narrow, () => expect.fail('refused')).size).toBe(1);
    const refused: Version[] = [];
    const [more, beside] = [lineOf(20, other), lineOf(20, lineOf(1))];
    pickVersions([far, more, beside], held, narrow, (version) => void refused.push(version));
    expect(refused).toEqual([more, beside]);
  });

  test('where it parts from what was replaced, from there on', () => {
    const first = lineOf(2);
    const held = known(lineOf(3, first));
    const beside = lineOf(2, first);
    expect(written(beside, held)?._revisions.ids).toEqual(beside._revisions.ids.slice(0, 3));
  });

  test('a hash that another generation has is not known by it', () => {
    const held = lineOf(3);
    const { start, ids } = held._revisions;
    const shifted = { ...held, _rev: `${start + 1}-${ids[0]}`, _revisions: { start: start + 1, ids } };
    expect(written(shifted, known(held))?._revisions.ids).toEqual(ids);
    expect([...pickVersions([shifted, held], NOTHING, bounds, () => undefined).keys()]).toHaveLength(2);
  });
});
