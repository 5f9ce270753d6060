/** Terms that only some goods have, as the form shows them. */
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { FormView } from '#lib/authorization/form-view.ts';
import LineTerms from '#lib/authorization/LineTerms.svelte';

function shown(specialLicenceCopy: string): string {
  const problem = { code: 'line.prohibited.licensed', path: 'lines.a.specialLicence' };
  const view = { judgement: { problems: [problem] }, context: {}, problemAt: () => undefined };
  const line = { key: 'a', fields: { specialLicence: 'SIL 4/2026', specialLicenceCopy } };
  const props = { view: view as unknown as FormView, line, computed: undefined };
  return render(LineTerms, { props }).body.replace(/<[^>]+>/g, ' ');
}

test('the copy of a special licence is kept as other scans are: opened, replaced and removed', () => {
  expect(shown('')).toContain('Choose scan');
  const chosen = shown(`${'A'.repeat(43)} 1200 image/jpeg`);
  for (const action of ['Open scan', 'Replace scan', 'Remove scan']) expect(chosen).toContain(action);
});
