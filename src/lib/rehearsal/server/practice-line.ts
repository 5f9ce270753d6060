type Answer = (request: PracticeRequest, signal: AbortSignal) => Promise<Response>;

export interface PracticeRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

export class PracticeLine {
  readonly #answer: Answer;
  #cut = new AbortController();

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  get isCut(): boolean {
    return this.#cut.signal.aborted;
  }

  /** Requests under way fail as on a broken connection. */
  cut(): void {
    this.#cut.abort();
  }

  mend(): void {
    if (this.isCut) this.#cut = new AbortController();
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const cut = this.#cut.signal;
    if (cut.aborted) throw new TypeError('the line is cut');
    const request = toRequest(input, init);
    const given = init?.signal ?? null;
    const over = new AbortController();
    const end = (): void => over.abort();
    for (const signal of [cut, given]) signal?.addEventListener('abort', end);
    if (given?.aborted) end();
    try {
      const response = await this.#answer(request, over.signal);
      if (given?.aborted) throw new DOMException('aborted', 'AbortError');
      if (cut.aborted) throw new TypeError('the line is cut');
      return response;
    } finally {
      for (const signal of [cut, given]) signal?.removeEventListener('abort', end);
    }
  };
}

function toRequest(input: RequestInfo | URL, init?: RequestInit): PracticeRequest {
  const address = typeof input === 'object' && 'url' in input ? input.url : String(input);
  const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : null;
  return { method: init?.method ?? 'GET', url: new URL(address, 'http://rehearsal.invalid'), body };
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  if (status === 204) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers }
  });
}

export function refusal(status: number, code: string): Response {
  return json({ error: 'refused', reason: code, problems: [{ code }] }, status);
}
