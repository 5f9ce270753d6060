import { remember, remembered } from '#lib/pwa/remember.ts';

const STORED_AS = 'i2es-practised';

export function hasPractised(): boolean {
  return remembered(STORED_AS) !== null;
}

export function setPractised(): void {
  remember(STORED_AS, 1);
}
