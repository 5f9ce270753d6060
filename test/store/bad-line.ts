/** A bad line, the same at every run: what is lost, cut and late is drawn by a generator with a seed. */
import type { Device } from './world.ts';

const LATENCY_MS = 5000;
const CUT_EVERY = 8;

/** Uniform in 0 … 1 (Park and Miller's generator). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const cut = (): TypeError => new TypeError('network error');

/**
 * Of ten requests three are lost, half of them only after the server has done what they asked; of the answers
 * every eighth is cut in its middle; and the device's clock says that each took five seconds. What it gives says
 * whether nothing but long polls is under way: whoever tries again then cuts nothing off by that.
 */
export function makeBad(device: Device, seed: number): () => boolean {
  const draw = drawing(seed);
  device.clock = { now: device.clock.now };
  let [answers, underWay] = [0, 0];
  const pass = async (send: () => Promise<Response>): Promise<Response> => {
    device.clock.now += LATENCY_MS;
    const fate = draw();
    if (fate < 0.15) throw cut();
    const response = await send();
    if (fate < 0.3) throw cut();
    return ++answers % CUT_EVERY === 0 ? cutInTheMiddle(response) : response;
  };
  device.network.line = async (send, url) => {
    const counted = url.includes('feed=longpoll') ? 0 : 1;
    underWay += counted;
    return pass(send).finally(() => (underWay -= counted));
  };
  return () => underWay === 0;
}

async function cutInTheMiddle(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const half = bytes.slice(0, Math.floor(bytes.length / 2));
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(half);
      stream.error(cut());
    }
  });
  const { status, headers } = response;
  return new Response(bytes.length === 0 ? null : body, { status, headers });
}
