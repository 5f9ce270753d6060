import { m } from '#lib/i18n/messages.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';

const KINDS: Readonly<Record<ActKind, () => string>> = {
  'import-authorization': m.register_act_import_authorization,
  'export-authorization': m.register_act_export_authorization,
  'export-declaration': m.register_kind_declaration,
  'copy-sent': m.register_act_copy_sent,
  reply: m.register_act_reply,
  shipment: m.register_act_shipment,
  endorsement: m.register_act_endorsement,
  cancellation: m.register_act_cancellation,
  'match-decision': m.register_act_match_decision,
  'paper-record': m.register_act_paper_record,
  suspension: m.register_act_suspension,
  correction: m.register_act_correction,
  'special-import-licence': m.register_act_special_import_licence,
  'shared-file': m.register_act_shared_file,
  message: m.register_act_message,
  receipt: m.register_act_receipt,
  certificate: m.register_act_certificate,
  withdrawal: m.register_act_withdrawal,
  authority: m.register_act_authority,
  'substance-edition': m.register_act_substance_edition,
  estimate: m.register_act_estimate,
  assessment: m.register_act_assessment,
  prohibition: m.register_act_prohibition,
  'schedule-practice': m.register_act_schedule_practice,
  directory: m.register_act_directory,
  'list-confirmation': m.register_act_list_confirmation,
  announcement: m.register_act_announcement,
  survey: m.register_act_survey,
  'survey-answer': m.register_act_survey_answer,
  'survey-closing': m.register_act_survey_closing,
  suggestion: m.register_act_suggestion,
  'suggestion-answer': m.register_act_suggestion_answer,
  'suggestion-vote': m.register_act_suggestion_vote,
  'user-group-record': m.register_act_user_group_record,
  'action-report': m.register_act_action_report,
  enrolment: m.register_act_enrolment,
  'trial-proposal': m.register_act_trial_proposal,
  'trial-answer': m.register_act_trial_answer,
  'trial-result': m.register_act_trial_result,
  'national-practice': m.register_act_national_practice
};

export function actKindWord(kind: ActKind): string {
  return KINDS[kind]();
}

const DOCUMENTS: Readonly<Record<string, () => string>> = {
  draft: m.line_document_draft,
  company: m.line_document_company,
  setting: m.line_document_setting,
  contact: m.line_document_contact,
  'print-code': m.line_document_print_code,
  attachment: m.line_document_attachment
};

export function documentWord(id: string, act: Act | null): string {
  if (act) return actKindWord(act.body.kind);
  const word = DOCUMENTS[id.split(':')[0] ?? ''];
  return word ? word() : m.line_document_other();
}

/** `1961-II` as people read it. */
export function scheduleName(schedule: string): string {
  const [convention = '', roman = ''] = schedule.split('-');
  return m.company_schedule({ convention, schedule: roman });
}
