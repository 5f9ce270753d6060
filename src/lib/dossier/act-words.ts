/** What each act of a dossier says, as a title and a sentence of the trade. */
import type { Act, Answer } from '#lib/domain/act/body.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { countryName, formatDate, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

const ANSWERS: Readonly<Record<Answer, () => string>> = {
  received: m.dossier_answer_received,
  authentic: m.dossier_answer_authentic,
  query: m.dossier_answer_query,
  objection: m.dossier_answer_objection
};

export function answerWord(answer: Answer): string {
  return ANSWERS[answer]();
}

const HINTS: Readonly<Record<Answer, () => string>> = {
  received: m.dossier_answer_received_hint,
  authentic: m.dossier_answer_authentic_hint,
  query: m.dossier_answer_query_hint,
  objection: m.dossier_answer_objection_hint
};

/** Whoever issued a document vouches for it; the partner says that it was checked. */
export function answerHint(answer: Answer, isOurs: boolean): string {
  return answer === 'authentic' && !isOurs ? m.dossier_answer_authentic_partner_hint() : HINTS[answer]();
}

export function actTitle({ body }: Act): string {
  switch (body.kind) {
    case 'import-authorization':
      return m.dossier_act_import({ number: isolate(body.number) });
    case 'export-authorization':
      return m.dossier_act_export({ number: isolate(body.number) });
    case 'reply':
      return m.dossier_act_reply({ answer: answerWord(body.answer) });
    case 'shipment':
      return m.dossier_act_shipment();
    case 'endorsement':
      return body.outcome === 'imported' ? m.dossier_act_endorsement() : m.dossier_act_nil();
    case 'cancellation':
      return m.dossier_act_cancellation();
    case 'match-decision':
      return body.decision === 'link' ? m.dossier_act_link() : m.dossier_act_unlink();
    default:
      return body.kind;
  }
}

/** The particulars in a sentence, or what the person wrote. */
export function actSentence({ body }: Act): string {
  switch (body.kind) {
    case 'import-authorization':
    case 'export-authorization':
      return m.dossier_valid({ from: formatDate(body.validFrom), until: formatDate(body.validUntil) });
    case 'shipment':
      return [m.dossier_shipped_on({ date: formatDate(body.shippedOn) }), body.remarks]
        .filter(Boolean)
        .join(' ');
    case 'endorsement': {
      const date = formatDate(body.receivedOn);
      const words =
        body.outcome === 'imported' ? m.dossier_received_on({ date }) : m.dossier_nil_on({ date });
      return [words, body.remarks].filter(Boolean).join(' ');
    }
    case 'reply':
      return body.text ?? '';
    case 'cancellation':
    case 'match-decision':
      return body.reason ?? '';
    default:
      return '';
  }
}

/** What an authorization replaces, or a cancellation is replaced by; the other act, where it is here. */
export function replacementOf(
  { body }: Act,
  actOf: (id: ActId) => Act | null
): { readonly words: string; readonly act: ActId } | null {
  const id = body.kind === 'cancellation' ? body.replacedBy : 'replaces' in body ? body.replaces : undefined;
  const other = id ? actOf(id)?.body : undefined;
  if (!id || !other || !('number' in other)) return null;
  const number = isolate(other.number);
  return {
    words: body.kind === 'cancellation' ? m.dossier_replaced_by({ number }) : m.dossier_replaces({ number }),
    act: id
  };
}

export function actWho({ body }: Act): string {
  return m.dossier_by({
    name: isolate(body.by.name),
    office: isolate(body.by.function),
    country: countryName(body.issuer)
  });
}
