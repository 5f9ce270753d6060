/** The importing country's estimate or assessment, on the form and at the door (`balance/judge-balance.ts`; rule R12). */
import {
  citationOf,
  type ActOf,
  type Exceeding,
  type ExportAuthorizationBody,
  type ImportAuthorizationBody,
  type Line
} from '../act/body.ts';
import { EXCEEDING_GROUNDS } from '../act/kinds/special-terms.ts';
import { askedFor, yearOf, type Asked } from '../balance/claims.ts';
import { isExcess, judgeBalance, type Estimates, type Room, type WayOut } from '../balance/judge-balance.ts';
import { isCountry } from '../country.ts';
import type { DraftFields } from '../draft/draft.ts';
import { findSubstance, type EditionIndex } from '../goods/substance.ts';
import type { AuthorizationKind } from '../act/number.ts';
import type { CountryCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import { toProblem } from '../act/problem-codes.ts';
import { fieldOf, isTicked } from './form-fields.ts';
import { type ExportContext, type Findings, type JudgeContext, readText } from './judge-context.ts';
import type { ComputedLine } from './judge-line.ts';

type Terms = Pick<ImportAuthorizationBody, 'exceeding' | 'remarks'> & {
  readonly purpose?: ImportAuthorizationBody['purpose'] | null | undefined;
};

interface AskedRoom {
  readonly asked: Asked;
  readonly room: Room;
}

/** What the form asks of each substance, and what is there. An emergency export asks nothing (rule R22). */
export function balancesOnForm(
  kind: AuthorizationKind,
  form: DraftFields,
  lines: readonly ComputedLine[],
  { country, today, balance, importAct }: JudgeContext & Pick<ExportContext, 'importAct'>
): readonly AskedRoom[] {
  const isImport = kind === 'import-authorization';
  const importing = isImport ? country : fieldOf(form, 'importingCountry');
  if (!balance || !isCountry(importing) || isTicked(form, 'emergency')) return [];
  const year = yearOf(!isImport && importAct ? importAct.body : { number: '', issuedOn: today });
  const upon = isImport ? undefined : importAct?.body.dossier;
  return askedFor(lines.flatMap((line) => goodsOf(line) ?? [])).map((asked) => ({
    asked,
    room: balance.roomOf({ country: importing, substance: asked.substance, year }, upon)
  }));
}

/** The way out that the authorization needs and names. `terms`: of the import authorization. */
export function judgeEstimates(
  kind: AuthorizationKind,
  form: DraftFields,
  { lines, terms }: { readonly lines: readonly ComputedLine[]; readonly terms: Terms },
  context: JudgeContext & Pick<ExportContext, 'importAct'>,
  findings: Findings
): { readonly exceeding?: Exceeding } {
  const typed = readExceeding(form, findings);
  const way = wayOutOf(terms, typed.exceeding);
  // Devices reserve from their own country's figure only. An export keeps to its import authorization, offline too.
  const isOffline = kind === 'import-authorization' && context.balance?.isOffline === true;
  const out = { ...way, isOffline };
  const found = balancesOnForm(kind, form, lines, context).flatMap(
    ({ asked, room }) => judgeBalance(asked, room, out, context.edition) ?? []
  );
  for (const { code, line, values } of found) {
    const key = lines.find(({ no }) => no === line)?.key ?? '';
    findings.add(code, `lines.${key}.quantity`, values);
  }
  const isNeeded = found.some(({ code }) => isExcess(code));
  if (isNeeded && typed.isUnexplained) findings.add('balance.reason.missing', 'exceedingReason');
  if (!found.some(({ code }) => code === 'balance.exceeding')) return {};
  // The partner and INCB's count see the ground, also where the purpose or the import authorization gives it.
  return { exceeding: way.exceeding ?? { ground: 'treatment', reason: way.remarks } };
}

/** Complete enough to be counted; the rest of the line can still be missing. */
function goodsOf(line: ComputedLine): Parameters<typeof askedFor>[0][number] | null {
  const { no, substance, form, stated, base, factor, scheduleThree } = line;
  if (!substance || !form || !stated || !base || !factor) return null;
  const goods = { no, substance: substance.key, form: form.key, stated, base, factor };
  return scheduleThree ? { ...goods, scheduleThree } : goods;
}

function readExceeding(
  form: DraftFields,
  findings: Findings
): { readonly exceeding: Exceeding | null; readonly isUnexplained: boolean } {
  const ground = EXCEEDING_GROUNDS.find((one) => one === fieldOf(form, 'exceeding')) ?? null;
  const reason = readText(form, 'exceedingReason', findings, 2000, true);
  const isUnexplained = ground !== null && reason === '';
  return { exceeding: ground === null || isUnexplained ? null : { ground, reason }, isUnexplained };
}

/** What the door refuses in a new authorization. `cited`: the import authorization of an export. */
export function judgeIssuedEstimates(
  body: ImportAuthorizationBody | ExportAuthorizationBody,
  cited: Pick<ActOf<'import-authorization'>, 'body'> | null,
  estimates: Estimates,
  edition: EditionIndex
): readonly Problem[] {
  const isImport = body.kind === 'import-authorization';
  if (!isImport && body.emergency) return [];
  const country = (isImport ? body.issuer : body.importingCountry) as CountryCode;
  // The dossier counts in the year of the import authorization.
  const year = yearOf(isImport ? body : citationOf(body));
  const out = { ...wayOutOf(isImport ? body : (cited?.body ?? {}), body.exceeding ?? null), isSigned: true };
  return askedFor(body.lines)
    .flatMap((asked) => {
      const room = estimates.roomOf({ country, substance: asked.substance, year }, cited?.body.dossier);
      return judgeBalance(asked, room, out, edition) ?? [];
    })
    .map(({ code, line, values }) =>
      toProblem(code, `body.lines.${line - 1}.stated`, conventionOf(body.lines, line, edition), values)
    )
    .filter(({ weight }) => weight === 'refused');
}

function conventionOf(lines: readonly Line[], no: number, edition: EditionIndex): 1961 | 1971 {
  const substance = findSubstance(lines.find((line) => line.no === no)?.substance ?? '', edition);
  return substance?.convention === 1971 ? 1971 : 1961;
}

function wayOutOf({ purpose = null, remarks = '', exceeding }: Terms, own: Exceeding | null): WayOut {
  return { purpose, remarks, exceeding: own ?? exceeding ?? null };
}
