/** A line to a server that can be cut as lines are: nobody listens, what is sent is reset, or nothing is answered. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Trouble = 'none' | 'refuses' | 'resets' | 'hangs';

export class TroubledLine {
  readonly #to: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #trouble: Trouble = 'none';
  port = 0;

  private constructor(to: { readonly host: string; readonly port: number }) {
    this.#to = to;
  }

  static async open(to: { readonly host: string; readonly port: number }): Promise<TroubledLine> {
    const line = new TroubledLine(to);
    await line.#listen();
    return line;
  }

  /** What was open before is cut. */
  async be(trouble: Trouble): Promise<void> {
    this.#trouble = trouble;
    for (const socket of this.#sockets) socket.destroy();
    if (trouble === 'refuses') await this.close();
    else if (this.#server === null) await this.#listen();
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#sockets) socket.destroy();
    if (server) await new Promise((done) => server.close(done));
  }

  #listen(): Promise<void> {
    const server = createServer((socket) => this.#take(socket));
    this.#server = server;
    return new Promise((done) => {
      server.listen(this.port, '127.0.0.1', () => {
        this.port = (server.address() as AddressInfo).port;
        done();
      });
    });
  }

  #take(socket: Socket): void {
    this.#hold(socket);
    if (this.#trouble === 'resets') socket.once('data', () => socket.resetAndDestroy());
    if (this.#trouble === 'hangs') socket.resume();
    if (this.#trouble !== 'none') return;
    const far = connect(this.#to);
    this.#hold(far);
    socket.pipe(far).pipe(socket);
    socket.on('close', () => far.destroy());
    far.on('close', () => socket.destroy());
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
