/** A small mail server (RFC 5321) on a real port: keeps what it takes, refuses whoever it is told to. */
import { createServer, type AddressInfo, type Socket } from 'node:net';

interface TakenMail {
  readonly to: readonly string[];
  /** Headers and text, as they came. */
  readonly content: string;
}

export interface MailServer {
  readonly url: string;
  readonly taken: readonly TakenMail[];
  /** Recipients that it does not know. */
  readonly unknown: Set<string>;
  stop(): Promise<void>;
}

export async function openMailServer(): Promise<MailServer> {
  const taken: TakenMail[] = [];
  const unknown = new Set<string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    converse(socket, unknown, (mail) => taken.push(mail));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `smtp://127.0.0.1:${port}`, taken, unknown, stop };
}

function converse(socket: Socket, unknown: ReadonlySet<string>, keep: (mail: TakenMail) => void): void {
  let [buffer, to, content] = ['', [] as string[], null as string | null];
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const hear = (line: string): void => {
    if (content !== null) {
      if (line !== '.') return void (content += `${line.replace(/^\./, '')}\r\n`);
      keep({ to, content });
      [to, content] = [[], null];
      return say('250 2.0.0 Kept');
    }
    const [verb = ''] = line.toUpperCase().split(/[ :]/);
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (verb === 'RCPT' && unknown.has(address)) return say('550 5.1.1 No such person here');
    if (verb === 'RCPT') to.push(address);
    if (verb === 'DATA') content = '';
    if (verb === 'QUIT') return void socket.end('221 2.0.0 Bye\r\n');
    say(verb === 'DATA' ? '354 Go on' : '250 2.0.0 OK');
  };
  say('220 mail.example');
  socket.on('data', (bytes) => {
    const lines = (buffer + bytes.toString('utf8')).split('\r\n');
    buffer = lines.pop() ?? '';
    lines.forEach(hear);
  });
}
