import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, Answer, AuthorizationParticulars, AuthorizationAct } from '#lib/domain/act/body.ts';
import { isDossierBody, type BodyOf, type DossierBody, type DossierKind } from '#lib/domain/act/kinds.ts';
import type { Paper } from '#lib/domain/act/kinds/paper-record.ts';
import { authorOfPaper, standInOf } from '#lib/domain/act/stand-in.ts';
import type { AttachedFile, AttachmentKind } from '#lib/domain/file/attachment.ts';
import type { ActId, AuthorityCode, CountryCode } from '#lib/domain/ids.ts';
import {
  countryName,
  formatDate,
  formatMassWords,
  formatQuantity,
  isolate,
  joinSentences,
  formatSeries
} from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { actKindWord } from '#lib/i18n/kind-words.ts';
import type { Question } from '#lib/domain/act/kinds/confirmed.ts';
import type { Line, Party } from '#lib/domain/goods/goods.ts';
import { correctedKind } from '#lib/domain/act/stated-as.ts';
import { substanceName } from '#lib/register/substance-words.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';

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

/** What is done with an authorization or with a declaration, which authorizes nothing (1971 art. 12(2)). */
const OF_AUTHORIZATION = {
  quantities: m.dossier_quantities_export,
  endorse: m.dossier_endorse_title,
  endorsed: m.dossier_endorse_consequence,
  nil: m.dossier_endorse_nil,
  nilTitle: m.dossier_act_nil,
  cancel: m.dossier_cancel_title,
  cancelAction: m.dossier_cancel_action,
  replace: m.dossier_cancel_replace_title
};
const OF_DECLARATION: typeof OF_AUTHORIZATION = {
  quantities: m.dossier_quantities_declaration,
  endorse: m.dossier_endorse_title_declaration,
  endorsed: m.dossier_endorse_consequence_declaration,
  nil: m.dossier_endorse_nil_declaration,
  nilTitle: m.dossier_act_nil_declaration,
  cancel: m.dossier_cancel_title_declaration,
  cancelAction: m.dossier_cancel_action_declaration,
  replace: m.dossier_cancel_replace_title_declaration
};

export function wordsFor(isDeclaration: boolean): typeof OF_AUTHORIZATION {
  return isDeclaration ? OF_DECLARATION : OF_AUTHORIZATION;
}

/** No period of a declaration expires. */
export function outcomeOptions(isDeclaration: boolean) {
  return [
    { value: 'imported', label: m.dossier_endorse_imported() },
    { value: 'not-imported', label: wordsFor(isDeclaration).nil() }
  ];
}

export function letterWord(answer: Answer): string {
  return (REPLY_TITLES[answer] ?? ANSWERS[answer])();
}

const DECISIONS: Readonly<Record<BodyOf<'match-decision'>['decision'], () => string>> = {
  link: m.dossier_act_link,
  unlink: m.dossier_act_unlink,
  reopen: m.dossier_act_reopen
};

type Cards = {
  readonly [K in DossierKind]: {
    readonly title: (body: BodyOf<K>) => string;
    readonly sentence: (body: BodyOf<K>) => string;
  };
};

const CARDS: Cards = {
  'import-authorization': {
    title: ({ number }) => m.dossier_act_import({ number: isolate(number) }),
    sentence: validitySentence
  },
  'export-authorization': {
    title: ({ number }) => m.dossier_act_export({ number: isolate(number) }),
    sentence: (body) =>
      [validitySentence(body), ...(body.emergency ? [emergencySentence(body.emergency)] : [])].join('\n')
  },
  'export-declaration': {
    title: ({ number }) => m.dossier_act_declaration({ number: isolate(number) }),
    sentence: (body) =>
      [m.form_shipped_on({ date: formatDate(body.despatchedOn) }), ...confirmedSentences(body)].join('\n')
  },
  'copy-sent': {
    title: () => m.dossier_act_copy_sent(),
    sentence: ({ sentOn, registeredMail }) =>
      joined(
        m.dossier_copy_sent_on({ date: formatDate(sentOn) }),
        registeredMail && m.dossier_copy_mail({ number: isolate(registeredMail) })
      )
  },
  reply: {
    title: ({ answer, on }) =>
      answer === 'received' && parseActId(on)?.kind === 'correction'
        ? m.dossier_act_confirmed()
        : (REPLY_TITLES[answer]?.() ?? m.dossier_act_reply({ answer: answerWord(answer) })),
    sentence: ({ text }) => text ?? ''
  },
  shipment: {
    title: () => m.dossier_act_shipment(),
    sentence: ({ shippedOn, remarks }) =>
      joined(m.dossier_shipped_on({ date: formatDate(shippedOn) }), remarks)
  },
  endorsement: {
    title: ({ outcome, exportAuthorization: of }) =>
      outcome === 'imported'
        ? m.dossier_act_endorsement()
        : wordsFor(parseActId(of)?.kind === 'export-declaration').nilTitle(),
    sentence: ({ outcome, receivedOn, remarks }) => {
      const date = formatDate(receivedOn);
      const said = outcome === 'imported' ? m.dossier_received_on({ date }) : m.dossier_nil_on({ date });
      return joined(said, remarks);
    }
  },
  cancellation: { title: () => m.dossier_act_cancellation(), sentence: ({ reason }) => reason },
  suspension: {
    title: ({ state }) => (state === 'suspended' ? m.dossier_act_suspended() : m.dossier_act_released()),
    sentence: ({ reason }) => reason
  },
  correction: {
    title: (body) => m.dossier_act_corrected({ title: say('title', statedIn(body)) }),
    sentence: (body) =>
      joined(say('sentence', statedIn(body)), m.dossier_corrected_reason({ reason: isolate(body.reason) }))
  },
  'match-decision': {
    title: ({ decision }) => DECISIONS[decision](),
    sentence: ({ reason }) => reason ?? ''
  },
  'paper-record': {
    title: (body) => {
      const by = body.evidence ? m.dossier_act_by_file : m.dossier_act_paper;
      const title = by({ document: paperTitle(body) });
      return body.corrects ? m.dossier_act_corrected({ title }) : title;
    },
    sentence: (body) => {
      const read = standInOf({ body });
      const [person, date] = [isolate(body.comparedBy), formatDate(body.comparedOn)];
      const said = read ? say('sentence', read) : movedSentence(body.paper);
      const { corrects } = body;
      const why = corrects && m.dossier_corrected_reason({ reason: isolate(corrects.reason) });
      return [said, fileSentence(body), m.dossier_act_paper_compared({ person, date }), why]
        .filter(Boolean)
        .join('\n');
    }
  },
  'shared-file': {
    title: ({ file }) =>
      file ? m.dossier_act_shared_file({ file: isolate(attachedText(file)) }) : m.dossier_act_unshared_file(),
    sentence: () => ''
  },
  'special-import-licence': {
    title: ({ number }) => m.dossier_act_licence({ number: isolate(number) }),
    sentence: ({ substance, limit, validUntil }) =>
      m.dossier_licence_sentence({
        substance: substanceName(substance),
        quantity: formatQuantity(limit),
        until: formatDate(validUntil)
      })
  }
};

export const ATTACHMENT_WORDS: Readonly<Record<AttachmentKind, () => string>> = {
  licence: m.attachment_kind_licence,
  'customs-declaration': m.attachment_kind_customs,
  'returned-copy': m.attachment_kind_returned,
  other: m.attachment_kind_other
};

export function attachedText({ kind, name }: Pick<AttachedFile, 'kind' | 'name'>): string {
  return [ATTACHMENT_WORDS[kind](), ...(name === '' ? [] : [isolate(name)])].join(' · ');
}

/** It says whose reply it is, since it is not the reply of a user. */
function fileSentence(body: BodyOf<'paper-record'>): string {
  const { evidence } = body;
  if (!evidence) return '';
  return m.dossier_act_by_file_of({
    number: evidence.number,
    country: countryName(authorOfPaper(body)),
    person: isolate(evidence.by),
    date: formatDate(evidence.givenOn)
  });
}

const PAPERS = {
  'special-import-licence': m.dossier_act_paper_licence,
  return: m.dossier_act_paper_return,
  diversion: m.dossier_act_paper_diversion
};

function movedSentence(paper: Paper): string {
  if (paper.instrument === 'return')
    return joined(m.dossier_moved_returned({ date: formatDate(paper.returnedOn) }), paper.remarks);
  if (paper.instrument !== 'diversion') return '';
  const [transit, destination] = [countryName(paper.transit), countryName(paper.destination)];
  const date = formatDate(paper.divertedOn);
  return joined(m.dossier_moved_diverted({ transit, destination, date }), paper.remarks);
}

function paperTitle(body: BodyOf<'paper-record'>): string {
  const read = standInOf({ body });
  if (read) return say('title', read);
  const number = isolate('number' in body.paper ? (body.paper.number ?? '') : '');
  return PAPERS[body.paper.instrument as keyof typeof PAPERS]({ number });
}

/** A partner outside I2ES sees no correction here. */
export function correctionWords(
  of: Act,
  isOff: (country: string) => boolean
): Record<'title' | 'action' | 'consequence', string> {
  const consequence = of.body.to.some(isOff)
    ? m.dossier_correct_consequence_paper
    : m.dossier_correct_consequence;
  return {
    title: m.dossier_act_corrected({ title: statedWords(of).title }),
    action: m.dossier_correct_action(),
    consequence: consequence()
  };
}

/** A correction in the words of what it states, without its reason. */
export function statedWords({ body }: Act): Record<'title' | 'sentence', string> {
  if (!isDossierBody(body)) return { title: actKindWord(body.kind), sentence: '' };
  const stated = body.kind === 'correction' ? statedIn(body) : withoutReason(body);
  return { title: say('title', stated), sentence: say('sentence', stated) };
}

function withoutReason(body: DossierBody): DossierBody {
  if (body.kind !== 'paper-record') return body;
  const { corrects: _corrects, ...record } = body;
  return record;
}

export function actTitle({ body }: Act): string {
  return isDossierBody(body) ? say('title', body) : actKindWord(body.kind);
}

export function actSentence({ body }: Act): string {
  return isDossierBody(body) ? say('sentence', body) : '';
}

function say(what: 'title' | 'sentence', body: DossierBody): string {
  // Each kind's card only receives bodies of that kind.
  const one: (body: never) => string = CARDS[body.kind][what];
  return one(body as never);
}

/** The corrected act as the correction states it. */
function statedIn(body: BodyOf<'correction'>): DossierBody {
  return { ...body, ...body[correctedKind(body)], kind: correctedKind(body) } as DossierBody;
}

function validitySentence(body: AuthorizationParticulars): string {
  const { validFrom, validUntil } = body;
  const valid = m.dossier_valid({ from: formatDate(validFrom), until: formatDate(validUntil) });
  return [valid, ...confirmedSentences(body)].join('\n');
}

function emergencySentence({ reason }: { readonly reason: string }): string {
  return m.dossier_emergency({ reason: isolate(reason) });
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
    const said = confirmedSentence(question, line, lines);
    return reason === undefined
      ? said
      : joinSentences([said, m.dossier_confirmed_reason({ reason: isolate(reason) })]);
  });
}

function confirmedSentence(question: Question, line: number | undefined, lines: readonly Line[]): string {
  if (question === 'company') return m.dossier_confirmed_company();
  if (line === undefined) return m.dossier_confirmed_bank();
  if (question === 'dose') return m.dossier_confirmed_dose({ line });
  const stated = lines[line - 1]?.stated ?? '0';
  return m.dossier_confirmed_quantity({
    line,
    quantity: formatQuantity(stated),
    words: formatMassWords(stated)
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

const MAX_GOODS = 2;
/** A longer last line is the whole address, not a town. */
const MAX_TOWN_LENGTH = 60;

/** `authority`: whose side the line describes, as the rows of the register do. */
export function headLine({ body }: AuthorizationAct, authority: AuthorityCode | undefined): string {
  const isImport = body.kind === 'import-authorization';
  const importing = (isImport ? body.issuer : body.importingCountry) as CountryCode;
  const exporting = (isImport ? body.exportingCountry : body.issuer) as CountryCode;
  const lead = importing === authority ? m.dossier_lead_import : m.dossier_lead;
  const way = lead({
    importing: partyText(body.importer, importing),
    exporting: partyText(body.exporter, exporting)
  });
  const goods = body.lines
    .slice(0, MAX_GOODS)
    .map(({ designation, stated }) => `${designation} ${formatQuantity(stated)}`);
  const others = body.lines.length - goods.length;
  const more = others > 0 ? ` ${m.register_more_substances({ count: others })}` : '';
  return `${way} · ${formatSeries(goods)}${more}`;
}

function partyText({ name, address }: Party, country: CountryCode): string {
  const land = countryName(country);
  return formatSeries([name, ...townOf(address, land), land]);
}

/** Addresses follow each country's own style; the last line is the town unless it is the country. */
function townOf(address: string, land: string): readonly string[] {
  const lines = address
    .split(/\n|,\s/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && foldText(line) !== foldText(land));
  const town = lines.at(-1);
  return town === undefined || town.length > MAX_TOWN_LENGTH ? [] : [town];
}
