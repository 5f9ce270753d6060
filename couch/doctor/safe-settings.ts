/**
 * CouchDB settings that close or speed up the defaults (threats, “Server abuse”). A test compares `deploy/couchdb.ini`
 * with this table.
 */
export type NodeConfig = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

interface SafeSetting {
  readonly section: string;
  readonly key: string;
  /** Value in `deploy/couchdb.ini`. */
  readonly value: string;
  readonly level: 'warn' | 'bad';
  /** Undefined means the default. */
  isSafe(held: string | undefined): boolean;
  /** Consequence of another value. */
  readonly otherwise: string;
}

const isTrue = (held: string | undefined): boolean => held === 'true';
const isNotTrue = (held: string | undefined): boolean => held !== 'true';
const atMost =
  (most: number, otherwise: number) =>
  (held: string | undefined): boolean =>
    Number(held ?? otherwise) <= most;

export const SAFE_SETTINGS: readonly SafeSetting[] = [
  {
    section: 'chttpd',
    key: 'require_valid_user_except_for_up',
    value: 'true',
    level: 'bad',
    isSafe: isTrue,
    otherwise: 'Whoever reaches the port may ask without a name.'
  },
  {
    section: 'chttpd',
    key: 'admin_only_all_dbs',
    value: 'true',
    level: 'bad',
    isSafe: (held) => held !== 'false',
    otherwise: 'Any user may list the databases.'
  },
  {
    section: 'chttpd',
    key: 'authentication_handlers',
    value: '{chttpd_auth, cookie_authentication_handler}, {chttpd_auth, default_authentication_handler}',
    level: 'bad',
    isSafe: (held) => !/proxy_authentication|jwt_authentication/.test(held ?? ''),
    otherwise: 'A header from outside may claim to be anybody, an administrator included.'
  },
  {
    section: 'chttpd',
    key: 'enable_cors',
    value: 'false',
    level: 'bad',
    isSafe: isNotTrue,
    otherwise: 'Pages of other sites may ask in the name of whoever shows them.'
  },
  {
    section: 'chttpd',
    key: 'allow_jsonp',
    value: 'false',
    level: 'bad',
    isSafe: isNotTrue,
    otherwise: 'Pages of other sites may read what is answered.'
  },
  {
    section: 'chttpd',
    key: 'max_http_request_size',
    value: '16777216',
    level: 'warn',
    isSafe: atMost(64 * 1024 * 1024, 4 * 1024 ** 3),
    otherwise: 'One request may fill the memory of a node.'
  },
  {
    section: 'couchdb',
    key: 'max_document_size',
    value: '1048576',
    level: 'warn',
    isSafe: atMost(8_000_000, 8_000_000),
    otherwise: 'One document may be larger than all that validators were measured with.'
  },
  {
    section: 'couchdb',
    key: 'max_attachment_size',
    value: '1048576',
    level: 'warn',
    isSafe: atMost(8_000_000, 1024 ** 3),
    otherwise: 'An attachment may fill the disk; no record has one.'
  },
  {
    section: 'couchdb',
    key: 'users_db_security_editable',
    value: 'false',
    level: 'bad',
    isSafe: isNotTrue,
    otherwise: 'The database of users may be opened to others.'
  },
  {
    section: 'couchdb',
    key: 'js_engine',
    value: 'quickjs',
    level: 'warn',
    isSafe: (held) => held === 'quickjs',
    otherwise: 'A database that was not written for a while takes its next act a quarter of a second later.'
  },
  {
    section: 'chttpd_auth',
    key: 'users_db_public',
    value: 'false',
    level: 'bad',
    isSafe: isNotTrue,
    otherwise: 'Users may read about users.'
  },
  {
    section: 'chttpd_auth_lockout',
    key: 'mode',
    value: 'enforce',
    level: 'warn',
    isSafe: (held) => held === undefined || held === 'enforce',
    otherwise: 'Passwords may be guessed without end.'
  },
  {
    section: 'native_query_servers',
    key: 'enable_erlang_query_server',
    value: 'false',
    level: 'bad',
    isSafe: isNotTrue,
    otherwise: 'A design document in Erlang runs without any wall.'
  },
  {
    section: 'replicator',
    key: 'valid_endpoint_protocols',
    value: 'none',
    level: 'warn',
    isSafe: (held) => held === 'none',
    otherwise: 'Any user may have the server call an address inside (`_replicate`).'
  },
  {
    section: 'disk_monitor',
    key: 'enable',
    value: 'true',
    level: 'warn',
    isSafe: isTrue,
    otherwise: 'The disk may be filled to its last byte.'
  },
  {
    section: 'log',
    key: 'level',
    value: 'warning',
    level: 'warn',
    isSafe: (held) => held !== 'debug',
    otherwise: 'Bodies of requests stand in the log.'
  }
];

export function listUnsafe(config: NodeConfig): readonly SafeSetting[] {
  return SAFE_SETTINGS.filter(({ section, key, isSafe }) => !isSafe(config[section]?.[key]));
}
