/** Meanings of colours and shapes: good or bad, and the progress of a trade. */
export type Tone =
  'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'done' | 'begun' | 'moving' | 'part' | 'contested';
