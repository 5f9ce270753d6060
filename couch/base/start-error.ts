/** Something about the surroundings that the person who starts it can put right: one sentence, no stack. */
export class StartError extends Error {}
