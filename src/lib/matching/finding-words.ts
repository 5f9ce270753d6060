import type { Action } from '#lib/domain/dossier/next-steps.ts';
import { severityOf, type Finding, type FindingClass, type Severity } from '#lib/domain/matching/finding.ts';
import { comparisonText } from '#lib/dossier/comparison-words.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import { countryName, formatDate, isolate, joinSentences } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { MatchingRow } from './matching-rows.ts';
import type { MatchingTab } from './matching-params.ts';

const CLASSES: Readonly<Record<FindingClass, () => string>> = {
  'export-without-import': m.matching_class_export_without_import,
  'more-shipped': m.matching_class_more_shipped,
  'shipped-in-spite': m.matching_class_shipped_in_spite,
  suspended: m.matching_class_suspended,
  contradicts: m.matching_class_contradicts,
  'duplicate-number': m.matching_class_duplicate_number,
  'number-unknown': m.matching_class_number_unknown,
  'arrived-less': m.matching_class_arrived_less,
  'figures-differ': m.matching_class_figures_differ,
  'form-differs': m.matching_class_form_differs,
  'particulars-differ': m.matching_class_particulars_differ,
  'endorsement-overdue': m.matching_class_endorsement_overdue,
  'expired-unused': m.matching_class_expired_unused,
  'paper-pair': m.matching_class_paper_pair,
  'paper-import': m.matching_class_paper_import,
  'emergency-export': m.matching_class_emergency_export,
  'answer-outstanding': m.matching_class_answer_outstanding
};

const TABS: Readonly<Record<MatchingTab, () => string>> = {
  all: m.matching_tab_all,
  mine: m.matching_tab_mine,
  serious: m.matching_tab_serious,
  differs: m.matching_tab_differs,
  due: m.matching_tab_due,
  proposals: m.matching_tab_proposals,
  exact: m.matching_tab_exact
};

export function tabWord(tab: MatchingTab): string {
  return TABS[tab]();
}

const TONES: Readonly<Record<Severity, Tone>> = { serious: 'bad', differs: 'warn', due: 'info' };

export function classWord(what: FindingClass): string {
  return CLASSES[what]();
}

export function classWords(what: FindingClass): { readonly tone: Tone; readonly word: string } {
  return { tone: TONES[severityOf(what)], word: classWord(what) };
}

export function rowText({ finding, direction }: Pick<MatchingRow, 'finding' | 'direction'>): string {
  return findingText(finding, direction === 'import' ? finding.importing : finding.exporting);
}

export function findingText(finding: Finding, reader?: AuthorityCode): string {
  const fact = factText(finding, reader);
  const isSaid = finding.says.kind === 'problem' || finding.says.kind === 'twice';
  if (reader === undefined || finding.whose === null || !isSaid) return fact;
  const advice =
    finding.whose === reader
      ? m.matching_whose_own()
      : m.matching_whose_partner({ country: countryName(finding.whose) });
  return joinSentences([fact, advice]);
}

function factText(
  { class: what, says, number: plain, importing, exporting }: Finding,
  reader?: AuthorityCode
): string {
  const number = isolate(plain);
  switch (says.kind) {
    case 'comparison':
      return comparisonText(says.comparison, reader);
    case 'problem': {
      const problem = problemText(says.problem);
      // Most rules already name the refused authorization; it is not repeated.
      const isNamed = says.problem.values?.['number'] === plain && problem.includes(plain);
      return isNamed ? problem : m.matching_says_problem({ number, problem });
    }
    case 'reference': {
      const cited = { number, cited: isolate(says.number), date: formatDate(says.issuedOn) };
      if (says.authority) return m.matching_says_apart({ ...cited, authority: isolate(says.authority) });
      if (what === 'paper-import') return m.matching_says_paper_import(cited);
      if (says.isAlike) return m.matching_says_alike(cited);
      return what === 'number-unknown' ? m.matching_says_proposed(cited) : m.matching_says_reference(cited);
    }
    case 'paper':
      return m.matching_says_paper_pair({ number, other: isolate(says.own) });
    case 'twice': {
      const given = { number, date: formatDate(says.issuedOn) };
      return says.isAside ? m.matching_says_twice_aside(given) : m.matching_says_twice(given);
    }
    case 'emergency':
      return m.matching_says_emergency({ number, reason: isolate(says.reason) });
    case 'due': {
      const dates = { number, until: formatDate(says.until), date: formatDate(says.due) };
      return what === 'endorsement-overdue' ? m.matching_says_due(dates) : m.matching_says_expired(dates);
    }
    case 'suspended':
      return m.matching_says_suspended({ number, country: countryName(says.by) });
    case 'correction':
      return m.matching_says_correction({ number, country: countryName(says.by) });
    case 'question': {
      const country = countryName(says.by);
      if (says.answer === 'explanation' || says.answer === 'authentic') {
        const other = says.by === importing ? exporting : importing;
        return m.matching_says_answered({ number, country: countryName(other) });
      }
      return says.answer === 'objection' || says.answer === 'upheld'
        ? m.matching_says_objection({ number, country })
        : m.matching_says_query({ number, country });
    }
  }
}

const STEPS: Readonly<Partial<Record<Action['kind'], () => string>>> = {
  link: m.today_step_link,
  ask: m.today_step_ask,
  reply: m.today_step_answer,
  settle: m.today_step_settle,
  confirm: m.today_step_confirm,
  release: m.today_step_release,
  endorse: m.today_step_endorse,
  cancel: m.today_step_match,
  ship: m.today_step_ship,
  justify: m.today_step_justify,
  explain: m.today_step_explain
};

/** A partner that is not on I2ES learns nothing here. */
export function findingStepWord({ step, isOff }: Pick<MatchingRow, 'step' | 'isOff'>): string {
  if (step?.instrument)
    return step.instrument === 'endorsed-copy' ? m.today_step_record_copy() : m.today_step_record_import();
  return (step && STEPS[step.kind]?.()) ?? (isOff ? m.matching_step_write() : m.matching_step_wait());
}
