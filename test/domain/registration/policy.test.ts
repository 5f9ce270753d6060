import { expect, test } from 'vitest';
import { asksSecondFactor, DEFAULT_POLICY, STRICTEST_POLICY } from '#lib/domain/registration/policy.ts';
import { PERSON_ROLES } from '#lib/domain/registration/rights.ts';

test('a company’s account has two steps whatever the policy says, and a server’s never', () => {
  expect(PERSON_ROLES.filter((role) => asksSecondFactor(DEFAULT_POLICY, role))).toEqual(['company']);
  expect(PERSON_ROLES.filter((role) => !asksSecondFactor(STRICTEST_POLICY, role))).toEqual(['service']);
});
