/** All that a company sees of its application and of the authorization: nothing else leaves the authority. */
import type { AuthorizationAct } from '../act/body.ts';
import type { Dossier } from '../dossier/dossier.ts';
import { exportStatusOn, statusOn } from '../dossier/status-on.ts';
import { unusedOf } from '../dossier/import-use.ts';
import type { CalendarDate } from '../ids.ts';
import { microgramsOf } from '../quantity.ts';
import {
  anyText,
  calendarDate,
  instant,
  integer,
  listOf,
  oneOf,
  orNull,
  stored,
  yesOrNo,
  type Checked
} from '../shape/shape.ts';
import { applicationNumber } from './application-id.ts';
import { APPLICATION_STATUSES, type ApplicationState } from './application-state.ts';

/** Micrograms as stated. */
const micrograms = integer(0, Number.MAX_SAFE_INTEGER);
const authorization = stored({
  required: {
    number: anyText,
    issuedOn: calendarDate,
    validUntil: orNull(calendarDate),
    status: anyText,
    shippedOn: orNull(calendarDate),
    receivedOn: orNull(calendarDate),
    lines: listOf(
      stored({
        required: {
          no: integer(1, 1000),
          substance: anyText,
          authorized: micrograms,
          left: micrograms,
          imported: orNull(micrograms)
        }
      }),
      0,
      1000
    )
  }
});
type Authorization = Checked<typeof authorization>;

/** The members of the server's answer about one application. */
export const VISIBLE_APPLICATION = {
  number: anyText,
  at: instant,
  status: oneOf(APPLICATION_STATUSES),
  lastAt: instant,
  question: orNull(anyText),
  reason: orNull(anyText),
  fee: orNull(stored({ required: { amount: anyText, reference: anyText, isPaid: yesOrNo } })),
  authorization: orNull(authorization)
};
export type VisibleApplication = {
  readonly [K in keyof typeof VISIBLE_APPLICATION]: Checked<(typeof VISIBLE_APPLICATION)[K]>;
};

/** An officer's name, notes and colleagues stay inside. */
export function visibleTo(
  state: ApplicationState,
  dossierOf: (act: AuthorizationAct) => Dossier | null,
  today: CalendarDate
): VisibleApplication {
  const { application, status, question, ended, fee, lastAt } = state;
  const [act] = state.authorizations;
  return {
    number: applicationNumber(application.country, application._id),
    at: application.at,
    status,
    lastAt,
    question: question?.text ?? null,
    reason: ended?.kind === 'refused' ? ended.reason : null,
    fee: fee && { amount: fee.amount, reference: fee.reference, isPaid: fee.isPaid },
    authorization: act ? seen(act, dossierOf(act), today) : null
  };
}

function seen(act: AuthorizationAct, dossier: Dossier | null, today: CalendarDate): Authorization {
  const { body } = act;
  const strand = dossier?.exports.find((one) => one.act === act._id) ?? null;
  const isImport = body.kind === 'import-authorization';
  // The last issued one of several consignments.
  const last = isImport ? dossier?.exports[dossier.exports.length - 1] : strand;
  return {
    number: body.number,
    issuedOn: body.issuedOn,
    validUntil: 'validUntil' in body ? body.validUntil : null,
    status: !dossier
      ? 'issued'
      : isImport || !strand
        ? statusOn(dossier, today)
        : exportStatusOn(dossier, strand, today),
    shippedOn: last?.shippedOn ?? null,
    receivedOn: last?.receivedOn ?? null,
    lines: body.lines.map((line) => {
      const authorized = microgramsOf(line.stated);
      const own = isImport ? dossier?.lines.find(({ no }) => no === line.no) : undefined;
      const sent = strand?.lines.find(({ no }) => no === line.no);
      const imported = isImport ? own?.imported.stated : sent?.imported?.stated;
      return {
        no: line.no,
        substance: line.substance,
        authorized,
        left: own && dossier ? unusedOf(own, dossier.exports) : sent?.exported ? 0 : authorized,
        imported: imported ?? null
      };
    })
  };
}
