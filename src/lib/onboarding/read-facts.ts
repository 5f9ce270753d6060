import type { ActId, AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { AUTOMATIC_CERTIFIER } from '#lib/domain/registration/certify.ts';
import { endsOf } from '#lib/domain/registration/trust.ts';
import { toCountrySettings } from '#lib/domain/authorization/country-settings.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { OVERVIEW_SETTING_ID, readOverviewSetting } from '#lib/domain/usage/overview-settings.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { registrationsOf } from '#lib/store/index/registry-reading.ts';
import { COUNTRY_SETTING } from '#lib/domain/authorization/country-setting.ts';
import { joiningPlan, type JoiningStep } from '#lib/domain/registration/joining-plan.ts';
import { hasPractised } from '#lib/rehearsal/practised.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import type { FirstDayFacts } from './first-day.ts';
import { hasMark } from './marks.ts';

/** Of an administrator's country; the steps before the confirmation are done, on days that are not known here. */
export function ownJoining(store: Store): readonly JoiningStep[] {
  const { certified, hasIssued, hasExchanged } = readFacts(store);
  return joiningPlan({
    confirmed: null,
    ...(store.device && store.device.state !== 'none' ? { device: null } : {}),
    ...(certified > 0 ? { certified: null } : {}),
    ...(hasIssued || hasExchanged ? { exchanged: null } : {})
  });
}

const NOT_PEOPLE: readonly string[] = ['letter', 'server'];

export function readFacts(store: Store): FirstDayFacts {
  const person = store.person;
  const authority = person?.authority;
  const isGood = ({ _id }: { readonly _id: ActId }): boolean => store.verdictOf(_id) === 'good';
  const acts = {
    certificates: store.actsOf('certificate').filter(isGood) as ActOf<'certificate'>[],
    withdrawals: store.actsOf('withdrawal').filter(isGood) as ActOf<'withdrawal'>[]
  };
  const holders =
    authority === undefined ? [] : holdersOf(authority, acts, new Date().toISOString() as Instant);
  const people = (of: readonly { readonly person: string }[]): number =>
    new Set(of.map(({ person: one }) => one)).size;
  const rows = store.registerRows();
  const setting = store.documents(OVERVIEW_SETTING_ID).find(({ _id }) => _id === OVERVIEW_SETTING_ID);
  return {
    role: person?.role ?? '',
    isCertified: store.device?.state === 'certified',
    hasParticulars: toCountrySettings(store.setting(COUNTRY_SETTING)).authority !== null,
    administrators: people(holders.filter((holder) => may(holder, 'manage'))),
    certified: people(holders),
    hasPractised: hasPractised(),
    hasIssued: rows.some((row) => row.own),
    hasExchanged: rows.some((row) => !row.own || store.ledgerOf(row.id)?.partner[row.partner] != null),
    hasPrinted: hasMark('printed', person?.id ?? ''),
    decided: registrationsOf(store).filter(({ decidedBy = 'server' }) => !NOT_PEOPLE.includes(decidedBy))
      .length,
    hasGroups: (readOverviewSetting(setting).groups?.length ?? 0) > 0,
    hasWritten: store.actsOf('announcement').length > 0
  };
}

type Certificate = Pick<ActOf<'certificate'>, 'body'>;
type Withdrawal = Pick<ActOf<'withdrawal'>, 'body'>;

/** Acts must be verified. A withdrawn key does not count as a second administrator. */
export function holdersOf(
  authority: AuthorityCode,
  {
    certificates,
    withdrawals
  }: {
    readonly certificates: readonly Certificate[];
    readonly withdrawals: readonly Withdrawal[];
  },
  now: Instant
): readonly ActOf<'certificate'>['body']['holder'][] {
  const ended = withdrawals
    .map(({ body }) => body)
    .filter((body) => body.issuer === authority || body.issuer === 'INCB')
    .filter((body) => endsOf(body).trade <= now)
    .map(({ keyId }) => keyId);
  return certificates
    .map(({ body }) => body)
    .filter(({ keyId, validUntil }) => validUntil > now && !ended.includes(keyId))
    .map(({ holder }) => holder)
    .filter((holder) => holder.authority === authority && holder.person !== AUTOMATIC_CERTIFIER);
}
