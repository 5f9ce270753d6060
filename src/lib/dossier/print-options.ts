import { asKind, isAuthorization, type Act, type ActOf } from '#lib/domain/act/body.ts';
import { correctionOf, statedAs } from '#lib/domain/act/stated-as.ts';
import { offSystem, type MemberSources } from '#lib/authorization/off-system.ts';
import { isPaper, readAct, readAuthorization } from '#lib/domain/act/stand-in.ts';
import { COUNTRY_SETTING } from '#lib/domain/authorization/country-setting.ts';
import { editionFor, practiceInForce, type PracticeSources } from '#lib/authorization/read-practice.ts';
import {
  needsSeal,
  toCountrySettings,
  type CountrySettings
} from '#lib/domain/authorization/country-settings.ts';
import { FORM_SETTING, toFormChoices, type FormChoices } from '#lib/domain/authorization/form-choices.ts';
import { settingsByPractice } from '#lib/domain/authorization/practice-in-force.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { openSuspensions } from '#lib/domain/dossier/stops.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { namingProblem } from './signature-chain.ts';
import { localeNames, locales } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import {
  copiesOfKind,
  copyText,
  copyUseText,
  wordsOnForm,
  type Copy,
  type FormAct,
  type LedgerNote,
  type Mark,
  type PrintOptions,
  type RelatedActs
} from '#lib/pdf/print-request.ts';
import type { EditionKind, EditionSources } from '#lib/lists/read-lists.ts';
import type { Face } from '#lib/pdf/printable-letters.ts';
import type { Ledger } from '#lib/store/api.ts';
import type { Option } from '#lib/ui/form/SelectField.svelte';

export interface PrintSources extends MemberSources, PracticeSources, EditionSources {
  actsOf(kind: 'certificate' | 'national-practice' | EditionKind): readonly Act[];
  act(id: ActId): Act | null;
  dossierOf(id: ActId): Dossier | null;
  ledgerOf(id: ActId): Ledger | null;
  setting(name: string): unknown;
  readonly person: { readonly authority: string } | null;
}

export const ALL_COPIES = 'all';

/** The printed form of an act. A record is printed as the partner's paper that it replaces. */
export function formOf(act: Act, sources: Pick<PrintSources, 'act'>): FormAct | null {
  const licence = asKind(act, 'special-import-licence');
  return licence && licensedBy(licence, sources) ? licence : readAuthorization(act);
}

function licensedBy(
  { body }: ActOf<'special-import-licence'>,
  sources: Pick<PrintSources, 'act'>
): ActOf<'import-authorization'> | null {
  const found = sources.act(body.of);
  const of = found && readAuthorization(found);
  return of && asKind(of, 'import-authorization');
}

/** Only the issuing authority prints an original; others print a copy, in either direction. */
export function copiesOf({ body }: FormAct, { person }: Pick<PrintSources, 'person'>): readonly Copy[] {
  return body.issuer === person?.authority ? copiesOfKind(body.kind) : ['copy'];
}

export function copyOptions(act: FormAct, sources: Pick<PrintSources, 'person'>): readonly Option[] {
  const copies = copiesOf(act, sources);
  const single = copies.map((value) => ({
    value,
    label: copyText(value),
    detail: copyUseText(act.body.kind, value)
  }));
  if (copies.length === 1) return single;
  return [...single, { value: ALL_COPIES, label: m.dossier_print_all_copies({ count: copies.length }) }];
}

/** Languages of the form, or of its second text if `first` is given. */
export function localeOptions(first?: string): readonly Option[] {
  const options = locales
    .filter((one) => one !== first)
    .map((value) => ({ value, label: localeNames[value] }));
  return first === undefined ? options : [{ value: '', label: m.dossier_print_second_none() }, ...options];
}

export function printOptions(
  act: FormAct,
  chosen: Pick<PrintOptions, 'locale' | 'copy' | 'second'>,
  sources: PrintSources
): PrintOptions {
  const dossier = sources.dossierOf(act._id);
  const related = relatedActs(act, dossier, sources);
  const authorization = isAuthorization(act) ? act : related.licensed;
  const mark = markOf(act, dossier, sources);
  const knownAt = sources.verdictOf(act._id) === 'good' ? sources.trustAge.knownAt : null;
  const ledgerNote = ledgerNoteOf(act, sources);
  const misnamed = namingProblem(act, sources.actsOf('certificate') as readonly ActOf<'certificate'>[]);
  const copies = copiesOf(act, sources);
  const record = sources.act(act._id);
  return {
    locale: chosen.locale,
    ...(chosen.second && chosen.second !== chosen.locale ? { second: chosen.second } : {}),
    copy: copies.find((one) => one === chosen.copy) ?? copies[0] ?? 'copy',
    related,
    sealRequired:
      act.body.issuer === sources.person?.authority && needsSeal(sealRules(act, sources), act.body.issuedOn),
    ...(misnamed ? { certifiedAs: String(misnamed.values?.['certified']) } : {}),
    ...(act.body.issuer === sources.person?.authority ? { choices: formChoices(sources) } : {}),
    ...(authorization ? { edition: editionFor(sources, authorization) } : {}),
    ...(record?.body.kind === 'paper-record' ? { recorded: record.body } : {}),
    ...(mark ? { mark } : {}),
    ...(knownAt ? { keysKnownAt: knownAt } : {}),
    ...(ledgerNote ? { ledgerNote } : {})
  };
}

export function formChoices(sources: Pick<PrintSources, 'setting'>): FormChoices {
  return toFormChoices(sources.setting(FORM_SETTING));
}

/** The practice in force on the day of issue; before the first one, the country's own setting. */
function sealRules({ body }: FormAct, sources: PrintSources): CountrySettings {
  const settings = toCountrySettings(sources.setting(COUNTRY_SETTING));
  const practice = practiceInForce(sources, body.issuer, body.issuedOn);
  return practice ? { ...settings, ...settingsByPractice(practice) } : settings;
}

function relatedActs(act: FormAct, dossier: Dossier | null, sources: PrintSources): RelatedActs {
  if (!isAuthorization(act)) {
    const licensed = licensedBy(act, sources);
    return licensed ? { licensed } : {};
  }
  const strand = dossier?.exports.find((one) => one.act === act._id);
  const shipment = strand?.shipment ? statedAs(sources.act(strand.shipment), 'shipment') : null;
  const endorsed = strand?.endorsement ? sources.act(strand.endorsement) : null;
  const read = statedAs(endorsed && readAct(endorsed), 'endorsement');
  const { reason } = correctionOf(endorsed) ?? {};
  const endorsement = read && reason ? { ...read, body: { ...read.body, reason } } : read;
  // Statements about a record before its correction are printed on the newest.
  const upon = <T extends { readonly body: object }>(one: T): T => ({
    ...one,
    body: { ...one.body, exportAuthorization: act._id }
  });
  return {
    ...(shipment ? { shipment: upon(shipment) } : {}),
    ...(endorsement ? { endorsement: upon(endorsement) } : {})
  };
}

/** A licence ends with its import authorization. */
function markOf(act: FormAct, dossier: Dossier | null, sources: PrintSources): Mark | null {
  const ids = [act._id, ...(isAuthorization(act) ? [] : [act.body.of])];
  for (const id of dossier?.timeline ?? []) {
    const body = sources.act(id)?.body;
    if (body?.kind !== 'cancellation' || !ids.includes(body.of)) continue;
    const on = instantToDate(body.at);
    const next = body.replacedBy ? sources.act(body.replacedBy)?.body : undefined;
    return next && 'number' in next ? { kind: 'replaced', on, by: next.number } : { kind: 'cancelled', on };
  }
  const stops = dossier ? openSuspensions(dossier) : [];
  const suspended = stops.find(({ of }) => of === act._id || of === dossier?.importAuthorization);
  const at = suspended && sources.act(suspended.act)?.body.at;
  return at ? { kind: 'suspended', on: instantToDate(at) } : null;
}

/**
 * A note for own acts that the partner's database does not have yet. Partners outside I2ES have the paper, so nothing
 * is pending once our own server has the act.
 */
function ledgerNoteOf({ _id, body }: FormAct, sources: PrintSources): LedgerNote | null {
  if (body.issuer !== sources.person?.authority || isPaper(_id)) return null;
  const ledger = sources.ledgerOf(_id);
  if (ledger === null || ledger.server === null) return 'delivery-pending';
  const isOff = offSystem(sources);
  const waits = Object.entries(ledger.partner).some(([country, at]) => at === null && !isOff(country));
  return waits ? 'partner-pending' : null;
}

const SCRIPT_NAMES: Readonly<Partial<Record<Face, () => string>>> = {
  NotoNaskhArabic: m.dossier_print_script_arabic,
  NotoSansSC: m.dossier_print_script_chinese
};

/**
 * Scripts whose font cannot be fetched now, shown before printing. Without the form's font or the printing code nothing
 * prints; that error appears on printing.
 */
export async function lackingScripts(act: FormAct, options: PrintOptions): Promise<readonly string[]> {
  const part = await import('#lib/pdf/fonts.ts').catch(() => null);
  const lacking = part ? await part.listLackingFaces(wordsOnForm(act, options)) : [];
  return lacking.flatMap((face) => SCRIPT_NAMES[face]?.() ?? []);
}
