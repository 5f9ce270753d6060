/** A shell alone: what stands in it depends on the page around it. The gateway lets this address stand in our frames. */
export const ssr = false;
