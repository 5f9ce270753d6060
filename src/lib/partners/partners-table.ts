import type { CountryCode } from '#lib/domain/ids.ts';
import type { Step } from '#lib/domain/partners/dossier-facts.ts';
import type { Membership } from '#lib/domain/partners/membership.ts';
import type { PartnerRow } from '#lib/domain/partners/partner-rows.ts';
import { substanceHead, substanceName, toGrams } from '#lib/register/substance-words.ts';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { dayCell, type Cell, type FileTable } from '#lib/ui/file/file-table.ts';
import { memberWords, numberOf, stepWord } from './partner-words.ts';

interface Column {
  readonly head: string;
  readonly of: (row: PartnerRow, member: Membership) => Cell;
}

const STEPS: readonly Step[] = ['answer', 'ship', 'endorse'];

function columns(): readonly Column[] {
  return [
    { head: m.partners_file_code(), of: ({ partner }) => partner },
    { head: m.register_column_partner(), of: ({ partner }) => countryName(partner) },
    { head: m.partners_column_member(), of: (_row, member) => memberWords(member).word },
    {
      head: m.partners_file_since(),
      of: (_row, member) => (member.state === 'on' ? dayCell(member.since) : null)
    },
    { head: m.partners_file_number(), of: ({ number }) => number },
    { head: m.partners_file_share(), of: ({ share }) => share / 100 },
    { head: m.partners_column_imports(), of: ({ imports }) => numberOf(imports) },
    { head: m.partners_column_exports(), of: ({ exports }) => numberOf(exports) },
    { head: m.partners_file_imports_paper(), of: ({ imports }) => imports.paper },
    { head: m.partners_file_exports_paper(), of: ({ exports }) => exports.paper },
    {
      head: m.partners_file_emergency(),
      of: ({ imports, exports }) => imports.emergency + exports.emergency
    },
    { head: m.partners_file_imports_declared(), of: ({ imports }) => imports.declared },
    { head: m.partners_file_exports_declared(), of: ({ exports }) => exports.declared },
    { head: m.register_column_substances(), of: ({ substances }) => substances.length },
    ...STEPS.flatMap(paceColumns),
    ...waitingColumns()
  ];
}

function paceColumns(step: Step): readonly Column[] {
  const sides = [
    ['theirPace', m.partners_theirs()],
    ['ourPace', m.partners_ours()]
  ] as const;
  return sides.flatMap(([pace, side]) => {
    const about = { step: stepWord(step), side };
    return [
      { head: m.partners_file_days(about), of: (row) => row[pace][step]?.median ?? null },
      { head: m.partners_file_low(about), of: (row) => row[pace][step]?.low ?? null },
      { head: m.partners_file_high(about), of: (row) => row[pace][step]?.high ?? null }
    ] satisfies readonly Column[];
  });
}

function waitingColumns(): readonly Column[] {
  const kinds = [
    ['questions', m.partners_waiting_questions()],
    ['unanswered', m.partners_waiting_unanswered()],
    ['overdue', m.partners_waiting_overdue()]
  ] as const;
  const sides = kinds.flatMap(([key, word]): readonly Column[] => [
    { head: m.partners_file_side({ what: word, side: m.partners_ours() }), of: (row) => row[key].ours },
    { head: m.partners_file_side({ what: word, side: m.partners_theirs() }), of: (row) => row[key].theirs }
  ]);
  return [...sides, { head: m.partners_file_silence(), of: (row) => row.silentSince }];
}

export function partnersTable(
  rows: readonly PartnerRow[],
  memberOf: (country: CountryCode) => Membership,
  name: string
): FileTable {
  const all = columns();
  return {
    name,
    head: all.map(({ head }) => head),
    rows: rows.map((row) => all.map(({ of }) => of(row, memberOf(row.partner))))
  };
}

/** One row per substance and partner: quantities of different drugs are never added. */
export function substancesTable(rows: readonly PartnerRow[]): FileTable {
  return {
    name: m.partners_substances_title(),
    head: [
      m.partners_file_code(),
      m.register_column_partner(),
      substanceHead(),
      m.partners_file_imports_base(),
      m.partners_file_imports_moved(),
      m.partners_file_exports_base(),
      m.partners_file_exports_moved()
    ],
    rows: rows.flatMap(({ partner, substances }) =>
      substances.map(({ substance, imports, exports }) => [
        partner,
        countryName(partner),
        substanceName(substance),
        ...[imports.authorized, imports.moved, exports.authorized, exports.moved].map(toGrams)
      ])
    )
  };
}
