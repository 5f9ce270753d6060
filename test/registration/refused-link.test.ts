import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { Problem } from '#lib/domain/result.ts';
import LinkRefusedShow from '#lib/registration/LinkRefusedShow.svelte';

describe('a one-time link that opens nothing', () => {
  function shown(isReset: boolean, ...codes: string[]): string {
    const problems = codes.map((code): Problem => ({ code }));
    const ways = { signInHref: '/sign-in', askHref: '/register', onretry: () => undefined };
    return render(LinkRefusedShow, { props: { problems, isReset, ...ways } }).body;
  }

  test.each([[[]], [['invitation.expired']], [['invitation.used']], [['line.offline']]])(
    'leads on to signing in, and an invitation to asking for an account (%j)',
    (codes) => {
      expect(shown(true, ...codes)).toContain('href="/sign-in"');
      expect(shown(true, ...codes)).not.toContain('href="/register"');
      expect(shown(false, ...codes)).toContain('href="/sign-in"');
      expect(shown(false, ...codes)).toContain('href="/register"');
    }
  );

  test('speaks of the link and not of an invitation where a new password was wanted', () => {
    expect(shown(true)).toContain('This link is not complete');
    expect(shown(true)).not.toContain('invitation');
    expect(shown(false)).toContain('does not contain an invitation');
  });
});
