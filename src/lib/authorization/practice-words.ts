import type { ActId } from '#lib/domain/ids.ts';
import type { NationalPracticeBody } from '#lib/domain/act/body.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import { replacedOn } from '#lib/domain/authorization/practice-in-force.ts';
import type { NationalSubstance } from '#lib/domain/goods/national-substance.ts';
import {
  countryName,
  formatDate,
  formatDecimal,
  formatInteger,
  formatQuantity,
  formatSeries
} from '#lib/i18n/format.ts';
import { actKindWord, scheduleName } from '#lib/i18n/kind-words.ts';
import { m } from '#lib/i18n/messages.ts';
import { practicesHere, type PracticeSources } from './read-practice.ts';

type Words<Name extends keyof NationalPracticeBody> = Readonly<
  Record<Extract<NationalPracticeBody[Name], string>, () => string>
>;

export const VERIFICATION_WORDS: Words<'verification'> = {
  every: m.authorization_practice_verification_every,
  doubtful: m.authorization_practice_verification_doubtful,
  none: m.authorization_practice_verification_none
};

export const ELECTRONIC_WORDS: Words<'electronicFor'> = {
  everybody: m.authorization_practice_electronic_everybody,
  members: m.authorization_practice_electronic_members
};

const EXTENDED_WORDS: Readonly<Record<NationalPracticeBody['extendedSchedules'][number], () => string>> = {
  III: m.authorization_practice_extended_III,
  IV: m.authorization_practice_extended_IV,
  preparations: m.authorization_practice_extended_preparations
};

interface Fact {
  readonly label: string;
  readonly text: string;
}

export function practiceFacts(body: NationalPracticeBody): readonly Fact[] {
  const { extendedSchedules, electronicSince: since, substances } = body;
  const extended = extendedSchedules.map((one) => EXTENDED_WORDS[one]());
  const required = (is: boolean): string =>
    is ? m.authorization_practice_required() : m.authorization_practice_not_required();
  return [
    { label: m.authorization_practice_from(), text: formatDate(body.effectiveFrom) },
    {
      label: m.authorization_practice_extended(),
      text: extended.length > 0 ? formatSeries(extended) : m.authorization_practice_extended_none()
    },
    {
      label: m.authorization_practice_validity(),
      text: m.authorization_practice_validity_months({
        import: formatInteger(body.importMonths),
        sea: formatInteger(body.importMonthsBySea),
        export: formatInteger(body.exportMonths)
      })
    },
    {
      label: m.authorization_practice_originals(),
      text: since
        ? m.authorization_practice_originals_since({ date: formatDate(since) })
        : m.authorization_practice_originals_no()
    },
    { label: m.authorization_practice_seal(), text: required(body.sealRequired) },
    {
      label: m.authorization_practice_priority(),
      text: body.membersFirst
        ? m.authorization_practice_priority_members()
        : m.authorization_practice_priority_none()
    },
    { label: m.authorization_practice_verification(), text: VERIFICATION_WORDS[body.verification]() },
    { label: m.authorization_practice_electronic(), text: ELECTRONIC_WORDS[body.electronicFor]() },
    { label: m.authorization_practice_two(), text: body.fourEyes ? twoText(body) : required(false) },
    ...(substances.length > 0
      ? [{ label: m.authorization_practice_substances(), text: substances.map(substanceText).join('\n') }]
      : [])
  ];
}

function twoText({ fourEyesFor }: NationalPracticeBody): string {
  const { kinds = [], schedules = [], fromGrams } = fourEyesFor ?? {};
  const large =
    fromGrams === undefined
      ? []
      : [m.authorization_practice_two_from({ quantity: formatQuantity(String(fromGrams * 1e6)) })];
  const limits = [...kinds.map(actKindWord), ...schedules.map(scheduleName), ...large];
  return limits.length > 0 ? formatSeries(limits) : m.authorization_practice_required();
}

function substanceText({ name, form, formName, schedule, factor }: NationalSubstance): string {
  const designation = form === 'base' ? name : `${name} ${formName}`;
  return formatSeries([designation, schedule, formatDecimal(factor)]);
}

/** The practices that an authorization names, with the day from which a later one counted. */
export function practicesUsed(
  { practices = [] }: { readonly practices?: readonly ActId[] },
  sources: PracticeSources
): readonly string[] {
  const here = practicesHere(sources);
  return practices.map((id) => {
    const country = countryName(parseActId(id)?.issuer ?? '');
    const act = here.find(({ _id }) => _id === id);
    if (!act) return m.authorization_practice_used_absent({ country });
    const from = formatDate(act.body.effectiveFrom);
    const until = replacedOn(here, act);
    return until === null
      ? m.authorization_practice_used_row({ country, from })
      : m.authorization_practice_used_replaced({ country, from, until: formatDate(until) });
  });
}
