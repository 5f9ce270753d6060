/** Applications of companies: documents that are written once, and what they say together. */
import { describe, expect, test } from 'vitest';
import { isAuthorization, type AuthorizationAct } from '#lib/domain/act/body.ts';
import {
  applicationId,
  applicationNumber,
  type ApplicationId
} from '#lib/domain/application/application-id.ts';
import {
  judgeApplicationDocument,
  type Application,
  type ApplicationEvent,
  type NewEvent
} from '#lib/domain/application/application.ts';
import {
  daysWithAuthority,
  draftOfApplication,
  isOverdue,
  openApplication,
  readApplications,
  type ApplicationState
} from '#lib/domain/application/application-state.ts';
import { duplicatesOf, isPlain, judgeApplied } from '#lib/domain/application/judge-application.ts';
import { countApplications } from '#lib/domain/application/application-figures.ts';
import { acceptedForm, importNamedBy } from '#lib/domain/application/accept-application.ts';
import { parseApplicationFile } from '#lib/domain/application/application-file.ts';
import {
  DEFAULT_APPLICATION_SETTING,
  judgeApplicationSetting,
  readApplicationSetting
} from '#lib/domain/application/application-setting.ts';
import { asCompany } from '#lib/domain/application/company-desk.ts';
import { visibleTo } from '#lib/domain/application/visible.ts';
import { judgeDocument } from '#lib/domain/door/door.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import {
  bytesToConfirmationCode,
  type ConfirmationCode
} from '#lib/domain/registration/confirmation-code.ts';
import { AU, anImportAuthorization, aClosedTrade } from '../../samples/acts.ts';
import { aSubmission } from '../../samples/applications.ts';
import { aCompany, aLicence } from '../../samples/companies.ts';
import { aContext, aForm } from '../../samples/forms.ts';

const CODE = '0123456789ABCDEFGHJK' as ConfirmationCode;
const ID = applicationId(AU, CODE);
const OFFICER = { id: 'au.officer', authority: AU, role: 'officer' };

function anApplication(over: Partial<Application> = {}): Application {
  return {
    _id: ID,
    schema: 1,
    country: AU,
    at: '2026-11-02T09:00:00.000Z' as Instant,
    source: 'server',
    of: 'import-authorization',
    language: 'en',
    form: appliedForm(),
    contact: { name: 'R. Lane', email: 'lane@southern.example' },
    ...over
  };
}

function appliedForm(over: Record<string, string> = {}) {
  const { fields, lines } = aForm(over);
  const { validFrom: _from, ...own } = fields;
  return { fields: own, lines: lines.map(({ fields: line }, at) => ({ key: `line-${at}`, fields: line })) };
}

let count = 0;
function anEvent(event: NewEvent, at: string, by: 'officer' | 'company' = 'officer'): ApplicationEvent {
  const suffix = String(++count).padStart(12, '0');
  return {
    ...event,
    _id: `${ID}:00000000-0000-4000-8000-${suffix}`,
    schema: 1,
    at: at as Instant,
    by: 'A. Officer',
    ...(by === 'officer' ? { person: 'au.officer' } : {})
  } as ApplicationEvent;
}

const open = (
  events: readonly ApplicationEvent[],
  acts: readonly AuthorizationAct[] = []
): ApplicationState => openApplication(anApplication(), events, () => acts);

const door = (document: object, writer = OFFICER) =>
  judgeDocument(
    { _rev: '1-' + 'a'.repeat(32), _revisions: { start: 1, ids: ['a'.repeat(32)] }, ...document },
    {
      writer: writer as never,
      database: 'country-au',
      limits: { documentBytes: 131072, revisionsPerDocument: 20, generations: 1000 },
      hashOf: sha256Base64url,
      bytesOf: (text) => text.length
    }
  ).map(({ code }) => code);

describe('An application', () => {
  test('is deleted by its country’s own server when it is due, and by no person', () => {
    const ids = ['b'.repeat(32), 'a'.repeat(32)];
    const gone = { _id: ID, _deleted: true, _rev: `2-${ids[0]}`, _revisions: { start: 2, ids } };
    expect(door(gone, { id: 'au.service', authority: AU, role: 'service' })).toEqual([]);
    expect(door(gone)).toEqual(['door.document.mayNotBeDeleted']);
  });

  test('is named by the hash of its receipt code, with a number that opens nothing', () => {
    expect(applicationId(AU, CODE)).toBe(ID);
    expect(applicationId('CH' as never, CODE)).not.toBe(ID);
    expect(applicationNumber(AU, ID)).toMatch(/^AU-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  });

  test('is taken in from a file or from paper by an officer, and from nobody else', () => {
    const filed = anApplication({ source: 'file' });
    expect(door(filed)).toEqual([]);
    expect(door(filed, { ...OFFICER, role: 'reader' })).toEqual(['door.role.mayNotWrite']);
    expect(door(filed, { ...OFFICER, authority: 'CH' as never })).toContain('door.issuer.foreign');
    expect(door(anApplication())).toEqual(['application.source']);
  });

  test('never changes, and only the server deletes it', () => {
    const filed = anApplication({ source: 'file' });
    const second = {
      _rev: '2-' + 'b'.repeat(32),
      _revisions: { start: 2, ids: ['b'.repeat(32), 'a'.repeat(32)] }
    };
    expect(door({ ...filed, ...second })).toEqual(['application.immutable']);
    expect(door({ _id: ID, _deleted: true, ...second })).toEqual(['door.document.mayNotBeDeleted']);
    expect(judgeApplicationDocument({ _id: ID, _deleted: true }).ok).toBe(true);
  });

  test.each([
    ['a box that only the authority fills in', { form: appliedForm({ exceeding: 'treatment' }) }],
    ['a box that no form has', { form: appliedForm({ secret: 'x' }) }],
    [
      'text that readers could read differently',
      { form: appliedForm({ importerName: 'Southern\u202eMed' }) }
    ],
    ['text that is too long', { form: appliedForm({ remarks: 'x'.repeat(1001) }) }],
    ['no goods at all', { form: { ...appliedForm(), lines: [] } }],
    ['an address that is no e-mail address', { contact: { name: 'R. Lane', email: 'lane' } }],
    [
      'an attachment that is a program',
      {
        attachments: [{ hash: 'A'.repeat(43), name: 'x.exe', type: 'application/x-msdownload', bytes: 3 }]
      }
    ]
  ])('is refused with %s', (_what, over) => {
    expect(judgeApplicationDocument(anApplication(over as never)).ok).toBe(false);
  });
});

describe('What is written about an application', () => {
  test('is signed by the person whose device wrote it', () => {
    const question = anEvent({ kind: 'question', text: 'Which port?' }, '2026-11-03T09:00:00.000Z');
    expect(door(question)).toEqual([]);
    expect(door({ ...question, person: 'au.other' })).toEqual(['application.person']);
    const { person: _person, ...nobody } = question as ApplicationEvent & { person: string };
    expect(door(nobody)).toEqual(['document.malformed']);
    const answer = anEvent({ kind: 'answer', text: 'Sydney' }, '2026-11-04T09:00:00.000Z', 'company');
    expect(door(answer)).toEqual(['application.person']);
  });

  test('gives one state in any order of documents', () => {
    const events = [
      anEvent({ kind: 'assigned', to: 'au.officer', toName: 'A. Officer' }, '2026-11-02T10:00:00.000Z'),
      anEvent({ kind: 'question', text: 'Which port?' }, '2026-11-03T09:00:00.000Z'),
      anEvent(
        { kind: 'answer', text: 'Sydney', form: appliedForm({ portOfEntry: 'Sydney' }) },
        '2026-11-06T09:00:00.000Z',
        'company'
      ),
      anEvent({ kind: 'accepted' }, '2026-11-07T09:00:00.000Z')
    ];
    const documents = [anApplication(), ...events];
    const one = readApplications(documents, () => []);
    const other = readApplications([...documents].reverse(), () => []);
    expect(other).toEqual(one);
    expect(one[0]).toMatchObject({ status: 'accepted', question: null, assigned: { to: 'au.officer' } });
    expect(one[0]?.form.fields['portOfEntry']).toBe('Sydney');
  });

  test('two officers who accept it apart write one draft', () => {
    expect(draftOfApplication(anApplication())).toBe(draftOfApplication(anApplication({ source: 'file' })));
  });

  test('an authorization stays issued, whatever is written later', () => {
    const refused = anEvent({ kind: 'refused', reason: 'No licence' }, '2026-11-09T09:00:00.000Z');
    const state = open([refused], [anImportAuthorization()]);
    expect(state.status).toBe('authorized');
  });

  test('a refused application is reopened, and nothing else moves it', () => {
    const refused = anEvent({ kind: 'refused', reason: 'No licence' }, '2026-11-03T09:00:00.000Z');
    const accepted = anEvent({ kind: 'accepted' }, '2026-11-04T09:00:00.000Z');
    const reopened = anEvent({ kind: 'reopened', reason: 'Licence found' }, '2026-11-05T09:00:00.000Z');
    expect(open([refused, accepted]).status).toBe('refused');
    expect(open([refused, accepted, reopened]).status).toBe('review');
  });

  test('days in which the authority waits for the company do not count', () => {
    const question = anEvent({ kind: 'question', text: 'Which port?' }, '2026-11-05T09:00:00.000Z');
    const answer = anEvent({ kind: 'answer', text: 'Sydney' }, '2026-11-15T09:00:00.000Z', 'company');
    const today = '2026-11-20' as CalendarDate;
    expect(daysWithAuthority(open([]), today)).toBe(18);
    expect(daysWithAuthority(open([question, answer]), today)).toBe(8);
    expect(daysWithAuthority(open([question]), today)).toBe(3);
    expect(isOverdue(open([]), today, 15)).toBe(true);
    expect(isOverdue(open([question]), today, 1)).toBe(false);
  });
});

describe('The rules of the form', () => {
  test('tell a company what is missing in its own boxes, and nothing of the authority’s', () => {
    const context = { ...aContext(), settings: {} };
    expect(
      judgeApplied('import-authorization', appliedForm(), context).filter(({ weight }) => weight !== 'notice')
    ).toEqual([]);
    const codes = judgeApplied('import-authorization', appliedForm({ importerName: '' }), context).map(
      ({ code }) => code
    );
    expect(codes).toContain('importer.name.missing');
    expect(codes).not.toContain('authority.missing');
  });

  test('an application for an export names the partner’s import authorization', () => {
    const codes = judgeApplied('export-authorization', appliedForm(), aContext()).map(({ code }) => code);
    expect(codes).toContain('application.number.missing');
  });

  test('flag a second application for the same goods, and do not accept it with others', () => {
    const one = open([]);
    const again = openApplication(
      anApplication({
        _id: `application:${'B'.repeat(43)}` as ApplicationId,
        at: '2026-11-20T09:00:00.000Z' as Instant
      }),
      [],
      () => []
    );
    expect(duplicatesOf(one, [one, again])).toEqual([again]);
    expect(isPlain(one, [], [again])).toBe(false);
    expect(isPlain(one, [], [])).toBe(true);
  });
});

describe('A company sees', () => {
  test('its own number, status and question, and no name, note or colleague', () => {
    const state = open([
      anEvent({ kind: 'assigned', to: 'au.officer', toName: 'A. Officer' }, '2026-11-03T09:00:00.000Z'),
      anEvent({ kind: 'note', text: 'Ask the inspector' }, '2026-11-03T10:00:00.000Z'),
      anEvent({ kind: 'question', text: 'Which port?' }, '2026-11-03T11:00:00.000Z')
    ]);
    const seen = visibleTo(state, () => null, '2026-11-20' as CalendarDate);
    expect(seen).toMatchObject({ status: 'question', question: 'Which port?', authorization: null });
    expect(JSON.stringify(seen)).not.toMatch(/Officer|inspector|au\.officer/);
  });

  test('the quantity imported after the endorsement, of an import and of an export', () => {
    const acts = aClosedTrade();
    const [importAct, exportAct] = acts.filter(isAuthorization) as unknown as [
      AuthorizationAct,
      AuthorizationAct
    ];
    const dossier = foldDossier(importAct.body.dossier, acts);
    const seen = (act: AuthorizationAct) =>
      visibleTo(open([], [act]), () => dossier, '2026-11-24' as CalendarDate);
    expect(seen(importAct).authorization).toMatchObject({ number: importAct.body.number, status: 'closed' });
    expect(seen(exportAct).authorization).toMatchObject({
      number: exportAct.body.number,
      status: 'endorsed'
    });
    expect(seen(exportAct).authorization?.lines[0]?.imported).toBeGreaterThan(0);
    expect(seen(exportAct).authorization?.lines[0]?.left).toBe(0);
  });
});

test('A setting of applications out of range is refused with its bounds', () => {
  const sound = {
    _id: 'setting:applications',
    schema: 1,
    isOpen: true,
    targetDays: 15,
    keepMonths: 24,
    advice: '',
    fee: null
  };
  expect(judgeApplicationSetting(sound)).toEqual([]);
  expect(judgeApplicationSetting({ ...sound, targetDays: 0 })).toEqual([
    { code: 'application.setting.outOfRange', path: 'targetDays', values: { least: 1, most: 365 } }
  ]);
  expect(judgeApplicationSetting({ ...sound, isOpen: 'yes' })[0]?.code).toBe('setting.malformed');
  const accounts = { ...sound, hasCompanyAccounts: 'yes' };
  expect(judgeApplicationSetting(accounts)).toEqual([
    { code: 'setting.malformed', path: 'hasCompanyAccounts' }
  ]);
});

test('A setting from before companies had accounts has none, and takes applications as before', () => {
  const sound = { ...DEFAULT_APPLICATION_SETTING, _id: 'setting:applications', schema: 1, isOpen: true };
  const { hasCompanyAccounts: _none, ...old } = sound;
  expect(readApplicationSetting(old)).toMatchObject({ isOpen: true, hasCompanyAccounts: false });
  expect(readApplicationSetting({ ...sound, hasCompanyAccounts: true }).hasCompanyAccounts).toBe(true);
});

describe('An application from a company’s account', () => {
  const company = aCompany(1, {
    name: 'Alpen AG',
    premises: [{ name: 'Store', address: '9 Store Lane' }],
    licences: [aLicence({ number: 'L-7' })]
  });
  const fieldsFor = (over: Record<string, string>, of = 'import-authorization'): object =>
    asCompany({ ...aSubmission(over), of: of as 'import-authorization' }, company).form.fields;

  test('has the register’s name, address and country, whatever was sent', () => {
    const forged = { importerName: 'Another', importerAddress: 'Elsewhere', importerCountry: 'CH' };
    const expected = { importerName: 'Alpen AG', importerAddress: company.address, importerCountry: 'AU' };
    expect(fieldsFor(forged)).toMatchObject(expected);
    const kept = fieldsFor({ exporterName: 'A partner' }) as Record<string, string>;
    expect(kept['exporterName']).toBe('A partner');
    expect(fieldsFor({ exporterName: 'Another' }, 'export-authorization')).toMatchObject({
      exporterName: 'Alpen AG'
    });
  });

  test('keeps the company’s own premises and licence, and no others', () => {
    expect(fieldsFor({ importerAddress: '9 store lane', importerLicence: 'L-7' })).toMatchObject({
      importerAddress: '9 Store Lane',
      importerLicence: 'L-7'
    });
    expect(fieldsFor({ importerLicence: 'L-8' })).not.toHaveProperty('importerLicence');
  });
});

describe('A file that the company’s form saved', () => {
  const file = (over: object = {}): string =>
    JSON.stringify({
      format: 'i2es-application',
      version: 1,
      country: AU,
      code: bytesToConfirmationCode(new Uint8Array(12).fill(7)),
      application: {
        of: 'import-authorization',
        language: 'en',
        form: appliedForm(),
        contact: { name: 'R. Lane', email: 'lane@southern.example' }
      },
      contents: [],
      ...over
    });
  const codes = (text: string): readonly string[] => {
    const parsed = parseApplicationFile(text);
    return parsed.ok ? [] : parsed.problems.map(({ code }) => code);
  };

  test('is read with its receipt code', () => expect(codes(file())).toEqual([]));

  test('is refused with a clear answer if it is another file or was changed', () => {
    for (const other of ['', 'null', '[]', '%PDF-1.7', '{"format":"i2es-return"}'])
      expect(codes(other)).toEqual(['application.file.other']);
    expect(codes(file({ country: 'XX1' }))[0]).toBe('application.file.damaged');
    expect(codes(file({ secret: 'x' }))[0]).toBe('application.file.damaged');
    expect(codes(file({ code: '0'.repeat(19) + '1' }))[0]).toBe('registration.code.mistyped');
    expect(codes('x'.repeat(20_000_000))).toEqual(['application.file.tooLarge']);
  });
});

describe('The draft of an accepted application', () => {
  const importAct = anImportAuthorization();
  const applied = { of: 'export-authorization', form: appliedForm() } as const;

  test('begins with the authority’s dates and has the company’s boxes', () => {
    const { fields, lines } = acceptedForm({ ...applied, of: 'import-authorization' }, aContext(), null);
    expect(fields).toMatchObject({
      validFrom: aContext().today,
      importerName: appliedForm().fields['importerName']
    });
    expect(lines).toEqual(appliedForm().lines);
  });

  test('suggests no last day that passed while the application waited', () => {
    const until = (validUntil: string) => {
      const form = appliedForm({ validUntil });
      return acceptedForm({ of: 'import-authorization', form }, aContext(), null).fields['validUntil'];
    };
    const { today } = aContext();
    expect(until(today)).toBe(today);
    expect(String(until('2020-06-10')) > today).toBe(true);
  });

  test('keeps what the import authorization says, whatever the company typed of the importer', () => {
    const form = appliedForm({ importerName: 'Another importer', portOfExit: 'Basel' });
    const { fields, lines } = acceptedForm({ ...applied, form }, aContext(), importAct);
    expect(fields['importerName']).toBe(importAct.body.importer.name);
    expect(fields['portOfExit']).toBe('Basel');
    expect(lines[0]?.fields['importLine']).toBe('1');
  });

  test('finds the import authorization by its number, with or without separators', () => {
    const { number, issuer } = importAct.body;
    const named = (typed: string, importingCountry: string = issuer) =>
      importNamedBy(appliedForm({ number: typed, importingCountry }), [importAct]);
    expect(named(number.toLowerCase())).toBe(importAct);
    expect(named(number.replace(/[^A-Za-z0-9]/g, ''))).toBe(importAct);
    expect(named(number, 'FR')).toBeNull();
    expect(named('')).toBeNull();
  });
});

test('Figures count each application once, and tell no time before an authorization', () => {
  const figures = countApplications(
    [open([]), open([anEvent({ kind: 'refused', reason: 'No licence' }, '2026-11-03T09:00:00.000Z')])],
    '2026-11-27' as CalendarDate
  );
  expect(figures).toMatchObject({ applied: 2, refused: 1, open: 1, authorized: 0 });
  expect(figures.medianDays['import-authorization']).toBeNull();
  expect(figures.companies.map(({ applied }) => applied)).toEqual([2]);
  expect(figures.months.map(({ key }) => key)).toEqual(['2026-11']);
});

test('Figures show a month without applications between two months with some', () => {
  const now = open([]);
  const earlier = { ...now, application: { ...now.application, at: '2025-12-31T09:00:00.000Z' as Instant } };
  const { months } = countApplications([now, earlier], '2026-11-27' as CalendarDate);
  expect(months).toHaveLength(12);
  expect(months.map(({ applied }) => applied)).toEqual([1, ...Array<number>(10).fill(0), 1]);
  expect(months.map(({ key }) => key).slice(0, 2)).toEqual(['2025-12', '2026-01']);
});
