import { IDLE_MINUTES } from '#lib/domain/own-choices.ts';

/** Compared, not counted: a computer that slept for an hour locks as it wakes. */
const LOOK_EVERY = 10_000;
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

export function startIdleLock(lock: () => void, minutes = IDLE_MINUTES): () => void {
  let last = Date.now();
  const note = (): void => void (last = Date.now());
  const look = (): void => void (Date.now() - last >= minutes * 60_000 && lock());
  const timer = setInterval(look, LOOK_EVERY);
  for (const sign of SIGNS_OF_LIFE) addEventListener(sign, note, { passive: true, capture: true });
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, note, { capture: true });
    document.removeEventListener('visibilitychange', look);
  };
}
