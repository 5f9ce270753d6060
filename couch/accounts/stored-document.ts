/**
 * The server operator can store anything, so an invalid document counts as missing (threats P6). The doctor lists it.
 */
import { changeDocument, listDocuments, removeDocument } from '#couch/database/documents.ts';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import { isAuthority } from '#lib/domain/country.ts';
import { companyReference, MAY_APPLY } from '#lib/domain/company/company.ts';
import { CLIENT_SCOPES, publicJwk, scope } from '#lib/domain/api/client.ts';
import type { AuthorityCode, KeyId } from '#lib/domain/ids.ts';
import { lessonReading } from '#lib/domain/training/lesson-reading.ts';
import { roleNamed, type PersonRole } from '#lib/domain/registration/rights.ts';
import { parseRegionalItem, regionalId, type RegionalItem } from '#lib/domain/regional/regional-body.ts';
import { country } from '#lib/domain/shape/references.ts';
import {
  anyText,
  instant,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  readStored,
  stored,
  yesOrNo,
  type Check,
  type Checked
} from '#lib/domain/shape/shape.ts';

function valid<T>(isValid: (value: unknown) => boolean): Check<T> {
  return (value, out) => {
    if (!isValid(value)) out.push({ code: 'document.malformed' });
  };
}

function orNull<T>(check: Check<T>): Check<T | null> {
  return (value, out) => {
    if (value !== null) check(value, out);
  };
}

const schema = oneOf([1]);
const count = integer(0, Number.MAX_SAFE_INTEGER);
/** Milliseconds since 1970 within the range of dates. */
const moment = valid<number>(
  (value) => typeof value === 'number' && !Number.isNaN(new Date(value).getTime())
);
const keyId = valid<KeyId>((value) => typeof value === 'string');
const office = {
  role: valid<PersonRole>((value) => roleNamed(value) !== null),
  authority: valid<AuthorityCode>(isAuthority),
  name: anyText,
  function: anyText
};
/** Of an account of a company, and of the invitation to it. */
const forCompany = { company: companyReference, mayApply: oneOf(MAY_APPLY) };
/** Of an account of a regional body, and of the invitation to it. */
const forBody = { body: regionalId };
const sessionDevice = stored({ required: { keyId, name: anyText } });
export type SessionDevice = Checked<typeof sessionDevice>;

const person = stored({
  required: {
    schema,
    ...office,
    /** Null while a new password is due: then nothing opens the account. */
    hash: orNull(anyText),
    /** Counts events that end sessions: a session of an older count is over. */
    password: count,
    suspended: yesOrNo
  },
  optional: {
    ...forCompany,
    ...forBody,
    /** Missing for people who joined before it was kept. */
    email: anyText,
    /** The invitation for which the name is reserved; it opens nothing yet. */
    joining: anyText,
    /** The only link that can set a new password. */
    reset: anyText,
    /** The account name stays reserved, so that signatures never seem another person's. */
    removed: yesOrNo
  }
});

const session = stored({
  required: { schema, openedAt: moment, seenAt: moment, password: count },
  optional: {
    enrolling: yesOrNo,
    second: yesOrNo,
    device: sessionDevice,
    /** Kept for a while to show its holder the reason. */
    ended: stored({ required: { why: oneOf(['device', 'person']), at: moment } })
  }
});

const ticket = stored({
  required: {
    schema,
    until: moment,
    password: count,
    tries: count,
    challenge: orNull(anyText),
    device: orNull(sessionDevice)
  }
});

const invitation = stored({
  required: {
    schema,
    ...office,
    email: anyText,
    /** The inviting account, or `server` for the operator at the console. */
    by: anyText,
    /** `join` makes an account, `reset` lets the person of an account choose a new password. */
    kind: oneOf(['join', 'reset']),
    invitedAt: moment,
    validUntil: moment,
    person: orNull(anyText),
    used: yesOrNo
  },
  optional: { ...forCompany, ...forBody }
});

const device = stored({
  required: {
    schema,
    keyId,
    device: anyText,
    person: anyText,
    lastSync: instant,
    version: anyText,
    unsent: count,
    refused: count,
    /** Seconds ahead of the server; null if the device did not report its time. */
    clockOffset: orNull(valid<number>(Number.isFinite))
  },
  optional: { language: anyText }
});

const audit = stored({
  required: { schema, at: instant, by: anyText, what: anyText },
  optional: {
    about: anyText,
    values: valid<Readonly<Record<string, string>>>(
      (value) => isPlainObject(value) && Object.values(value).every((one) => typeof one === 'string')
    )
  }
});

const SHAPES = {
  person,
  session,
  ticket,
  invitation,
  device,
  audit,
  seen: stored({ required: { schema, at: moment } }),
  /** A national system, by its account’s name. */
  client: stored({
    required: {
      schema,
      authority: valid<AuthorityCode>(isAuthority),
      name: anyText,
      scopes: listOf(scope, 1, CLIENT_SCOPES.length),
      key: publicJwk,
      sandbox: yesOrNo,
      validUntil: moment,
      createdBy: anyText,
      createdAt: moment
    },
    optional: { revoked: stored({ required: { at: moment, by: anyText } }) }
  }),
  /** `assertion:<client>:<hash of its jti>`: used, until it has expired. */
  assertion: stored({ required: { schema, until: moment } }),
  /** `answer:<client>:<hash of the key>`: of a request with an idempotency key. Without a status it is in work. */
  answer: stored({
    required: { schema, request: anyText, at: moment },
    optional: { status: count, body: anyText }
  }),
  /** `call:<client>:<instant>:<order>`: a write or a refused request of a national system, without its content. */
  call: stored({
    required: { schema, at: instant, operation: anyText, status: count, codes: listOf(anyText, 0, 10) },
    optional: { accepted: count, refused: count, more: count }
  }),
  /** What a person wants to receive outside the app (`couch/notifications`). */
  notifications: stored({
    required: { schema },
    optional: {
      /** Its address is known only by its hash. */
      calendar: stored({ required: { hash: anyText, language: anyText, madeAt: moment } }),
      digest: stored({
        required: { hour: integer(0, 23), zone: anyText, language: anyText, since: moment, sentOn: anyText }
      }),
      /** INCB's monthly report; `sentFor` is the last month sent, empty at the beginning. */
      report: stored({ required: { language: anyText, sentFor: anyText } }),
      /** `told`: by session, parsed by `domain/training/session-news.ts`. */
      sessions: stored({ required: { language: anyText, told: valid<object>(isPlainObject) } })
    }
  }),
  /** `push:<person>:<hash of the endpoint>`: a browser of the person that shows notifications. Deleted with access. */
  push: stored({
    required: {
      schema,
      endpoint: anyText,
      p256dh: anyText,
      auth: anyText,
      hour: integer(0, 23),
      zone: anyText,
      language: anyText,
      madeAt: moment,
      since: moment,
      sentOn: anyText
    },
    optional: {
      device: sessionDevice,
      /** Of messages that the push service did not take, one after the other. */
      failed: stored({ required: { count, at: moment } })
    }
  }),
  /** `webhook:<country>:<id>` (`couch/webhooks`). The secrets are sealed; an earlier one signs too until it ends. */
  webhook: stored({
    required: {
      schema,
      url: anyText,
      secret: anyText,
      madeAt: moment,
      by: anyText
    },
    optional: { earlier: stored({ required: { secret: anyText, until: moment } }) }
  }),
  /** `regional-body:<id>` (`couch/regional`). */
  'regional-body': stored({
    required: {
      schema,
      name: anyText,
      countries: listOf(country, 1, 249),
      ended: yesOrNo,
      by: anyText,
      at: instant
    },
    optional: { revision: count }
  }),
  /** `regional-month:<body>:<yyyy-mm>`: its total, fixed once. */
  'regional-month': stored({
    required: {
      schema,
      month: anyText,
      countries: listOf(country, 0, 249),
      told: orNull(
        stored({
          required: {
            registered: count,
            used: count,
            figures: listOf(orNull(valid<number>(Number.isFinite)), 0, 50)
          }
        })
      )
    }
  }),
  /** `regional-item:<body>:<id>`: an action or an announcement. */
  'regional-item': stored({
    required: {
      schema,
      item: valid<RegionalItem>((value) => parseRegionalItem(value).ok),
      by: anyText,
      at: instant
    },
    optional: { revision: count }
  }),
  /** `calendar:<hash of its secret>`. It counts only while `notifications:<person>` names it. */
  calendar: stored({ required: { schema, person: anyText } }),
  /** `reading:<uuid of a lesson>` */
  reading: stored({ required: { schema, counts: lessonReading } }),
  /** Parsed by `domain/training/lesson-progress.ts`. */
  learning: stored({ required: { schema, progress: valid<object>(isPlainObject) } })
};

type AccountKind = keyof typeof SHAPES;
type Content<K extends AccountKind> = Checked<(typeof SHAPES)[K]>;

export type AccountDocument<K extends AccountKind> = Content<K> & {
  readonly _id: string;
  readonly _rev?: string;
};
export type PersonDocument = AccountDocument<'person'>;
export type SessionDocument = AccountDocument<'session'>;
export type InvitationDocument = AccountDocument<'invitation'>;

/** Keys of a later version stay. */
export function parseStored<K extends AccountKind>(kind: K, value: unknown): AccountDocument<K> | null {
  const check: Check = SHAPES[kind];
  const read = readStored(check as Check<AccountDocument<K>>, value);
  return read.ok ? read.value : null;
}

export function kindOf(id: string): AccountKind | null {
  const kind = id.slice(0, id.indexOf(':'));
  return Object.hasOwn(SHAPES, kind) ? (kind as AccountKind) : null;
}

type New<K extends AccountKind> = Omit<Content<K>, 'schema'>;

/** `<kind>:<name>` */
export class Records<K extends AccountKind> {
  readonly #database: Database;
  readonly #kind: K;

  constructor(database: Database, kind: K) {
    this.#database = database;
    this.#kind = kind;
  }

  async read(name: string): Promise<AccountDocument<K> | null> {
    return this.#parse(await readDocument(this.#database, this.#idOf(name)));
  }

  async readAll(names: readonly string[]): Promise<readonly (AccountDocument<K> | null)[]> {
    const keys = names.map((name) => this.#idOf(name));
    const { rows } = await this.#database.allDocs({ keys, include_docs: true });
    return rows.map((row) => this.#parse('doc' in row ? row.doc : null));
  }

  async insert(name: string, made: New<K>): Promise<AccountDocument<K> | null> {
    const document = this.#complete(name, made);
    return (await putUnlessChanged(this.#database, document)) ? document : null;
  }

  change(
    name: string,
    change: (held: AccountDocument<K> | null) => New<K> | null
  ): Promise<AccountDocument<K> | null> {
    return changeDocument<AccountDocument<K>>(
      this.#database,
      this.#idOf(name),
      (held) => {
        const changed = change(held);
        return changed && this.#complete(name, changed);
      },
      (document) => this.#parse(document)
    );
  }

  remove(name: string, isMeant: (held: AccountDocument<K>) => boolean = () => true): Promise<boolean> {
    return removeDocument(this.#database, this.#idOf(name), (document) => {
      const held = this.#parse(document);
      return held !== null && isMeant(held);
    });
  }

  list(prefix = ''): Promise<AccountDocument<K>[]> {
    return listDocuments(this.#database, this.#idOf(prefix), (document) => this.#parse(document));
  }

  nameOf({ _id }: { readonly _id: string }): string {
    return _id.slice(this.#kind.length + 1);
  }

  #complete(name: string, made: New<K>): AccountDocument<K> {
    return { ...made, _id: this.#idOf(name), schema: 1 } as AccountDocument<K>;
  }

  #idOf(name: string): string {
    return `${this.#kind}:${name}`;
  }

  #parse(document: unknown): AccountDocument<K> | null {
    return parseStored(this.#kind, document);
  }
}

/** All browsers of a person, or those of one device. */
export async function forgetPush(database: Database, person: string, device?: KeyId): Promise<void> {
  const held = new Records(database, 'push');
  for (const one of await held.list(`${person}:`))
    if (device === undefined || one.device?.keyId === device) await held.remove(held.nameOf(one));
}
