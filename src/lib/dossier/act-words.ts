import type { Act, Answer, AuthorizationParticulars } from '#lib/domain/act/body.ts';
import { isDossierBody, type BodyOf, type DossierBody, type DossierKind } from '#lib/domain/act/kinds.ts';
import type { ActId } from '#lib/domain/ids.ts';
import {
  countryName,
  formatDate,
  formatMassWords,
  formatQuantity,
  isolate,
  joinSentences
} from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { actKindWord } from '#lib/i18n/kind-words.ts';

const ANSWERS: Readonly<Record<Answer, () => string>> = {
  received: m.dossier_answer_received,
  authentic: m.dossier_answer_authentic,
  query: m.dossier_answer_query,
  objection: m.dossier_answer_objection,
  explanation: m.dossier_answer_explanation,
  withdrawn: m.dossier_answer_withdrawn,
  upheld: m.dossier_answer_upheld
};

export function answerWord(answer: Answer): string {
  return ANSWERS[answer]();
}

const HINTS: Readonly<Record<Answer, () => string>> = {
  received: m.dossier_answer_received_hint,
  authentic: m.dossier_answer_authentic_hint,
  query: m.dossier_answer_query_hint,
  objection: m.dossier_answer_objection_hint,
  explanation: m.dossier_answer_explanation_hint,
  withdrawn: m.dossier_answer_withdrawn_hint,
  upheld: m.dossier_answer_upheld_hint
};

/** The issuer vouches for a document; the partner only confirms a check. */
export function answerHint(answer: Answer, isOurs: boolean): string {
  return answer === 'authentic' && !isOurs ? m.dossier_answer_authentic_partner_hint() : HINTS[answer]();
}

/** Both sides read the same title, so it names the action, not the person. */
const REPLY_TITLES: Readonly<Partial<Record<Answer, () => string>>> = {
  explanation: m.dossier_act_explanation,
  withdrawn: m.dossier_act_withdrawn,
  upheld: m.dossier_act_upheld
};

type Said = { readonly [K in DossierKind]: (body: BodyOf<K>) => string };

const DECISIONS: Readonly<Record<BodyOf<'match-decision'>['decision'], () => string>> = {
  link: m.dossier_act_link,
  unlink: m.dossier_act_unlink,
  reopen: m.dossier_act_reopen
};

const TITLES: Said = {
  'import-authorization': ({ number }) => m.dossier_act_import({ number: isolate(number) }),
  'export-authorization': ({ number }) => m.dossier_act_export({ number: isolate(number) }),
  reply: ({ answer }) => REPLY_TITLES[answer]?.() ?? m.dossier_act_reply({ answer: answerWord(answer) }),
  shipment: () => m.dossier_act_shipment(),
  endorsement: ({ outcome }) => (outcome === 'imported' ? m.dossier_act_endorsement() : m.dossier_act_nil()),
  cancellation: () => m.dossier_act_cancellation(),
  'match-decision': ({ decision }) => DECISIONS[decision]()
};

const SENTENCES: Said = {
  'import-authorization': validitySentence,
  'export-authorization': validitySentence,
  reply: ({ text }) => text ?? '',
  shipment: ({ shippedOn, remarks }) =>
    joined(m.dossier_shipped_on({ date: formatDate(shippedOn) }), remarks),
  endorsement: ({ outcome, receivedOn, remarks }) => {
    const date = formatDate(receivedOn);
    return joined(
      outcome === 'imported' ? m.dossier_received_on({ date }) : m.dossier_nil_on({ date }),
      remarks
    );
  },
  cancellation: ({ reason }) => reason,
  'match-decision': ({ reason }) => reason ?? ''
};

export function actTitle({ body }: Act): string {
  return isDossierBody(body) ? say(TITLES, body) : actKindWord(body.kind);
}

export function actSentence({ body }: Act): string {
  return isDossierBody(body) ? say(SENTENCES, body) : '';
}

function say(said: Said, body: DossierBody): string {
  // Each kind's entry only receives bodies of that kind.
  const one: (body: never) => string = said[body.kind];
  return one(body as never);
}

function validitySentence(body: AuthorizationParticulars): string {
  const { validFrom, validUntil } = body;
  const valid = m.dossier_valid({ from: formatDate(validFrom), until: formatDate(validUntil) });
  return [valid, ...confirmedSentences(body)].join('\n');
}

function joined(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter(Boolean).join(' ');
}

/** Questions that the officer confirmed before signing; the printed form omits them. */
function confirmedSentences({
  confirmed,
  lines
}: Pick<AuthorizationParticulars, 'confirmed' | 'lines'>): readonly string[] {
  return (confirmed ?? []).map(({ line, question, reason }) => {
    const stated = lines[line - 1]?.stated ?? '0';
    const said =
      question === 'dose'
        ? m.dossier_confirmed_dose({ line })
        : m.dossier_confirmed_quantity({
            line,
            quantity: formatQuantity(stated),
            words: formatMassWords(stated)
          });
    return reason === undefined
      ? said
      : joinSentences([said, m.dossier_confirmed_reason({ reason: isolate(reason) })]);
  });
}

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
