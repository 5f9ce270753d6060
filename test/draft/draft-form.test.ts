/** Drafts while they are typed: saved at a pause, never lost, merged with another device box by box. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { FormField, LineField } from '#lib/domain/authorization/form-fields.ts';
import type { Draft } from '#lib/domain/draft/draft.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { accept, refuse } from '#lib/domain/result.ts';
import { DraftForm, type DraftDeps } from '#lib/draft/draft-form.svelte.ts';
import { onBeforeReload, saveBeforeReload, saveOrRefuse } from '#lib/pwa/safe-reload.ts';
import { aForm } from '../samples/forms.ts';

const ID = 'draft:11111111-2222-4333-8444-555555555555' as DraftId;

type AuthorizationForm = DraftForm<AuthorizationKind, FormField, LineField>;
type FormDeps = DraftDeps<AuthorizationKind>;

let saved: Draft[];
let clock: number;

function someDeps(over: Partial<FormDeps> = {}): FormDeps {
  let key = 0;
  return {
    save: async (draft) => {
      saved.push(draft);
      return accept(true);
    },
    now: () => new Date(Date.UTC(2026, 10, 24, 14, 2, clock++)).toISOString() as Instant,
    newKey: () => `new-${++key}`,
    person: 'au.officer',
    device: 'K'.repeat(43) as KeyId,
    ...over
  };
}

function aTypedForm(over: Partial<FormDeps> = {}, stored: Draft | null = null): AuthorizationForm {
  return new DraftForm<AuthorizationKind, FormField, LineField>(
    { id: ID, kind: 'import-authorization', words: aForm(), stored },
    someDeps(over)
  );
}

beforeEach(() => {
  saved = [];
  clock = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe('a draft that is typed', () => {
  test('is saved once at a pause, and not for every key', async () => {
    const form = aTypedForm();
    for (const text of ['B', 'Ba', 'Basel']) form.write({ portOfExit: text });
    expect(saved).toEqual([]);
    await vi.advanceTimersByTimeAsync(600);
    expect(saved.map((draft) => draft.fields['portOfExit'])).toEqual(['Basel']);
    expect(form.status).toBe('saved');
  });

  test('leaves nothing behind where nobody typed', async () => {
    aTypedForm();
    await vi.advanceTimersByTimeAsync(5000);
    expect(saved).toEqual([]);
  });

  test('is saved at once when the tab is hidden', async () => {
    const form = aTypedForm();
    form.write({ route: 'via Singapore' });
    await form.saveNow();
    expect(saved).toHaveLength(1);
  });

  test('says that it is not saved while the disk refuses, and is saved by the next try', async () => {
    let isFull = true;
    const form = aTypedForm({
      save: async (draft) => {
        if (isFull) throw new Error('QuotaExceededError');
        saved.push(draft);
        return accept(true);
      }
    });
    form.write({ remarks: 'Urgent' });
    await expect(form.saveNow()).rejects.toThrow('QuotaExceededError');
    expect(form.status).toBe('failed');
    isFull = false;
    await form.saveNow();
    expect(saved[0]?.fields['remarks']).toBe('Urgent');
  });

  test('counts a refusal of the store as not saved', async () => {
    const form = aTypedForm({ save: async () => refuse({ code: 'store.locked' }) });
    form.write({ remarks: 'Urgent' });
    await expect(form.saveNow()).rejects.toThrow('refused');
    expect(form.status).toBe('failed');
  });

  test('keeps what is typed during a save for the next one', async () => {
    let release = (): void => undefined;
    const form = aTypedForm({
      save: (draft) =>
        new Promise((resolve) => {
          saved.push(draft);
          release = () => resolve(accept(true));
        })
    });
    form.write({ route: 'one' });
    const first = form.saveNow();
    form.write({ route: 'two' });
    release();
    await first;
    expect(form.status).toBe('unsaved');
    await vi.advanceTimersByTimeAsync(600);
    expect(saved.map((draft) => draft.fields['route'])).toEqual(['one', 'two']);
  });

  test('is stored before the page reloads, even if its save is running', async () => {
    let release = (): void => undefined;
    const form = aTypedForm({
      save: async (draft) => {
        await new Promise<void>((resolve) => (release = resolve));
        saved.push(draft);
        return accept(true);
      }
    });
    form.write({ route: 'one' });
    const running = form.saveNow();
    const letGo = onBeforeReload(() => form.saveNow());
    const storedBefore = saveBeforeReload().then(() => saved.length);
    await vi.advanceTimersByTimeAsync(0);
    release();
    await running;
    expect(await storedBefore).toBe(1);
    letGo();
  });

  test('keeps the page when the store refuses it', async () => {
    const form = aTypedForm({ save: async () => refuse({ code: 'store.locked' }) });
    form.write({ remarks: 'Urgent' });
    const letGo = onBeforeReload(() => form.saveNow());
    expect(await saveOrRefuse()).toBe('unsaved');
    letGo();
  });

  test('is not brought back by a late save after it was issued', async () => {
    const form = aTypedForm();
    form.write({ route: 'one' });
    form.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(saved).toEqual([]);
  });

  test('puts a removed line back where it was', () => {
    const form = aTypedForm();
    form.addLine({ substance: 'codeine' });
    form.removeLine('k1');
    expect(form.lines.map((line) => line.key)).toEqual(['new-1']);
    form.undoRemove();
    expect(form.lines.map((line) => line.key)).toEqual(['k1', 'new-1']);
  });
});

describe('a draft that two devices type into', () => {
  function aStoredDraft(fields: Record<string, string>, second = 50): Draft {
    const words = aForm(fields);
    return {
      ...words,
      _id: ID,
      schema: 1,
      kind: 'import-authorization',
      updatedAt: `2026-11-24T14:01:${second}.000Z` as Instant,
      updatedBy: 'au.admin',
      device: 'L'.repeat(43) as KeyId
    };
  }

  test('takes over the boxes that only the other one changed', () => {
    const form = aTypedForm({}, aStoredDraft({}));
    form.write({ route: 'via Singapore' });
    form.adopt(aStoredDraft({ portOfEntry: 'Sydney' }, 59));
    expect(form.read('route')).toBe('via Singapore');
    expect(form.read('portOfEntry')).toBe('Sydney');
    expect(form.conflicts).toEqual([]);
  });

  test('names both texts where both changed one box, and takes the chosen one', () => {
    const form = aTypedForm({}, aStoredDraft({}));
    form.write({ portOfEntry: 'Perth' });
    form.adopt(aStoredDraft({ portOfEntry: 'Sydney' }, 59));
    const [conflict] = form.conflicts;
    expect(conflict).toMatchObject({ path: 'portOfEntry', mine: 'Perth', theirs: 'Sydney' });
    if (conflict) form.choose(conflict, 'theirs');
    expect(form.read('portOfEntry')).toBe('Sydney');
    expect(form.conflicts).toEqual([]);
  });

  test('names a box once with the latest other text, however many versions arrive before the next save', () => {
    const form = aTypedForm({}, aStoredDraft({}));
    form.write({ portOfEntry: 'Perth' });
    form.adopt(aStoredDraft({ portOfEntry: 'Sydney' }, 58));
    form.adopt(aStoredDraft({ portOfEntry: 'Cairns' }, 59));
    expect(form.conflicts).toMatchObject([{ path: 'portOfEntry', mine: 'Perth', theirs: 'Cairns' }]);
  });

  test('keeps the text typed now if its own text is chosen', () => {
    const form = aTypedForm({}, aStoredDraft({}));
    form.write({ portOfEntry: 'Perth' });
    form.adopt(aStoredDraft({ portOfEntry: 'Sydney' }, 59));
    form.write({ portOfEntry: 'Perth Airport' });
    for (const conflict of form.conflicts) form.choose(conflict, 'mine');
    expect(form.read('portOfEntry')).toBe('Perth Airport');
  });

  test('brings back its own text if the other device has the later clock', () => {
    const form = aTypedForm({}, aStoredDraft({}));
    form.write({ portOfEntry: 'Perth' });
    for (const [port, at] of [
      ['Sydney', '2026-11-25T00:00:01.000Z'],
      ['Cairns', '2026-11-25T00:00:02.000Z']
    ])
      form.adopt({ ...aStoredDraft({ portOfEntry: port as string }), updatedAt: at as Instant });
    expect(form.read('portOfEntry')).toBe('Cairns');
    for (const conflict of form.conflicts) form.choose(conflict, 'mine');
    expect(form.read('portOfEntry')).toBe('Perth');
  });

  test('does not take its own save for another device', async () => {
    const form = aTypedForm();
    form.write({ portOfEntry: 'Perth' });
    await form.saveNow();
    form.write({ portOfEntry: 'Perth Airport' });
    const [own] = saved;
    if (own) form.adopt(own);
    expect(form.read('portOfEntry')).toBe('Perth Airport');
    expect(form.conflicts).toEqual([]);
  });

  test('keeps what was typed back while its own save was still on its way to the disk', async () => {
    const stored = aStoredDraft({ portOfEntry: 'Perth' });
    const form = aTypedForm(
      {
        // The disk tells of the save before it answers.
        save: async (draft) => {
          saved.push(draft);
          form.write({ portOfEntry: 'Perth' });
          form.adopt(draft);
          return accept(true);
        }
      },
      stored
    );
    form.write({ portOfEntry: 'Sydney' });
    await form.saveNow();
    expect(form.read('portOfEntry')).toBe('Perth');
    expect(form.status).toBe('unsaved');
    expect(form.conflicts).toEqual([]);
  });

  test('keeps what was typed back when the disk tells late of a save before the last one', async () => {
    const form = aTypedForm({}, aStoredDraft({ portOfEntry: 'Perth' }));
    for (const port of ['Sydney', 'Perth']) {
      form.write({ portOfEntry: port });
      await form.saveNow();
    }
    const [first, second] = saved as [Draft, Draft];
    form.adopt(first);
    form.adopt(second);
    expect(form.read('portOfEntry')).toBe('Perth');
    expect(form.status).toBe('saved');
  });

  test('takes from another device the words that it once had saved itself', async () => {
    const form = aTypedForm();
    form.write({ portOfEntry: 'Sydney' });
    await form.saveNow();
    form.adopt(aStoredDraft({ portOfEntry: 'Perth' }, 55));
    form.adopt(aStoredDraft({ portOfEntry: 'Sydney' }, 59));
    expect(form.read('portOfEntry')).toBe('Sydney');
  });
});
