/** A correction read as the act that it replaces, so that screens, paper and matching read its figures there. */
import { canonicalJson } from '../canonical.ts';
import type { ActId } from '../ids.ts';
import { asKind, type Act, type ActOf } from './body.ts';
import { CORRECTABLE, type Correctable } from './kinds/trade.ts';
import type { PaperRecordBody } from './kinds/paper-record.ts';

/** With a reason if it is a correction. */
export type Stated<K extends Correctable> = ActOf<K> & { readonly body: { readonly reason?: string } };

export function statedAs<K extends Correctable>(act: Act | null | undefined, kind: K): Stated<K> | null {
  const correction = asKind(act, 'correction');
  const particulars = correction?.body[kind];
  if (!correction || !particulars) return asKind(act, kind) as Stated<K> | null;
  return { ...correction, body: { ...correction.body, ...particulars, kind } } as Stated<K>;
}

/** The corrected kind; the parser accepts exactly one. */
export function correctedKind(body: ActOf<'correction'>['body']): Correctable {
  return CORRECTABLE.find((kind) => body[kind] !== undefined) ?? 'reply';
}

/** The act that this one corrects, and why. */
export function correctionOf(
  act: Act | null | undefined
): { readonly of: ActId; readonly reason: string } | null {
  return asKind(act, 'correction')?.body ?? asKind(act, 'paper-record')?.body.corrects ?? null;
}

export function recordedIn({
  paper,
  comparedBy,
  comparedOn,
  scan
}: Pick<PaperRecordBody, 'paper' | 'comparedBy' | 'comparedOn' | 'scan'>): object {
  return { paper, comparedBy, comparedOn, scan };
}

const OPTIONAL = ['remarks', 'text'];

/** True if the new particulars say what the earlier ones said. */
export function saysTheSame(particulars: object, before: object): boolean {
  const [now, was] = [particulars, before] as [Record<string, unknown>, Record<string, unknown>];
  return Object.keys(now)
    .concat(OPTIONAL)
    .every((key) => canonicalJson(now[key] ?? null) === canonicalJson(was[key] ?? null));
}
