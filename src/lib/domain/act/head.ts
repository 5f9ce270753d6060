/** Head of every act: issuer, addressees, time and order. */
import type { AuthorityCode } from '../ids.ts';
import { authorityCode, draftReference, personReference } from '../shape/references.ts';
import {
  checkMember,
  instant,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  shaped,
  text,
  type Check,
  type Checked,
  type Members,
  type Shaped
} from '../shape/shape.ts';

const signatory = shaped({
  required: {
    /** Account id, e.g. `au.officer`. */
    person: personReference,
    name: text(1, 120),
    /** Job title of the signatory, e.g. "Delegate of the Secretary". */
    function: text(0, 120)
  }
});
export type Signatory = Checked<typeof signatory>;

/** `['*']` means all signed-in users (certificates, directory). */
export type Addressee = AuthorityCode | '*';

const addressee: Check<Addressee> = (value, out) => {
  if (value !== '*') authorityCode(value, out);
};

const count = integer(1, 1e12);
const counts: Check<Readonly<Record<string, number>>> = (value, out) => {
  if (!isPlainObject(value)) return void out.push({ code: 'act.value.notAnObject' });
  for (const key of Object.keys(value)) {
    const name = key.slice(0, 12);
    checkMember(key, authorityCode, name, out);
    checkMember(value[key], count, name, out);
  }
};

const afterKind = {
  issuer: authorityCode,
  to: listOf(addressee, 1, 20),
  /** This device's count of acts to each addressee and to the issuer, from 1. */
  seq: counts,
  at: instant,
  by: signatory
};
const headOptional = {
  /** The draft's id: if a tab is killed after signing, only one act results. */
  draft: draftReference,
  /** Present on sample data of a demonstration or rehearsal: shown and printed with the act. */
  demonstration: oneOf([true, 'practice'])
};

type HeadRequired<K extends string> = {
  readonly schema: Check<1>;
  readonly kind: Check<K>;
} & typeof afterKind;

export type BodyHead<K extends string = string> = Shaped<HeadRequired<K>, typeof headOptional>;

/** Shape of a body: the head, and the members of its kind. */
export function bodyShape<K extends string, R extends Members, O extends Members = Record<never, Check>>(
  kind: K,
  required: R,
  optional?: O
): Check<Shaped<HeadRequired<K> & R, typeof headOptional & O>> {
  const head: HeadRequired<K> = { schema: oneOf([1]), kind: oneOf([kind]), ...afterKind };
  const all = { ...headOptional, ...optional } as typeof headOptional & O;
  return shaped<HeadRequired<K> & R, typeof headOptional & O>({
    required: { ...head, ...required },
    optional: all
  });
}
