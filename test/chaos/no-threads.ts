/** `node:worker_threads` without threads: the main thread then checks signatures itself, in a fixed order. */
export class Worker {
  constructor() {
    throw new Error('no threads here');
  }
}
