/** An application on a company's device: nothing typed is lost, and it arrives once. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { applicationId, applicationNumber } from '#lib/domain/application/application-id.ts';
import { SUBMISSION, type Submission } from '#lib/domain/application/application.ts';
import type { ConfirmationCode } from '#lib/domain/registration/confirmation-code.ts';
import { fits } from '#lib/domain/shape/shape.ts';
import { CompanyApplication, newApplication } from '#lib/apply/company-application.svelte.ts';
import { keptKey, listKept, readKept } from '#lib/apply/kept-applications.ts';
import { AU } from '../samples/acts.ts';
import { aForm } from '../samples/forms.ts';

const AT = '2026-11-30T12:00:00.000Z';

/** Enough of a browser's storage. */
class Notes {
  getItem = (name: string): string | null => (this as unknown as Record<string, string>)[name] ?? null;
  setItem = (name: string, text: string): void => void Object.assign(this, { [name]: text });
  removeItem = (name: string): void => void Reflect.deleteProperty(this, name);
}

/** Its authority's server, which holds what has arrived. `loses`: the answer to the next submission. */
class Office {
  readonly held = new Map<string, Submission>();
  asked: string[] = [];
  loses = false;

  readonly fetch = (input: unknown, init: { readonly body?: unknown } = {}): Promise<Response> => {
    const path = String(input).replace(`/api/applications/${AU}`, '');
    this.asked.push(path);
    const body = JSON.parse(String(init.body ?? '{}')) as {
      code: ConfirmationCode;
      application?: Submission;
    };
    const number = applicationNumber(AU, applicationId(AU, body.code));
    if (body.application) {
      if (!fits(SUBMISSION, body.application)) return answer(422, { problems: [{ code: 'act.malformed' }] });
      if (!this.held.has(body.code)) this.held.set(body.code, body.application);
      if (this.loses) return Promise.reject(new TypeError('no answer'));
      return answer(201, { number, at: AT });
    }
    if (!this.held.has(body.code)) return answer(404, { problems: [{ code: 'application.unknown' }] });
    const none = { question: null, reason: null, fee: null, authorization: null };
    return answer(200, { number, at: AT, status: 'new', lastAt: AT, waiting: true, ...none });
  };
}

const answer = (status: number, body: object): Promise<Response> =>
  Promise.resolve(new Response(JSON.stringify(body), { status }));

let office: Office;
beforeEach(() => {
  office = new Office();
  vi.stubGlobal('localStorage', new Notes());
  vi.stubGlobal('fetch', office.fetch);
});
afterEach(() => vi.unstubAllGlobals());

function aFilled(): CompanyApplication {
  const application = new CompanyApplication(newApplication(AU, 'import-authorization'));
  const { fields, lines } = aForm();
  const { validFrom: _from, validUntil: _until, ...own } = fields;
  const contact = { contactName: 'R. Lane', contactEmail: 'lane@southern.example' };
  application.form.write({ ...own, ...contact });
  application.form.writeLines(lines.map((line, at) => ({ key: `line-${at}`, fields: line.fields })));
  return application;
}

test('an application with every box filled has no problem, and is sent once', async () => {
  const application = aFilled();
  expect(application.problems.filter(({ weight }) => weight !== 'notice')).toEqual([]);
  expect(await application.send()).toEqual({ ok: true, value: true });
  expect(application.kept.sentAt).toBe(AT);
  expect(application.isOpen).toBe(false);
  expect(office.held.get(application.kept.code)?.contact.name).toBe('R. Lane');
});

test('a user of a company who only prepares leaves it ready in this browser, apart from those without an account', async () => {
  const company = 'company:1';
  const { kept } = aFilled();
  const prepared = new CompanyApplication({ ...kept, company, form: aFilled().form.words });
  expect(await prepared.markReady()).toEqual({ ok: true, value: true });
  expect(office.asked).toEqual([]);
  expect(listKept(AU).some(({ id }) => id === kept.id)).toBe(false);
  expect(listKept(AU, company)).toMatchObject([{ id: kept.id, isReady: true, sentAt: null }]);
  expect(listKept(AU, 'company:2')).toEqual([]);
});

test('what the register says of a company with an account is no problem of its user', () => {
  const { kept } = aFilled();
  const application = new CompanyApplication({ ...kept, company: 'company:1', form: aFilled().form.words });
  application.form.write({ importerAddress: 'P.O. Box 12', exporterName: '' });
  const paths = application.problems.map(({ path }) => path);
  expect(paths).toContain('exporterName');
  expect(paths).not.toContain('importerAddress');
});

test('if the answer is lost, the next attempt finds the application by its code and sends nothing', async () => {
  const application = aFilled();
  office.loses = true;
  expect((await application.send()).ok).toBe(false);
  expect(application.kept).toMatchObject({ isReady: true, sentAt: null });
  office.loses = false;
  office.asked = [];
  expect((await application.send()).ok).toBe(true);
  expect(office.asked).toEqual(['/status']);
  expect(application.isOtherThanSent).toBe(false);
});

test('a text changed after a lost answer is shown as different from what the authority has', async () => {
  const application = aFilled();
  office.loses = true;
  await application.send();
  application.change();
  application.form.write({ remarks: 'Twice as much' });
  office.loses = false;
  await application.send();
  expect(office.held.get(application.kept.code)?.form.fields['remarks']).not.toBe('Twice as much');
  expect(application.isOtherThanSent).toBe(true);
});

test('a page that is closed in the middle of a word has kept it', async () => {
  const application = aFilled();
  application.form.write({ remarks: 'Half a w' });
  await application.form.saveNow();
  const again = readKept(application.kept.id);
  expect(again?.form.fields['remarks']).toBe('Half a w');
  expect(again?.code).toBe(application.kept.code);
});

test('a copy has a code of its own, and no date or number of the earlier one', () => {
  const first = aFilled();
  first.form.write({ validUntil: '2027-01-01', number: 'X-1' });
  const copy = newApplication(AU, 'import-authorization', first.form.words);
  expect(copy.code).not.toBe(first.kept.code);
  expect(copy.form.fields['importerName']).toBe(first.form.read('importerName'));
  expect([copy.form.fields['validUntil'], copy.form.fields['number']]).toEqual([undefined, undefined]);
});

test.each(['null', '[]', '"text"', '{"id":"x"}', '{"id":"x","country":"AU","of":"poison","code":"1"}', '{'])(
  'a stored note that is no application is passed over: %s',
  (text) => {
    localStorage.setItem(keptKey('x'), text);
    expect(listKept()).toEqual([]);
  }
);

test.each([
  ['contactEmail', 'no address'],
  ['validUntil', '2020-01-01'],
  ['validUntil', '2027-13'],
  ['importerAddress', 'P.O. Box 12']
] as const)('nonsense in %s is refused in its box: %s', (name, typed) => {
  const application = aFilled();
  application.form.write({ [name]: typed });
  expect(application.problems.find(({ path, weight }) => path === name && weight === 'refused')).toBeTruthy();
});
