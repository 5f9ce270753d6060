import type { SurveyAnswer } from '#lib/domain/act/kinds/survey-answer.ts';
import { choicesOf, type Question } from '#lib/domain/act/kinds/survey.ts';
import { regionOf } from '#lib/domain/region.ts';
import type { CountryAnswer, SurveyAct } from '#lib/domain/survey/fold-surveys.ts';
import { countryName } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { regionName } from '#lib/i18n/region-words.ts';
import { dayCell, type Cell, type FileTable } from '#lib/ui/file/file-table.ts';
import { optionWord, questionWord, unitWord } from './survey-words.ts';

interface Column {
  readonly head: string;
  readonly of: (answer: CountryAnswer) => Cell;
}

export function surveyTable({ body }: SurveyAct, answers: readonly CountryAnswer[]): FileTable {
  const columns = [...countryColumns(), ...body.questions.flatMap(columnsOf)];
  const counted = answers.filter(({ notCounted }) => notCounted === null);
  const rows = [...counted].sort((a, b) => (a.country < b.country ? -1 : 1));
  return {
    name: body.closes,
    head: columns.map(({ head }) => head),
    rows: rows.map((answer) => columns.map(({ of }) => of(answer)))
  };
}

function countryColumns(): readonly Column[] {
  return [
    { head: m.overview_file_code(), of: ({ country }) => country },
    { head: m.registration_country(), of: ({ country }) => countryName(country) },
    {
      head: m.overview_file_region(),
      of: ({ country }) => {
        const region = regionOf(country);
        return region === null ? null : regionName(region);
      }
    },
    { head: m.survey_file_answered_at(), of: ({ act }) => new Date(act.body.at) }
  ];
}

function columnsOf(question: Question): readonly Column[] {
  const name = questionWord(question);
  if (question.type === 'several')
    return choicesOf(question).map((key) => ({
      head: [name, optionWord(question, key)].join(' – '),
      of: (answer) => {
        const chosen = answerTo(question, answer)?.chosen;
        return chosen ? (chosen.includes(key) ? 1 : 0) : null;
      }
    }));
  const unit = unitWord(question);
  return [
    {
      head: unit === '' ? name : [name, unit].join(', '),
      of: (answer) => toCell(question, answerTo(question, answer))
    }
  ];
}

function answerTo({ key }: Question, { act }: CountryAnswer): SurveyAnswer | undefined {
  return act.body.answers.find(({ question }) => question === key);
}

/** Figures are written as text: as a number of the sheet they could lose their last digits. */
function toCell(question: Question, answer: SurveyAnswer | undefined): Cell {
  if (!answer) return null;
  const { chosen, number, date, text } = answer;
  if (chosen) return chosen.map((key) => optionWord(question, key)).join('; ');
  if (number !== undefined) return isExact(number) ? Number(number) : number;
  return text ?? dayCell(date ?? null);
}

function isExact(number: string): boolean {
  return String(Number(number)) === number;
}
