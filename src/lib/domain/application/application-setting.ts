/** `setting:applications`: whether the country takes applications, and how. Part of it is public. */
import {
  fits,
  integer,
  isPlainObject,
  oneOf,
  orNull,
  shaped,
  stored,
  text,
  yesOrNo,
  type Check,
  type Checked
} from '../shape/shape.ts';
import type { Problem } from '../result.ts';

export const APPLICATION_SETTING_ID = 'setting:applications';
export const TARGET_DAYS_BOUNDS = { least: 1, most: 365 } as const;
/** Months after the last event of a finished application until the server deletes it. */
export const KEEP_MONTHS_BOUNDS = { least: 3, most: 120 } as const;

const MEMBERS = {
  /** Takes applications without an account. */
  isOpen: yesOrNo,
  /** The authority's own target, in days without those in which it waits for the company. */
  targetDays: integer(TARGET_DAYS_BOUNDS.least, TARGET_DAYS_BOUNDS.most),
  keepMonths: integer(KEEP_MONTHS_BOUNDS.least, KEEP_MONTHS_BOUNDS.most),
  /** Shown to companies before they begin. */
  advice: text(0, 2000, true),
  fee: orNull(shaped({ required: { amount: text(1, 60), howToPay: text(0, 500, true) } }))
};
/** Older settings do not have it. */
const LATER_MEMBERS = {
  /** Invites people of companies, who then apply with an account and see what concerns their company. */
  hasCompanyAccounts: yesOrNo
};
const setting = stored({
  required: { _id: oneOf([APPLICATION_SETTING_ID]), schema: integer(1, 1), ...MEMBERS },
  optional: LATER_MEMBERS
});
export type ApplicationSetting = Required<Omit<Checked<typeof setting>, '_id' | 'schema'>>;

export const DEFAULT_APPLICATION_SETTING: ApplicationSetting = {
  isOpen: false,
  hasCompanyAccounts: false,
  targetDays: 15,
  keepMonths: 24,
  advice: '',
  fee: null
};

export function judgeApplicationSetting(document: Record<string, unknown>): Problem[] {
  const { _rev, _revisions, ...content } = document;
  if (fits(setting, content)) return [];
  const given: Record<string, unknown> = { ...DEFAULT_APPLICATION_SETTING, ...document };
  const wrong = Object.entries({ ...MEMBERS, ...LATER_MEMBERS }).find(
    ([name, check]) => !fits(check as Check, name in LATER_MEMBERS ? given[name] : document[name])
  );
  const values = { targetDays: TARGET_DAYS_BOUNDS, keepMonths: KEEP_MONTHS_BOUNDS }[wrong?.[0] ?? ''];
  if (values) return [{ code: 'application.setting.outOfRange', path: wrong?.[0] ?? '', values }];
  return [{ code: 'setting.malformed', path: wrong?.[0] ?? 'isOpen' }];
}

/** A damaged one takes no applications. */
export function readApplicationSetting(document: unknown): ApplicationSetting {
  const isSound = isPlainObject(document) && judgeApplicationSetting(document).length === 0;
  if (!isSound) return DEFAULT_APPLICATION_SETTING;
  const { isOpen, targetDays, keepMonths, advice, fee, hasCompanyAccounts } = {
    ...DEFAULT_APPLICATION_SETTING,
    ...(document as Partial<ApplicationSetting>)
  };
  return { isOpen, targetDays, keepMonths, advice, fee, hasCompanyAccounts };
}
