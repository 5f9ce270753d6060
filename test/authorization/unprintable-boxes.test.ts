import { describe, expect, test } from 'vitest';
import { judgeForm } from '#lib/domain/authorization/judge-form.ts';
import { listUnprintableBoxes, marginChecks } from '#lib/authorization/margin-checks.ts';
import { aContext, aForm, METHYLPHENIDATE } from '../samples/forms.ts';

describe('what the printed form cannot show', () => {
  const words = aForm({ importerName: 'ახალი (Akhali)', remarks: 'Łódź, Ξένια, Ялта, 上海, الرياض' }, [
    { ...METHYLPHENIDATE, preparation: '모르핀 10 mg' }
  ]);

  test('is found box by box, in the goods too, and nothing of Latin, Greek, Cyrillic, Arabic or Chinese is', () => {
    expect(listUnprintableBoxes(words)).toEqual([
      { path: 'importerName', count: 5 },
      { path: 'lines.k1.preparation', count: 3 }
    ]);
    expect(listUnprintableBoxes(aForm())).toEqual([]);
  });

  test('is told beside the form before issuing, and stops nobody', () => {
    const judgement = judgeForm('import-authorization', words, aContext());
    const told = marginChecks(judgement, words, () => undefined).find(({ key }) => key === 'print');
    expect(told?.status).toBe('notice');
    expect(told?.detail).toContain('8');
    expect(told?.detail).toContain('Importer');
    expect(judgement.problems.filter(({ weight }) => weight === 'refused')).toEqual([]);
    const plain = marginChecks(judgement, aForm(), () => undefined).find(({ key }) => key === 'print');
    expect(plain?.status).toBe('passed');
  });
});
