import { expect, test } from 'vitest';
import { isNumberLike, requestNumber } from '#lib/domain/registration/confirmation-code.ts';
import { aRegistration } from '../../samples/registration.ts';

const REQUEST = aRegistration();

test('sender and INCB work out the same number from the words of the request, whatever INCB adds to it', () => {
  const number = requestNumber(REQUEST);
  expect(number).toMatch(/^BD-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(requestNumber(aRegistration({ _id: 'registration:BD:9', status: 'letter' }))).toBe(number);
  expect(requestNumber({ ...REQUEST, name: 'Somebody else' })).not.toBe(number);
});

test('the number is found as it is typed: a part, small letters, without hyphens, O for 0', () => {
  for (const typed of ['', 'bd-7k2m', '7K2M 0QXT', '7k2moqxt'])
    expect(isNumberLike('BD-7K2M-0QXT', typed)).toBe(true);
  expect(isNumberLike('BD-7K2M-0QXT', '7K2M-1QXT')).toBe(false);
});
