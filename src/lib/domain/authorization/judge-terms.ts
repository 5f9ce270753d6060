/** Purpose, consignments, transport and remarks of an authorization. */
import { PURPOSES, TRANSPORT_MODES, type Purpose, type TransportMode } from '../act/body.ts';
import type { DraftFields } from '../draft/draft.ts';
import type { ActId } from '../ids.ts';
import { isActId } from '../act/act-id.ts';
import { fieldOf, lineFieldOf } from './form-fields.ts';
import { readText, type Findings } from './judge-context.ts';
import { parseTypedCount } from './typed-quantity.ts';
import { foldText, withText } from '../act/typed-text.ts';

const MAX_CONSIGNMENTS = 1000;
const AID_KIT =
  /first[\s-]?aid\s+(?:kit|box|chest)|trousse\s+de\s+(?:premiers\s+)?secours|botiquin|аптечк|急救箱|急救包|اسعافات/;

/** 1961 art. 31(1)(b), 21(4)(b)(ii): the balance of estimates depends on the purpose. */
export function judgePurpose(form: DraftFields, findings: Findings): Purpose | null {
  const typed = fieldOf(form, 'purpose').trim();
  const purpose = PURPOSES.find((one) => one === typed) ?? null;
  if (typed === '') findings.add('purpose.missing', 'purpose');
  else if (!purpose) findings.add('purpose.unknown', 'purpose', { typed });
  if (purpose === 'essential-treatment' && fieldOf(form, 'remarks').trim() === '') {
    findings.add('purpose.reason.missing', 'remarks');
  }
  return purpose;
}

/** 1961 art. 31(4)(d); 1971 has no such clause. Zero is "no limit stated". */
export function judgeConsignments(form: DraftFields, findings: Findings): number | null {
  const typed = fieldOf(form, 'consignments').trim();
  if (typed === '') {
    findings.add('consignments.missing', 'consignments');
    return null;
  }
  const count = parseTypedCount(typed, MAX_CONSIGNMENTS, 'consignments');
  if (!count.ok) {
    findings.add('consignments.malformed', 'consignments', { typed, most: MAX_CONSIGNMENTS });
    return null;
  }
  if (count.value === 0) findings.add('consignments.unlimited', 'consignments');
  if (count.value !== 1 && findings.convention === 1971)
    findings.add('consignments.several1971', 'consignments');
  return count.value;
}

interface Ways {
  readonly portOfEntry?: string;
  readonly portOfExit?: string;
  readonly route?: string;
  readonly transport?: TransportMode;
  readonly carrier?: string;
  readonly agents?: string;
  readonly remarks?: string;
  readonly replaces?: ActId;
}

export function judgeWays(form: DraftFields, findings: Findings): Ways {
  const replaces = fieldOf(form, 'replaces');
  const transport = readTransport(form, findings);
  judgeAidKit(form, findings);
  return {
    ...withText('portOfEntry', readText(form, 'portOfEntry', findings, 120)),
    ...withText('portOfExit', readText(form, 'portOfExit', findings, 120)),
    ...withText('route', readText(form, 'route', findings, 300)),
    ...(transport ? { transport } : {}),
    ...withText('carrier', readText(form, 'carrier', findings, 200)),
    ...withText('agents', readText(form, 'agents', findings, 500, true)),
    ...withText('remarks', readText(form, 'remarks', findings, 2000, true)),
    ...(isActId(replaces) ? { replaces } : {})
  };
}

function readTransport(form: DraftFields, findings: Findings): TransportMode | null {
  const typed = fieldOf(form, 'transport').trim();
  const transport = TRANSPORT_MODES.find((mode) => mode === typed) ?? null;
  if (typed !== '' && !transport) findings.add('transport.unknown', 'transport', { typed });
  return transport;
}

/** First-aid kits of ships and aircraft are neither import nor export (1961 art. 32, 1971 art. 14). */
function judgeAidKit(form: DraftFields, findings: Findings): void {
  const texts = [fieldOf(form, 'remarks'), ...form.lines.map((line) => lineFieldOf(line, 'preparation'))];
  if (texts.some((text) => AID_KIT.test(foldText(text)))) findings.add('consignment.aidKit', 'remarks');
}
