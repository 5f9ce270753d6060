/** Checks signatures away from the page. `SignatureWorkers` asks it. */
import { SignaturesHere, type SignatureQuestion } from '#lib/crypto/check-signatures.ts';

const signatures = new SignaturesHere();

self.onmessage = ({ data: { turn, ...question } }: MessageEvent<SignatureQuestion & { turn: number }>) => {
  signatures.check(question).then(
    (answers) => self.postMessage({ turn, answers }),
    () => self.postMessage({ turn, answers: null })
  );
};
