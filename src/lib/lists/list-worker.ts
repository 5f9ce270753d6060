/** Unpacks and reads a file away from the page, which can end it. */
import { readListFile } from './read-file.ts';

self.onmessage = ({ data }: MessageEvent<ArrayBuffer>) =>
  self.postMessage(readListFile(new Uint8Array(data)));
