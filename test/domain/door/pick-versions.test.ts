import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { pickVersions, type KnownRevisions, type Version } from '#lib/domain/door/pick-versions.ts';

let made = 0;
const hash = (): string => createHash('md5').update(String(made++)).digest('hex');

/** A version that nothing is known before, or that follows another. */
function aVersion(after?: Version): Version {
  const ids = [hash(), ...(after?._revisions.ids ?? [])];
  return { _id: 'draft:1', _rev: `${ids.length}-${ids[0]}`, _revisions: { start: ids.length, ids } };
}

describe('how much is known of a document', () => {
  const bounds = { openVersions: 20, versions: 200, knownRevisions: 10 };
  const lineOf = (length: number): Version => {
    let last = aVersion();
    while (last._revisions.ids.length < length) last = aVersion(last);
    return last;
  };
  const heldAs = (held: Version): KnownRevisions => {
    const { start, ids } = held._revisions;
    const all = new Set(ids.map((one, back) => `${start - back}-${one}`));
    return { leaves: new Set([held._rev]), open: new Set([held._rev]), all };
  };

  test('a version beside a long history brings as many revisions as there is room for, and none more', () => {
    const held = lineOf(6);
    const known = heldAs(held);
    const refused: object[] = [];
    const pick = (one: Version) => pickVersions([one], known, bounds, (doc) => void refused.push(doc));
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
    const join = (of: (known: KnownRevisions) => ReadonlySet<string>) => new Set([...of(one), ...of(other)]);
    return {
      lines,
      known: { leaves: join((k) => k.leaves), open: join((k) => k.open), all: join((k) => k.all) }
    };
  };
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

  test('what follows the only open version is taken however far it has come', () => {
    const held = lineOf(6);
    let next = held;
    for (let at = 0; at < 50; at++) next = aVersion(next);
    expect(pickVersions([next], heldAs(held), bounds, () => expect.fail('refused'))).toEqual([next]);
  });
});
