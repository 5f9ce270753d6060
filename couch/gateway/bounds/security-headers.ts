/**
 * Only a header can forbid framing. Inline scripts are allowed by hash. HSTS is sent whatever proxy ends TLS, but not
 * over plain HTTP (RFC 6797).
 */
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** One side of the practice, in frames of our own pages only. */
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
        // WebAssembly: the decoder of square codes (lib/code-reading).
        scriptSrc: ["'self'", "'wasm-unsafe-eval'", ...scriptHashes],
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
  gateway.addHook('onRequest', async (_request, reply) => {
    // The camera reads the QR code of a printed form, on our own pages only.
    reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()');
  });
  gateway.addHook('onSend', async (request, reply) => {
    if (request.url.split('?')[0] === FRAMED) letStandInOurs(reply);
  });
}

const OF_PAGES = [
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'permissions-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection'
];

/** The page policy is longer than most of these files: half a megabyte per installation over HTTP/1.1. */
export function sendAsPart(reply: FastifyReply, path: string): void {
  for (const name of OF_PAGES) reply.removeHeader(name);
  const policy = "default-src 'none';frame-ancestors 'none'";
  reply.header('content-security-policy', SIGNATURES.test(path) ? policy : `${policy};sandbox`);
}

/** In a sandbox a thread of the browser has no WebCrypto. It loads nothing, and reads no file of a person. */
const SIGNATURES = /^_app\/immutable\/workers\/signature-worker-[^/]+\.js$/;

function letStandInOurs(reply: FastifyReply): void {
  const policy = String(reply.getHeader('content-security-policy'));
  reply.header('content-security-policy', policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"));
  reply.header('x-frame-options', 'SAMEORIGIN');
}
