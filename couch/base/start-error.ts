/** A problem that the person who starts I2ES can fix: one sentence, no stack. */
export class StartError extends Error {}
