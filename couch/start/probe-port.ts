/** Tests the port before any long work, so that a taken port is reported in the first second. */
import { createServer } from 'node:net';

/** Rejects as `listen` would; the port is free again when it resolves. */
export function probePort(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
