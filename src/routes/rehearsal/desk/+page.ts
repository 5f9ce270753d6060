/** A mere shell: its content depends on the parent page. The gateway allows this address in our frames. */
export const ssr = false;
