/** A central server with a certificate that nobody here trusts, as one of a private authority. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CentralClient } from '#couch/link/central-client.ts';
import { whyNoNginx } from '../deploy/run-nginx.ts';

test.skipIf(whyNoNginx() !== null)(
  'an untrusted certificate is named as the cause, with what to set',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'i2es-untrusted-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const words =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
    execFileSync('openssl', [...words.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) =>
      response.end('{}')
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, 'x');
    const client = new CentralClient({ url, account: 'au.server', passwordFile });
    const asked = client.ask({ path: '/api/link', signal: AbortSignal.timeout(20_000) });
    await expect(asked).rejects.toThrow(
      /certificate of the central server .* is not trusted here .*NODE_EXTRA_CA_CERTS/
    );
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
);
