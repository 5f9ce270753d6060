import type { Answer } from '#lib/domain/act/body.ts';
import { m } from '#lib/i18n/messages.ts';

type FileAnswer = Extract<Answer, 'received' | 'authentic' | 'query' | 'objection'> | 'endorse';

export function answerWords(): Readonly<Record<FileAnswer, readonly [string, string]>> {
  return {
    received: [m.dossier_answer_received(), m.dossier_answer_received_hint()],
    authentic: [m.dossier_answer_authentic(), m.dossier_answer_authentic_partner_hint()],
    query: [m.dossier_answer_query(), m.dossier_answer_query_hint()],
    objection: [m.dossier_answer_objection(), m.dossier_answer_objection_hint()],
    endorse: [m.reply_page_endorse(), m.reply_page_endorse_hint()]
  };
}
