/** Applications of companies: those behind the year's import authorizations, and others at every step, with planted faults. */
import { createHash } from 'node:crypto';
import { putUnlessChanged, type Engine } from '#couch/engine/engine.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { applicationId, type ApplicationId } from '#lib/domain/application/application-id.ts';
import {
  APPLICATION_SETTING_ID,
  DEFAULT_APPLICATION_SETTING
} from '#lib/domain/application/application-setting.ts';
import { draftOfApplication } from '#lib/domain/application/application-state.ts';
import type { Application, Submission } from '#lib/domain/application/application.ts';
import { waitingId } from '#lib/domain/application/waiting.ts';
import {
  goodsFields,
  contentFields,
  journeyFields,
  partyFields,
  withoutGaps
} from '#lib/domain/authorization/new-form.ts';
import { typedFigure } from '#lib/domain/authorization/typed-quantity.ts';
import { addDays, instantToDate } from '#lib/domain/calendar-date.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CalendarDate, CountryCode, DraftId, Instant } from '#lib/domain/ids.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { bytesToConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import type { DemonstrationAuthority, DemonstrationPerson } from './authorities.ts';
import { hasCompanyAccounts } from './companies.ts';
import { Random } from './random.ts';

type ImportAct = ActOf<'import-authorization'>;
type Step = 'authorized' | 'refused' | 'withdrawn' | 'question' | 'review' | 'accepted' | 'new' | 'waiting';
type Fault = 'twice' | 'licence' | 'substance' | 'quantity' | 'address';

/** Applications at each step, without the authorized ones; Australia has 500 in the world. */
const AUSTRALIAN: Readonly<Record<Step, number>> = {
  authorized: 150,
  refused: 90,
  withdrawn: 20,
  question: 40,
  review: 60,
  accepted: 10,
  new: 100,
  waiting: 30
};
const OTHERS: Readonly<Record<Step, number>> = {
  authorized: 4,
  refused: 1,
  withdrawn: 1,
  question: 1,
  review: 1,
  accepted: 0,
  new: 2,
  waiting: 1
};
const OF_PAIR = { ...OTHERS, authorized: 2, withdrawn: 0, review: 0, new: 1, waiting: 2 };

/** Undecided and refused applications in turn. */
const FAULTS: readonly (Fault | null)[] = [
  null,
  'twice',
  null,
  'licence',
  null,
  'substance',
  'quantity',
  'address'
];
const REASONS: Readonly<Record<Fault | 'none', string>> = {
  none: 'The exporter holds no licence for this substance.',
  twice: 'The same application was sent twice.',
  licence: 'The licence of the importer has expired.',
  substance: 'This substance is not under international control.',
  quantity: 'The quantity cannot be read.',
  address: 'The address of the exporter is missing.'
};
const DAYS: Readonly<Record<Step, readonly [number, number]>> = {
  authorized: [3, 20],
  refused: [30, 330],
  withdrawn: [30, 330],
  question: [8, 30],
  review: [2, 25],
  accepted: [2, 10],
  new: [1, 12],
  waiting: [1, 5]
};

/** The receipt code of a sample is made of its name, so that it is the same at every first start. */
export function sampleCode(name: string): ReturnType<typeof bytesToConfirmationCode> {
  return bytesToConfirmationCode(new Uint8Array(createHash('sha256').update(`receipt ${name}`).digest()));
}

/** The import authorization with this number. */
export function sampleDraft(country: CountryCode, number: string): DraftId {
  return draftOfApplication({ _id: applicationId(country, sampleCode(number)), of: 'import-authorization' });
}

interface Applying {
  readonly authority: DemonstrationAuthority;
  readonly acts: readonly Act[];
  readonly size: 'pair' | 'world';
  readonly now: Instant;
}

type Sample = Readonly<Record<string, unknown>> & { readonly _id: string };

interface SampleApplications {
  readonly documents: readonly Sample[];
  readonly waiting: readonly Sample[];
}

export function applicationsOf({ authority, acts, size, now }: Applying): SampleApplications {
  const { country } = authority;
  const imports = acts
    .filter(
      (act): act is ImportAct => act.body.kind === 'import-authorization' && act.body.issuer === country
    )
    .sort((a, b) => (a.body.number < b.body.number ? 1 : -1));
  const counts = size === 'pair' ? OF_PAIR : country === 'AU' ? AUSTRALIAN : OTHERS;
  const desk = new Desk(authority, instantToDate(now));
  const issued = imports.filter(({ body }) => body.draft === sampleDraft(country, body.number));
  for (const act of issued.slice(0, counts.authorized)) desk.issue(act);
  for (const step of Object.keys(counts) as Step[])
    for (let nth = 0; step !== 'authorized' && nth < counts[step] && imports.length > 0; nth++)
      desk.apply(step, nth, imports);
  const fee =
    country === 'AU' ? { amount: '120 AUD', howToPay: 'Sample: by transfer with the number.' } : null;
  const open = {
    ...DEFAULT_APPLICATION_SETTING,
    isOpen: true,
    hasCompanyAccounts: hasCompanyAccounts(authority),
    advice: 'Sample: attach the licence.',
    fee
  };
  return {
    documents: [
      { _id: APPLICATION_SETTING_ID, schema: 1, ...open } as object as Application,
      ...desk.documents
    ],
    waiting: desk.waiting
  };
}

export async function storeApplications(engine: Engine, applying: Applying): Promise<void> {
  const { documents, waiting } = applicationsOf(applying);
  const database = engine.open(authorityToDatabase(applying.authority.country) ?? '');
  const results = await database.bulkDocs([...documents]);
  const refused = results.find((result) => 'error' in result && result.error);
  if (refused) throw new Error(`a sample application was refused: ${JSON.stringify(refused)}`);
  for (const one of waiting) await putUnlessChanged(engine.open('applications'), one);
}

class Desk {
  readonly documents: Sample[] = [];
  readonly waiting: Sample[] = [];
  readonly #authority: DemonstrationAuthority;
  readonly #today: CalendarDate;
  readonly #random = new Random(32);
  #last: DraftFields | null = null;

  constructor(authority: DemonstrationAuthority, today: CalendarDate) {
    this.#authority = authority;
    this.#today = today;
  }

  issue(act: ImportAct): void {
    const { number, issuedOn } = act.body;
    const days = this.#random.between(...DAYS.authorized);
    const id = this.#write(number, addDays(issuedOn, -days), formOf(act, 1));
    this.#event(id, addDays(issuedOn, -days + 1), 1, this.#toOfficer());
    if (days > 12) this.#ask(id, addDays(issuedOn, -days + 2), true);
    this.#event(id, issuedOn, 0, { kind: 'accepted' });
    if (this.#authority.country === 'AU')
      this.#event(id, issuedOn, 1, {
        kind: 'fee',
        amount: '120 AUD',
        reference: number,
        isPaid: days % 4 > 0
      });
  }

  apply(step: Step, nth: number, imports: readonly ImportAct[]): void {
    const random = this.#random;
    const fault = step === 'withdrawn' || step === 'accepted' ? null : (FAULTS[nth % FAULTS.length] ?? null);
    const name = `${this.#authority.country} ${step} ${nth}`;
    const form = this.#faulty(fault, formOf(random.pick(imports), random.between(2, 9)));
    const on = addDays(this.#today, -random.between(...DAYS[step]));
    if (step === 'waiting') return this.#wait(name, on, form);
    const id = this.#write(name, on, form);
    if (step === 'new') return;
    if (step === 'withdrawn')
      return this.#event(id, addDays(on, 1), 9, {
        kind: 'withdrawn',
        reason: 'Ordered elsewhere.',
        person: undefined
      });
    this.#event(id, on, 5, this.#toOfficer());
    if (step === 'question') this.#ask(id, addDays(on, 1), false);
    if (step === 'accepted') this.#event(id, addDays(on, 1), 6, { kind: 'accepted' });
    if (step === 'refused')
      this.#event(id, addDays(on, 6), 6, { kind: 'refused', reason: REASONS[fault ?? 'none'] });
  }

  #faulty(fault: Fault | null, { fields, lines }: DraftFields): DraftFields {
    const [first, ...others] = lines;
    const before = this.#last ?? { fields, lines };
    this.#last = { fields, lines };
    const { country } = this.#authority;
    if (fault === 'twice') return before;
    if (fault === 'licence')
      return {
        fields: {
          ...fields,
          importerName: `Demo ${country} Hospital Union`,
          importerLicence: `DEMO-${country}-M5`
        },
        lines
      };
    if (fault === 'address') return { fields: { ...fields, exporterAddress: '' }, lines };
    if (!first || fault === null) return { fields, lines };
    const wrong = fault === 'substance' ? { substance: 'paracetamol', form: '' } : { quantity: 'about 2' };
    return { fields, lines: [{ ...first, fields: { ...first.fields, ...wrong } }, ...others] };
  }

  #ask(id: ApplicationId, on: CalendarDate, isAnswered: boolean): void {
    this.#event(id, on, 10, { kind: 'question', text: 'Please send the licence of the exporter.' });
    if (isAnswered)
      this.#event(id, addDays(on, 4), 11, {
        kind: 'answer',
        text: 'The licence is H-021, valid this year.',
        person: undefined
      });
  }

  #toOfficer(): object {
    const { id, name } = this.#officer();
    return { kind: 'assigned', to: id, toName: name };
  }

  #write(name: string, on: CalendarDate, form: DraftFields): ApplicationId {
    const { country } = this.#authority;
    const _id = applicationId(country, sampleCode(name));
    const application: Application = {
      _id,
      schema: 1,
      country,
      at: this.#at(on, 7),
      source: 'server',
      demonstration: true,
      ...submissionOf(form)
    };
    this.documents.push(application);
    return _id;
  }

  #wait(name: string, on: CalendarDate, form: DraftFields): void {
    const { country } = this.#authority;
    const _id = waitingId('waiting', country, applicationId(country, sampleCode(name)));
    this.waiting.push({
      _id,
      schema: 1,
      country,
      at: this.#at(on, 7),
      application: submissionOf(form)
    });
  }

  #event(id: ApplicationId, on: CalendarDate, hours: number, content: object): void {
    const { id: person, name } = this.#officer();
    const hex = createHash('md5').update(`${id} ${this.documents.length}`).digest('hex');
    const uuid = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(12, 16),
      hex.slice(16, 20),
      hex.slice(20)
    ].join('-');
    const isCompany = 'person' in content;
    const { person: _nobody, ...rest } = content as { person?: undefined };
    const by = isCompany ? { by: CONTACT.name } : { by: name, person };
    this.documents.push({
      _id: `${id}:${uuid}`,
      schema: 1,
      at: this.#at(on, 6 + hours),
      ...by,
      ...rest
    });
  }

  #officer(): DemonstrationPerson {
    const { people } = this.#authority;
    return people.find(({ role }) => role === 'officer') ?? (people[0] as DemonstrationPerson);
  }

  #at(on: CalendarDate, hour: number): Instant {
    return `${on}T${String(hour).padStart(2, '0')}:00:00.000Z` as Instant;
  }
}

const CONTACT = { name: 'Sample contact', email: 'orders@company.example' };

function submissionOf(form: DraftFields): Submission {
  return { of: 'import-authorization', language: 'en', form, contact: CONTACT };
}

/** Another quantity is another application; whole packs stay whole. */
function formOf({ body }: ImportAct, times: number): DraftFields {
  const { exportingCountry, purpose, consignments, validUntil } = body;
  const fields = {
    ...partyFields(body),
    ...journeyFields(body),
    exportingCountry,
    purpose,
    consignments: String(consignments),
    validUntil
  };
  const lines = body.lines.map((line, at) => {
    const content = contentFields(line);
    const packs = content['packs'] ? { packs: String(Number(content['packs']) * times) } : {};
    const goods = {
      ...goodsFields(line),
      ...typedFigure(microgramsOf(line.stated) * times),
      ...content,
      ...packs
    };
    return { key: `line-${at + 1}`, fields: goods };
  });
  return { fields: withoutGaps(fields), lines };
}
