/** Equal for both sides, so without "ours" or "theirs". */
import type { Act } from '#lib/domain/act/body.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { ActId, CountryCode, Instant } from '#lib/domain/ids.ts';
import type { MessageAct } from '#lib/domain/partners/thread.ts';
import {
  figureNames,
  figureOf,
  type SignedResult,
  type Trial,
  type TrialDifference
} from '#lib/domain/partners/trial.ts';
import type { TrialItem } from '#lib/domain/partners/trial-figures.ts';
import { countryName, formatDate, formatList, formatSeries, isolate } from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { classWord, findingText } from '#lib/matching/finding-words.ts';
import type { TrialPaper } from '#lib/pdf/trial-paper.ts';
import { figureText, figureWord, itemWords } from './trial-figure-words.ts';
import { periodText, trialWords } from './trial-words.ts';

interface TrialHeld {
  readonly trial: Trial;
  readonly items: readonly TrialItem[];
  readonly notes: readonly MessageAct[];
  readonly actOf: (id: ActId) => Act | null;
}

type Pair = readonly [string, string];

export function toTrialPaper({ trial, items, notes, actOf }: TrialHeld): TrialPaper {
  const results = trial.results.flatMap((one) => signedBy(one, actOf(one.act)));
  const last = [
    trial.proposedAt,
    ...trial.results.map(({ at }) => at),
    ...notes.map(({ body }) => body.at)
  ].sort();
  const numbered = items.map((item) => ({ item, text: numberText(item) }));
  return {
    locale: readLocale(),
    filename: `${trial.demonstration ? 'demonstration-' : ''}i2es-trial-${trial.proposer}-${trial.partner}-${trial.from}.pdf`,
    statedAt: last[last.length - 1] as Instant,
    title: m.trial_paper_title(),
    standing: trialWords(trial.state).word,
    particulars: particularsOf(trial),
    note: trial.note === null ? null : [m.trial_paper_note(), trial.note],
    figures: {
      title: m.trial_figures(),
      rows: figureRows(trial),
      asAt: m.trial_as_at({ date: formatDate(asAtOf(trial)) })
    },
    differences: {
      title: m.trial_differs_title(),
      rows: trial.differences.map((one) => differenceText(one, trial))
    },
    open: {
      title: m.trial_paper_open(),
      rows: numbered
        .filter(({ item }) => item.state !== 'agreed')
        .map(({ item, text }): Pair => [text, standingOf(item)])
    },
    agreed: {
      title: m.trial_paper_agreed(),
      rows: numbered.filter(({ item }) => item.state === 'agreed').map(({ text }) => text)
    },
    notes: { title: m.trial_notes(), rows: notes.map(noteText) },
    signatures: { title: m.trial_paper_signatures(), rows: [...results, ...unsigned(trial)] },
    check: m.trial_paper_check(),
    demonstration: trial.demonstration
  };
}

/** Results signed on different days compare at the later day. */
function asAtOf({ results, until }: Trial): Trial['until'] {
  return (
    results
      .map(({ asAt }) => asAt)
      .sort()
      .at(-1) ?? until
  );
}

function particularsOf(trial: Trial): readonly Pair[] {
  const { proposer, partner, importing, answer } = trial;
  const by = (country: CountryCode, at: Instant): string =>
    m.trial_paper_by({ country: countryName(country), date: formatDate(instantToDate(at)) });
  return [
    [m.trial_paper_between(), formatList([proposer, partner].map((one) => countryName(one)))],
    [m.trial_paper_period(), periodText(trial)],
    [m.trial_importing(), formatList(importing.map((one) => countryName(one)))],
    [m.trial_paper_proposed(), by(proposer, trial.proposedAt)],
    ...(answer ? [[m.trial_paper_accepted(), by(partner, answer.at)] as const] : [])
  ];
}

function differenceText(difference: TrialDifference, trial: Trial): string {
  const { importing, proposer, partner } = difference;
  return m.trial_paper_difference({
    importing: countryName(importing),
    figure: figureWord(difference),
    first: figureText(difference, proposer),
    proposer: countryName(trial.proposer),
    second: figureText(difference, partner),
    partner: countryName(trial.partner)
  });
}

function figureRows({ results, importing }: Trial): readonly (readonly string[])[] {
  const [signed] = results;
  if (!signed) return [];
  const of = (country: CountryCode) => signed.figures.find((one) => one.importing === country);
  const head = ['', ...importing.map((one) => m.trial_imports_of({ country: countryName(one) }))];
  const rows = figureNames(signed.figures).map((name) => [
    figureWord(name),
    ...importing.map((one) => {
      const figures = of(one);
      return figures ? figureText(name, figureOf(figures, name)) : '';
    })
  ]);
  return [head, ...rows];
}

function numberText({ dossier }: TrialItem): string {
  return m.trial_paper_importer({
    number: isolate(dossier.number),
    country: countryName(dossier.importingCountry)
  });
}

function standingOf({ state, findings }: TrialItem): string {
  const found = findings.map((one) => `${classWord(one.class)} · ${findingText(one)}`);
  return [itemWords(state).word, ...found].join('\n');
}

function noteText({ body }: MessageAct): Pair {
  const { issuer, by, at, text } = body;
  const who = formatSeries([countryName(issuer), by.name, by.function].filter(Boolean));
  return [`${who} · ${formatDate(instantToDate(at))}`, text];
}

function signedBy({ by, at, act }: SignedResult, held: Act | null): (readonly string[])[] {
  const head = m.trial_signed({ country: countryName(by), date: formatDate(instantToDate(at)) });
  if (held === null) return [[head]];
  const { name, function: office } = held.body.by;
  return [
    [
      head,
      formatSeries([name, office].filter(Boolean)),
      m.trial_paper_record({ act: isolate(act) }),
      m.trial_paper_key({ key: isolate(held.signature.key) })
    ]
  ];
}

function unsigned({ proposer, partner, results }: Trial): (readonly string[])[] {
  const missing = [proposer, partner].filter((one) => results.every(({ by }) => by !== one));
  return missing.map((one) => [m.trial_paper_unsigned({ country: countryName(one) })]);
}
