/** Removes expired sessions and invitations at the start and every hour. */
import { errorToText } from '#couch/base/error-text.ts';
import type { Accounts } from './accounts.ts';

const HOUR = 3_600_000;

interface Tidying {
  stop(): Promise<void>;
}

export function startTidying(
  accounts: Pick<Accounts, 'tidy'>,
  warn: (reason: string) => void,
  every = HOUR
): Tidying {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const tidy = async (): Promise<void> => {
    try {
      await accounts.tidy();
    } catch (error) {
      warn(errorToText(error));
    }
    if (stopped) return;
    timer = setTimeout(() => (running = tidy()), every);
    timer.unref();
  };
  running = tidy();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    }
  };
}
