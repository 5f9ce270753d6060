/** The head of a dossier: which question is open and who answers it, and which document is not here. */
import { render } from 'svelte/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { AuthorityCode, CalendarDate, Instant } from '#lib/domain/ids.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import DossierNotices from '#lib/dossier/DossierNotices.svelte';
import { formatDateTime } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { store } from '#lib/store/store.svelte.ts';
import {
  aCancellation,
  aCorrection,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  aSuspension,
  AU,
  CH
} from '../samples/acts.ts';

vi.mock('$app/paths', () => ({ base: '' }));

const TODAY = '2026-11-24' as CalendarDate;
const NOW = `${TODAY}T08:00:00.000Z` as Instant;
const ia = anImportAuthorization();
const query = aReply(ia, { over: { answer: 'query', text: 'Is the licence still valid?' } });

afterEach(() => void vi.restoreAllMocks());

interface Head {
  readonly role?: 'officer' | 'reader';
  readonly isLinkable?: boolean;
  readonly isOff?: boolean;
}

/** As this authority sees it, without marks of the page. */
function headOf(
  acts: readonly [DossierAct, ...DossierAct[]],
  authority: AuthorityCode,
  { role = 'officer', isLinkable = false, isOff = false }: Head = {}
): string {
  const dossier = foldDossier(acts[0].body.dossier, acts);
  vi.spyOn(store, 'person', 'get').mockReturnValue({ authority, role } as never);
  vi.spyOn(store, 'now', 'get').mockReturnValue(NOW);
  vi.spyOn(store, 'today', 'get').mockReturnValue(TODAY);
  vi.spyOn(store, 'act').mockImplementation(
    (id) => acts.find((one): one is Act & DossierAct => one._id === id) ?? null
  );
  const actions =
    role === 'reader'
      ? { primary: null, others: [] }
      : actionsOf(dossier, authority, { today: TODAY, isLinkable: () => isLinkable });
  const { body } = render(DossierNotices, {
    props: {
      act: acts[0],
      dossier,
      entries: [],
      unread: [],
      isOff,
      actions,
      twice: new Map(),
      onaction: () => undefined,
      onanew: () => undefined
    }
  });
  return body
    .replace(/<[^>]+>/g, '')
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ');
}

describe('a suspension', () => {
  const ea = anExportAuthorization(ia);
  const suspended = aSuspension(ea, { issuer: AU });

  test('is told to both sides with its reason, and only the suspender can release it', () => {
    for (const side of [AU, CH]) {
      const head = headOf([ia, ea, suspended], side);
      expect(head).toContain(m.dossier_suspended_by({ country: 'Australia', number: ea.body.number }));
      expect(head).toContain(suspended.body.reason);
      expect(head.includes(m.dossier_do_release())).toBe(side === AU);
    }
    expect(headOf([ia, ea, suspended], AU, { role: 'reader' })).not.toContain(m.dossier_do_release());
  });

  test('is gone once it is released', () => {
    const released = aSuspension(ea, {
      issuer: AU,
      at: '2026-10-07T10:00:00.000Z',
      over: { state: 'released' }
    });
    expect(headOf([ia, ea, suspended, released], CH)).not.toContain(suspended.body.reason);
  });
});

describe('a correction of what the partner has endorsed', () => {
  const ea = anExportAuthorization(ia);
  const shipment = aShipment(ea);
  const correction = aCorrection(shipment, ea);
  const acts = [ia, ea, shipment, anEndorsement(ea), correction] as const;

  test('asks the partner to confirm, and tells its author that it waits', () => {
    expect(headOf(acts, AU)).toContain(m.dossier_confirm_asked({ country: 'Switzerland' }));
    expect(headOf(acts, AU)).toContain(m.dossier_do_confirm());
    expect(headOf(acts, CH)).toContain(m.dossier_confirm_waits());
    expect(headOf(acts, CH)).not.toContain(m.dossier_do_confirm());
  });

  test('asks nothing more once it is confirmed', () => {
    const confirmed = aReply(correction, { at: '2026-10-26T10:00:00.000Z', over: { answer: 'received' } });
    for (const side of [AU, CH])
      expect(headOf([...acts, confirmed], side)).not.toContain(correction.body.reason);
  });
});

describe('an open question', () => {
  test('is told to whoever is to answer it: who asked, when, about what, in which words, and the answer', () => {
    const head = headOf([ia, query], AU);
    expect(head).toContain(m.dossier_question_theirs());
    expect(head).toContain('Is the licence still valid?');
    expect(head).toContain(query.body.by.name);
    expect(head).toContain('Switzerland');
    expect(head).toContain(formatDateTime(query.body.at));
    expect(head).toContain(ia.body.number);
    expect(head).toContain(m.dossier_do_reply());
  });

  test('is told to its asker as waiting for the partner, with nothing to press', () => {
    const head = headOf([ia, query], CH);
    expect(head).toContain(m.dossier_question_ours());
    expect(head).toContain('Is the licence still valid?');
    expect(head).not.toContain(m.dossier_do_reply());
  });

  test('to a partner on paper waits for nobody: the reply comes by letter and is recorded', () => {
    const head = headOf([ia, query], CH, { isOff: true });
    expect(head).toContain(m.dossier_question_by_letter());
    expect(head).not.toContain(m.dossier_question_ours());
  });

  test('is read, and not answered, by an account that only reads', () => {
    const head = headOf([ia, query], AU, { role: 'reader' });
    expect(head).toContain('Is the licence still valid?');
    expect(head).not.toContain(m.dossier_do_reply());
  });

  test('leaves whoever is objected to the choice to answer, or to cancel and replace', () => {
    const objection = aReply(ia, { over: { answer: 'objection', text: 'The port is closed.' } });
    expect(headOf([ia, objection], AU)).toContain(m.dossier_do_answer());
    expect(headOf([ia, objection], AU)).toContain(m.dossier_objection_replace());
    expect(headOf([ia, query], AU)).not.toContain(m.dossier_objection_replace());
    expect(headOf([ia, objection], CH)).not.toContain(m.dossier_objection_replace());
    expect(headOf([ia, objection], AU, { role: 'reader' })).not.toContain(m.dossier_objection_replace());
  });

  test('is called an objection where it is one, and is gone once it is withdrawn or its document cancelled', () => {
    const objection = aReply(ia, { over: { answer: 'objection', text: 'The port is closed.' } });
    expect(headOf([ia, objection], AU)).toContain(m.dossier_objection_theirs());
    expect(headOf([ia, objection], CH)).toContain(m.dossier_objection_ours());
    const answer = aReply(objection, { at: '2026-10-03T10:00:00.000Z' });
    const withdrawn = aReply(answer, { at: '2026-10-04T10:00:00.000Z', over: { answer: 'withdrawn' } });
    const ended = [ia, objection, answer, withdrawn] as const;
    for (const side of [AU, CH]) expect(headOf(ended, side)).not.toContain('The port');
    const cancelled = aCancellation(ia, { at: '2026-10-03T10:00:00.000Z' });
    expect(headOf([ia, objection, cancelled], AU)).not.toContain('The port');
  });
});

describe('an answered objection', () => {
  const objection = aReply(ia, { over: { answer: 'objection', text: 'The port is closed.' } });
  const answer = aReply(objection, {
    at: '2026-10-03T10:00:00.000Z',
    over: { answer: 'explanation', text: 'It opened yesterday.' }
  });
  const answered = [ia, objection, answer] as const;

  test('is shown to both sides with its answer, and only its author can withdraw or uphold it', () => {
    for (const side of [AU, CH]) {
      expect(headOf(answered, side)).toContain('The port is closed.');
      expect(headOf(answered, side)).toContain('It opened yesterday.');
    }
    expect(headOf(answered, CH)).toContain(m.dossier_verdict_ours());
    expect(headOf(answered, CH)).toContain(m.dossier_do_settle());
    expect(headOf(answered, AU)).toContain(m.dossier_verdict_theirs());
    expect(headOf(answered, AU)).not.toContain(m.dossier_do_settle());
    expect(headOf(answered, CH, { role: 'reader' })).not.toContain(m.dossier_do_settle());
  });

  test('is open again once it is upheld, with the new reason', () => {
    const upheld = aReply(answer, {
      at: '2026-10-04T10:00:00.000Z',
      over: { answer: 'upheld', text: 'Customs say that it is closed.' }
    });
    const head = headOf([...answered, upheld], AU);
    expect(head).toContain(m.dossier_upheld_theirs());
    expect(head).toContain('Customs say that it is closed.');
    expect(head).toContain(m.dossier_do_answer());
    expect(head).toContain(m.dossier_objection_replace());
    expect(headOf([...answered, upheld], CH)).toContain(m.dossier_upheld_ours());
  });
});

describe('an import authorization that is cited and not here', () => {
  const meant = anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } });
  const stray = anExportAuthorization(meant);

  test('is named by its number', () => {
    expect(headOf([stray], AU)).toContain('AU-I-2026-000110-98');
  });

  test('is said to be linkable only where one is here that may be meant; otherwise it is asked about', () => {
    const linkable = headOf([stray], AU, { isLinkable: true });
    expect(linkable).toContain(m.dossier_no_import_link());
    expect(linkable).not.toContain(m.dossier_no_import_ask());
    const lost = headOf([stray], AU);
    expect(lost).toContain(m.dossier_no_import_ask());
    expect(lost).not.toContain(m.dossier_no_import_link());
  });

  test('is no task of the exporting authority, which has seen the paper', () => {
    expect(headOf([stray], CH)).not.toContain(m.dossier_no_import_ask());
  });
});
