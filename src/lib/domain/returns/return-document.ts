/**
 * A filed return, or figures that only the authority knows: plain documents of one's own country, never acts, so that no
 * other database ever holds them. Each is written once. A correction is another document, and of entered figures the
 * latest counts.
 */
import { accept, refuse, type Result } from '../result.ts';
import { country, slug } from '../shape/references.ts';
import { RETURN_ID } from './return-id.ts';
import type { SubstanceKey } from '../ids.ts';
import {
  fits,
  instant,
  integer,
  listOf,
  micrograms,
  oneOf,
  orNull,
  pattern,
  shaped,
  stored,
  text,
  type Check,
  type Checked
} from '../shape/shape.ts';

/** 1961: A by quarter, C by year. 1971: A/P by quarter, P by year. */
export const RETURN_FORMS = ['a', 'ap', 'c', 'p'] as const;
export type ReturnForm = (typeof RETURN_FORMS)[number];

const TRADE = ['import', 'export'] as const;
/** Figures that no act knows; INCB's annual forms ask for them. */
export const ENTERED = ['opening', 'manufactured', 'used', 'consumed', 'seized', 'closing'] as const;
export type EnteredColumn = (typeof ENTERED)[number];
export type Column = (typeof TRADE)[number] | EnteredColumn;

/** A year, or a quarter of it. */
export type PeriodKey = string;
const PERIOD = /^20\d{2}(?:-q[1-4])?$/;
/** A document of this many figures is below the server's limit of bytes. */
const MAX_FIGURES = 1200;

const head = { schema: integer(1, 1), at: instant, by: text(1, 120) };
const figure = shaped({
  required: {
    substance: slug<SubstanceKey>(),
    column: oneOf([...TRADE, ...ENTERED]),
    /** Anhydrous base as filed, rounded. A figure that is missing was filed as “no information”. */
    micrograms
  },
  optional: { partner: country }
});
const SHAPES = {
  filed: stored({
    required: {
      ...head,
      form: oneOf(RETURN_FORMS),
      period: pattern<PeriodKey>(PERIOD, 'return.period'),
      figures: listOf(figure, 0, MAX_FIGURES)
    },
    optional: { corrects: pattern<string>(RETURN_ID, 'document.unknown'), reason: text(1, 1000, true) }
  }),
  figures: stored({
    required: {
      ...head,
      form: oneOf(['c', 'p']),
      period: pattern<PeriodKey>(/^20\d{2}$/, 'return.period'),
      figures: listOf(
        shaped({
          required: {
            substance: slug<SubstanceKey>(),
            column: oneOf(ENTERED),
            /** Null: no information. */
            micrograms: orNull(micrograms)
          }
        }),
        1,
        MAX_FIGURES
      )
    }
  })
};
type Part = keyof typeof SHAPES;
type ReturnDocument<P extends Part> = Checked<(typeof SHAPES)[P]> & { readonly _id: string };
export type FiledReturn = ReturnDocument<'filed'>;
export type EnteredFigures = ReturnDocument<'figures'>;
/** As the person enters it; the store adds who and when. */
export type ReturnContent<P extends Part> = Omit<Checked<(typeof SHAPES)[P]>, 'schema' | 'at' | 'by'>;
export type FiledFigure = FiledReturn['figures'][number];

export function isQuarterly(form: ReturnForm): boolean {
  return form === 'a' || form === 'ap';
}

export function figureKey(
  figure: Pick<FiledFigure, 'substance' | 'column'> & { partner?: string | null }
): string {
  return `${figure.substance}/${figure.column}/${figure.partner ?? ''}`;
}

export function judgeReturnDocument(document: object): Result<true> {
  const { _id, _rev, _revisions, _deleted, ...content } = document as Record<string, unknown>;
  const [, part] = RETURN_ID.exec(String(_id)) ?? [];
  if (!part) return refuse({ code: 'document.unknown', path: '_id' });
  const isFirst = _rev === undefined || /^1-/.test(String(_rev));
  if (_deleted !== undefined || !isFirst) return refuse({ code: 'return.immutable', path: '_id' });
  if (!fits(SHAPES[part as Part] as Check, content)) return refuse({ code: 'document.malformed' });
  return part === 'filed' ? judgeFiled(content as FiledReturn) : accept(true);
}

function judgeFiled({ form, period, figures, corrects, reason }: FiledReturn): Result<true> {
  if (isQuarterly(form) !== period.length > 4) return refuse({ code: 'return.period', path: 'period' });
  if ((corrects === undefined) !== (reason === undefined))
    return refuse({ code: 'return.reason.missing', path: 'reason' });
  if (new Set(figures.map(figureKey)).size < figures.length)
    return refuse({ code: 'return.figure.twice', path: 'figures' });
  const misplaced = figures.some(({ column, partner }) => {
    const isTrade = column === 'import' || column === 'export';
    return isTrade ? form === 'c' || !partner : isQuarterly(form) || partner !== undefined;
  });
  return misplaced ? refuse({ code: 'return.figure.misplaced', path: 'figures' }) : accept(true);
}

interface Returns {
  readonly filed: readonly FiledReturn[];
  readonly figures: readonly EnteredFigures[];
}

/** Faulty documents are passed over (threats P6). */
export function readReturns(documents: readonly { readonly _id: string }[]): Returns {
  const sound = documents
    .filter((one) => judgeReturnDocument(one).ok)
    .map((one) => one as FiledReturn | EnteredFigures)
    .sort((a, b) => (a.at === b.at ? (a._id < b._id ? 1 : -1) : a.at < b.at ? 1 : -1));
  return {
    filed: sound.filter((one): one is FiledReturn => one._id.startsWith('return:filed:')),
    figures: sound.filter((one): one is EnteredFigures => one._id.startsWith('return:figures:'))
  };
}

/** All filed returns of one period, the newest first: that one counts. */
export function filedFor(
  filed: readonly FiledReturn[],
  form: ReturnForm,
  period: PeriodKey
): readonly FiledReturn[] {
  return filed.filter((one) => one.form === form && one.period === period);
}
