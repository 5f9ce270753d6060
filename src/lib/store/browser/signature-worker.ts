/**
 * Checks signatures away from the page. `SignatureWorkers` asks it. Without WebCrypto, as in a sandbox, no key could be
 * read and each signature would look wrong: then nothing is answered.
 */
import { SignaturesHere, type SignatureQuestion } from '#lib/crypto/check-signatures.ts';

const signatures = new SignaturesHere();

self.onmessage = ({ data: { turn, ...question } }: MessageEvent<SignatureQuestion & { turn: number }>) => {
  const checked = self.isSecureContext
    ? signatures.check(question)
    : Promise.reject(new Error('no WebCrypto'));
  checked.then(
    (answers) => self.postMessage({ turn, answers }),
    () => self.postMessage({ turn, answers: null })
  );
};
