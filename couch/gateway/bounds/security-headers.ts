/**
 * The same content policy as the pages carry (svelte.config.js), sent as a header as well, because only a
 * header can forbid framing. Inline scripts are those that the build declares by their hash, no others.
 * That a host is asked by https alone is said here too, whatever proxy ends TLS, and not where there is none:
 * RFC 6797 forbids it over plain HTTP.
 */
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** The one page that stands in frames, of our own pages alone: a desk of the rehearsal, which shows nothing by itself. */
const FRAMED = '/rehearsal/desk';

const TWO_YEARS = 63_072_000;

export async function sendSecurityHeaders(
  gateway: FastifyInstance,
  scriptHashes: readonly string[],
  origin: string
): Promise<void> {
  await gateway.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...scriptHashes],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
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
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: origin.startsWith('https:') && { maxAge: TWO_YEARS, includeSubDomains: true }
  });
  gateway.addHook('onSend', async (request, reply) => {
    if (request.url.split('?')[0] === FRAMED) letStandInOurs(reply);
    // The camera reads the QR code of a printed form, on our own pages only.
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()');
  });
}

function letStandInOurs(reply: FastifyReply): void {
  const policy = String(reply.getHeader('content-security-policy'));
  reply.header('content-security-policy', policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"));
  reply.header('x-frame-options', 'SAMEORIGIN');
}
