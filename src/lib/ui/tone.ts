export type Tone =
  'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'done' | 'begun' | 'moving' | 'part' | 'contested';
