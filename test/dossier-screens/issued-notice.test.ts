/** What a page says of an authorization that was issued a moment ago. */
import { render } from 'svelte/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import IssuedNotice from '#lib/dossier/IssuedNotice.svelte';
import { countryName, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { store } from '#lib/store/store.svelte.ts';
import {
  aCancellation,
  anAct,
  anExportAuthorization,
  anImportAuthorization,
  AU,
  CH
} from '../samples/acts.ts';

vi.mock('$app/paths', () => ({ base: '' }));
afterEach(() => void vi.restoreAllMocks());

function aCertificate(authority: string): Act {
  return anAct({ kind: 'certificate', at: '2026-10-01T09:00:00.000Z', holder: { authority } } as never);
}

function noticeOf(
  act: ActOf<'import-authorization'> | ActOf<'export-authorization'>,
  certificates: readonly Act[],
  licenses = false
): string {
  vi.spyOn(store, 'actsOf').mockReturnValue(certificates as never);
  vi.spyOn(store, 'verdictOf').mockReturnValue('good');
  vi.spyOn(store, 'trustAge', 'get').mockReturnValue({
    knownAt: '2026-11-24T09:00:00.000Z',
    state: 'fresh'
  } as never);
  return render(IssuedNotice, { props: { act, licenses, onprint: () => undefined } }).body;
}

describe('an authorization just issued', () => {
  const ia = anImportAuthorization();
  const ea = anExportAuthorization(ia);

  test('to a country on I2ES is said to be sent there', () => {
    const words = noticeOf(ia, [aCertificate(CH)]);
    expect(words).toContain(m.dossier_issued_goes_to({ country: countryName(CH) }));
    expect(words).not.toContain(m.dossier_issued_paper_decides());
  });

  test('to a country that is not on I2ES is to be printed and sent by the officer, and nothing is said to be sent', () => {
    const words = noticeOf(ia, [aCertificate(AU)]);
    expect(words).toContain(m.dossier_issued_on_paper({ country: countryName(CH) }));
    expect(words).toContain(m.dossier_issued_paper_decides());
    expect(words).not.toContain(m.dossier_issued_goes_to({ country: countryName(CH) }));
  });

  test('for prohibited goods asks for the special import licence first (1971 art. 13)', () => {
    expect(noticeOf(ia, [aCertificate(CH)], true)).toContain(m.dossier_issued_licence());
    expect(noticeOf(ia, [aCertificate(CH)])).not.toContain(m.dossier_issued_licence());
  });

  test('in place of another says that the other one was cancelled', () => {
    const later = anImportAuthorization({ over: { number: 'AU-I-2026-000099-11', replaces: ia._id } });
    const cancelled = aCancellation(ia, { over: { replacedBy: later._id } });
    vi.spyOn(store, 'act').mockReturnValue(ia);
    vi.spyOn(store, 'dossierOf').mockReturnValue(foldDossier(ia.body.dossier, [ia, cancelled]));
    expect(noticeOf(later, [aCertificate(CH)])).toContain(
      m.dossier_issued_replaces({ number: isolate(ia.body.number) })
    );
    expect(noticeOf(ia, [aCertificate(CH)])).not.toContain('replaces');
  });

  test('an export authorization to such a country waits for an endorsement on paper', () => {
    expect(noticeOf(ea, [aCertificate(CH)])).toContain(m.dossier_issued_paper_endorses());
  });
});
