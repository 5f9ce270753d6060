/** All settings in the order of `couch/README.md`. A test compares the two lists. */
export const SETTING_NAMES = [
  'PORT',
  'HOST',
  'DATA_DIR',
  'COUCHDB_URL',
  'COUCHDB_URL_FILE',
  'COUCHDB_PREFIX',
  'SECRETS_FILE',
  'DEMONSTRATION',
  'ROOTS_FILE',
  'APP_DIR',
  'TRUSTED_PROXIES',
  'ORIGIN',
  'KEEPER',
  'KEEPER_EMAIL',
  'LOG_LEVEL',
  'LEASE_SECONDS',
  'STOP_AFTER_SECONDS',
  'SMTP_URL',
  'SMTP_URL_FILE',
  'MAIL_FROM',
  'METRICS_PORT',
  'METRICS_HOST',
  'METRICS_TOKEN',
  'METRICS_TOKEN_FILE',
  'NATIONAL_COUNTRY',
  'CENTRAL_URL',
  'CENTRAL_ACCOUNT',
  'CENTRAL_PASSWORD_FILE'
] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

export type Environment = Readonly<Partial<Record<SettingName, string | undefined>>>;
