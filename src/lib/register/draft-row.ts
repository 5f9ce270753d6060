/** A draft as a register row: incomplete words are shown as they are, and nothing is judged. */
import { foldText } from '#lib/domain/act/typed-text.ts';
import { isCountry } from '#lib/domain/country.ts';
import type { Draft, DraftLine } from '#lib/domain/draft/draft.ts';
import type { CountryCode, DraftId, Instant } from '#lib/domain/ids.ts';
import { findSubstance } from '#lib/domain/goods/substance.ts';
import { casNumbers } from '#lib/domain/goods/substance-search.ts';

export interface TypedQuantity {
  readonly figure: string;
  readonly unit: string;
}

export interface DraftRow {
  readonly id: DraftId;
  readonly kind: Draft['kind'];
  readonly partner: CountryCode | null;
  readonly substances: readonly string[];
  readonly quantities: readonly TypedQuantity[];
  readonly updatedBy: string;
  readonly updatedAt: Instant;
  readonly haystack: string;
}

export function draftToRow(draft: Draft): DraftRow {
  const side = draft.kind === 'import-authorization' ? 'exportingCountry' : 'importingCountry';
  const country = draft.fields[side];
  const substances = draft.lines.flatMap((line) => nameOf(line.fields['substance'] ?? ''));
  const goods = draft.lines.map(({ fields }) => [fields['substance'] ?? '', fields['form'] ?? ''] as const);
  const typed = [
    country ?? '',
    draft.fields['importerName'],
    draft.fields['exporterName'],
    ...substances,
    ...goods.flatMap(([substance, form]) => casNumbers(substance, form))
  ];
  return {
    id: draft._id,
    kind: draft.kind,
    partner: isCountry(country) ? country : null,
    substances,
    quantities: draft.lines.flatMap(quantityOf),
    updatedBy: draft.updatedBy,
    updatedAt: draft.updatedAt,
    haystack: foldText(typed.join(' '))
  };
}

function quantityOf({ fields }: DraftLine): TypedQuantity[] {
  const figure = (fields['quantity'] ?? '').trim();
  return figure === '' ? [] : [{ figure, unit: fields['unit'] ?? '' }];
}

function nameOf(typed: string): string[] {
  if (typed === '') return [];
  return [findSubstance(typed)?.name ?? typed];
}
