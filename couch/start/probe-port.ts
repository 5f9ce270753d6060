/** Asks for the port before anything long is begun, so that a taken one is told in the first second. */
import { createServer } from 'node:net';

/** Rejects as `listen` would; the port is free again when it resolves. */
export function probePort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
