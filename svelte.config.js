import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** Static-first: public pages are prerendered, the desks under (app) are client-only. */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ pages: 'build', assets: 'build', fallback: '200.html', precompress: true }),
    serviceWorker: { register: false },
    // Hashes for Kit's own inline start script; everything else is 'self'. The gateway sends the
    // same policy as a header, which also covers what a <meta> cannot (frame-ancestors).
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['none'],
        // WebAssembly: the decoder of square codes (lib/code-reading).
        'script-src': ['self', 'wasm-unsafe-eval'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:', 'blob:'],
        // A recording that was joined of its pieces on the page, and nothing from elsewhere.
        'media-src': ['self', 'blob:'],
        'font-src': ['self', 'data:'],
        'connect-src': ['self'],
        // The rehearsal shows two desks side by side; which address may stand in a frame the gateway says.
        'frame-src': ['self'],
        'manifest-src': ['self'],
        'worker-src': ['self'],
        'base-uri': ['self'],
        'form-action': ['self']
      }
    },
    prerender: { handleHttpError: 'fail', handleMissingId: 'fail' }
  }
};
