/** What a colour and a shape may mean. */
export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'done';
