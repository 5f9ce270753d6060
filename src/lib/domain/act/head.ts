/** What every act states: who speaks, to whom, when, and as which of the speaker's statements. */
import type { AuthorityCode } from '../ids.ts';
import { authorityCode, draftReference, personReference } from './references.ts';
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
} from './shape.ts';

const signatory = shaped({
  required: {
    /** Account id, e.g. `au.officer`. */
    person: personReference,
    name: text(1, 120),
    /** The office they sign in, e.g. "Delegate of the Secretary". */
    function: text(0, 120)
  }
});
/** The person who states it, as the account and the certificate know them. */
export type Signatory = Checked<typeof signatory>;

/** `['*']` is everybody signed in (certificates, directory). */
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
  /** Whom it is addressed to. */
  to: listOf(addressee, 1, 20),
  /** This device's count of acts towards each addressee and towards the issuer itself, from 1. */
  seq: counts,
  at: instant,
  by: signatory
};
const headOptional = {
  /** The draft it came from, so that a tab killed after signing leaves exactly one act. */
  draft: draftReference,
  /** Present on invented data, which a demonstration holds, or a rehearsal: shown and printed wherever the act is. */
  demonstration: oneOf([true, 'practice'])
};

type HeadRequired<K extends string> = {
  readonly schema: Check<1>;
  readonly kind: Check<K>;
} & typeof afterKind;

export type BodyHead<K extends string = string> = Shaped<HeadRequired<K>, typeof headOptional>;

/** The shape of a kind's whole body: the head, and what the kind adds. */
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
