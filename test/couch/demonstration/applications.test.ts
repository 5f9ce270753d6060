/** The sample applications: as many as are told, at every step, with their planted faults, all of them well formed. */
import { beforeAll, describe, expect, test } from 'vitest';
import { applicationsOf, sampleCode } from '#couch/demonstration/applications.ts';
import { authorityOf, TRADERS } from '#couch/demonstration/authorities.ts';
import { isAuthorization, type Act } from '#lib/domain/act/body.ts';
import { applicationId, APPLICATION_ID } from '#lib/domain/application/application-id.ts';
import { readApplications, type ApplicationState } from '#lib/domain/application/application-state.ts';
import { duplicatesOf } from '#lib/domain/application/judge-application.ts';
import { judgeWaitingDocument } from '#lib/domain/application/waiting.ts';
import { checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { findSubstance } from '#lib/domain/goods/substance.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { writeWorld, type WrittenWorld } from './written.ts';

const NOW = '2026-11-24T09:00:00.000Z' as Instant;
const AU = 'AU' as CountryCode;

describe('the applications of the demonstration', () => {
  let world: WrittenWorld;
  let all: readonly ApplicationState[];

  const samplesOf = (country: CountryCode) => {
    const acts: readonly Act[] = world.byDatabase.get(authorityToDatabase(country) ?? '') ?? [];
    const made = applicationsOf({ authority: authorityOf(country), acts, size: 'world', now: NOW });
    const issued = acts.filter(isAuthorization);
    const from = (draft: string) => issued.filter(({ body }) => body.draft === draft);
    return { ...made, states: readApplications(made.documents, from) };
  };

  beforeAll(async () => {
    world = await writeWorld(NOW);
    all = samplesOf(AU).states;
  }, 120_000);

  test('are 500 for Australia with those that wait at the server, and some for each other country', () => {
    expect(all.length + samplesOf(AU).waiting.length).toBe(500);
    for (const { country } of TRADERS) expect(samplesOf(country).states.length).toBeGreaterThan(4);
  });

  test('are documents that every database takes, and the same at every first start', () => {
    for (const { country } of TRADERS) {
      const { documents, waiting } = samplesOf(country);
      for (const document of documents)
        expect(checkCountryDocument(document, null)).toMatchObject({ ok: true });
      for (const one of waiting)
        expect(judgeWaitingDocument(one as unknown as Record<string, unknown>)).toMatchObject({ ok: true });
      expect(new Set(documents.map(({ _id }) => _id)).size).toBe(documents.length);
    }
    expect(samplesOf(AU).documents).toEqual(samplesOf(AU).documents);
  });

  test('are at every step, and an authorized one leads to its authorization', () => {
    const counts: Record<string, number> = {};
    for (const { status } of all) counts[status] = (counts[status] ?? 0) + 1;
    expect(counts).toEqual({
      authorized: 150,
      refused: 90,
      withdrawn: 20,
      question: 40,
      review: 60,
      accepted: 10,
      new: 100
    });
    for (const { authorizations, application } of all.filter(({ status }) => status === 'authorized')) {
      expect(authorizations).toHaveLength(1);
      expect(authorizations[0]!.body.at > application.at).toBe(true);
      const number = authorizations[0]!.body.number;
      expect(application._id).toBe(applicationId(AU, sampleCode(number)));
    }
  });

  test('hold duplicates, expired licences, unlisted substances and open questions', () => {
    const open = all.filter(({ status }) => ['new', 'review', 'question'].includes(status));
    const some = (is: (state: ApplicationState) => boolean): number => open.filter(is).length;
    expect(some((one) => duplicatesOf(one, all).length > 0)).toBeGreaterThan(15);
    expect(some(({ form }) => form.fields['importerLicence'] === 'DEMO-AU-M5')).toBeGreaterThan(15);
    const isListed = (key = ''): boolean => findSubstance(key) !== null && findSubstance(key) !== undefined;
    expect(
      some(({ form }) => form.lines.some(({ fields }) => !isListed(fields['substance'])))
    ).toBeGreaterThan(15);
    expect(some(({ question }) => question !== null)).toBe(40);
    expect(
      samplesOf(AU).documents.every(({ _id }) => APPLICATION_ID.test(_id) || _id.startsWith('setting:'))
    ).toBe(true);
  });
});
