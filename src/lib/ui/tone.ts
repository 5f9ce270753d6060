/** What a colour and a shape may mean: how well it is, and how far a trade has come. */
export type Tone =
  'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'done' | 'begun' | 'moving' | 'part' | 'contested';
