/**
 * The same content policy as the pages carry (svelte.config.js), sent as a header as well, because only a
 * header can forbid framing. Inline scripts are those that the build declares by their hash, no others.
 */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

export async function sendSecurityHeaders(
  gateway: FastifyInstance,
  scriptHashes: readonly string[]
): Promise<void> {
  await gateway.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...scriptHashes],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        workerSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"]
      }
    },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' }
  });
  gateway.addHook('onSend', async (_request, reply) => {
    // The camera reads the QR code of a printed form, on our own pages only.
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()');
  });
}
