import type {
  ComparedField,
  InstrumentField,
  NotedInstrument
} from '#lib/domain/authorization/judge-instrument.ts';
import { LETTER_ANSWERS } from '#lib/domain/act/kinds/paper-record.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Option } from '#lib/ui/form/SelectField.svelte';
import { letterWord, outcomeOptions } from './act-words.ts';

const WORDS: Readonly<Record<NotedInstrument, () => string>> = {
  'endorsed-copy': m.paper_instrument_endorsed_copy,
  reply: m.paper_instrument_reply,
  objection: m.paper_instrument_objection,
  cancellation: m.paper_instrument_cancellation,
  'special-import-licence': m.paper_instrument_licence,
  return: m.paper_instrument_return,
  diversion: m.paper_instrument_diversion
};

export function instrumentWord(instrument: NotedInstrument): string {
  return WORDS[instrument]();
}

const GOODS: Readonly<Partial<Record<NotedInstrument, () => string>>> = {
  'endorsed-copy': m.dossier_imported,
  'special-import-licence': m.paper_quantity_licensed,
  return: m.paper_quantity_returned,
  diversion: m.paper_quantity_diverted
};

export function goodsWord(instrument: NotedInstrument): string {
  return GOODS[instrument]?.() ?? '';
}

interface Field {
  readonly as: 'text' | 'area' | 'date' | 'country' | 'radio';
  readonly label: () => string;
  readonly maxlength?: number;
  readonly options?: (isDeclaration: boolean) => readonly Option[];
}

export const INSTRUMENT_CONTROLS: Readonly<Record<InstrumentField | ComparedField, Field>> = {
  outcome: {
    as: 'radio',
    label: m.dossier_endorse_outcome,
    options: outcomeOptions
  },
  receivedOn: { as: 'date', label: m.dossier_received_date },
  answer: {
    as: 'radio',
    label: m.dossier_reply_answer,
    options: () => LETTER_ANSWERS.map((value) => ({ value, label: letterWord(value) }))
  },
  writtenOn: { as: 'date', label: m.paper_written_on },
  reference: { as: 'text', label: m.paper_reference, maxlength: 60 },
  text: { as: 'area', label: m.paper_text, maxlength: 4000 },
  reason: { as: 'area', label: m.dossier_cancel_reason, maxlength: 2000 },
  number: { as: 'text', label: m.paper_number, maxlength: 60 },
  issuedOn: { as: 'date', label: m.form_issued_on },
  authorityName: { as: 'text', label: m.paper_authority_name, maxlength: 200 },
  authorityAddress: { as: 'area', label: m.paper_authority_address, maxlength: 500 },
  validUntil: { as: 'date', label: m.authorization_valid_until },
  returnedOn: { as: 'date', label: m.paper_returned_on },
  divertedOn: { as: 'date', label: m.paper_diverted_on },
  transit: { as: 'country', label: m.paper_transit },
  destination: { as: 'country', label: m.paper_destination },
  remarks: { as: 'area', label: m.form_remarks, maxlength: 2000 },
  comparedBy: { as: 'text', label: m.paper_compared_by, maxlength: 120 },
  comparedOn: { as: 'date', label: m.paper_compared_on }
};
