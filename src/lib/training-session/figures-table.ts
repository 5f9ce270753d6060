import { QUESTIONS } from '#lib/domain/training/evaluation.ts';
import {
  countFigures,
  FIGURES_BY,
  type Figures,
  type FiguresBy,
  type Tally
} from '#lib/domain/training/tally.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Cell, FileTable } from '#lib/ui/file/file-table.ts';
import { figureHead, figureName, questionWord } from './session-words.ts';

interface Column {
  readonly head: string;
  readonly of: (figures: Figures) => Cell;
}

export function figuresTables(tallies: readonly Tally[], isOwn: boolean): readonly FileTable[] {
  return FIGURES_BY.map((by) => {
    const columns = columnsBy(by, isOwn);
    return {
      name: figureHead(by),
      head: columns.map(({ head }) => head),
      rows: countFigures(tallies, by).map((figures) => columns.map(({ of }) => of(figures)))
    };
  });
}

function columnsBy(by: FiguresBy, isOwn: boolean): readonly Column[] {
  const isCountry = by === 'country';
  return [
    ...(isCountry ? [{ head: m.partners_file_code(), of: ({ key }: Figures) => key }] : []),
    { head: figureHead(by), of: ({ key }) => figureName(by, key) },
    { head: m.session_figures_sessions(), of: ({ sessions }) => sessions },
    { head: m.session_figures_people(), of: ({ people }) => people },
    ...(isCountry
      ? []
      : [{ head: m.session_figures_countries(), of: ({ countries }: Figures) => countries }]),
    ...(isCountry || isOwn ? [] : evaluationColumns())
  ];
}

function evaluationColumns(): readonly Column[] {
  return [
    { head: m.session_figures_evaluations(), of: ({ evaluation }) => evaluation.count },
    ...QUESTIONS.map((question) => ({
      head: questionWord(question),
      of: ({ evaluation: { count, sums } }: Figures) =>
        count === 0 ? null : Math.round((sums[question] * 10) / count) / 10
    }))
  ];
}
