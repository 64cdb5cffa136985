import { Agent, type ClientRequestArgs } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectSecurely } from 'node:tls';
import { findTarget, type Resolve, type Target } from '@/lib/outgoing/find-target';
import { OutgoingRefused } from '@/lib/outgoing/outgoing-refused';

/** From the look-up of the name to the last byte; and all that the other side may send, its headers included. */
export const outgoingLimits = { ms: 5000, bytes: 64 * 1024 };

/** `href` is there when the request was made from a URL; the port beside it may be a default of the wrong protocol. */
type Asked = ClientRequestArgs & { href?: string };
type Opened = (error: Error | null, socket: Duplex) => void;

/**
 * Makes the connections of `http.request` and `https.request` to addresses that a person entered: the name is looked up
 * here, once, every address is judged, and the connection goes to one that was. Nothing is kept alive, no proxy of the
 * environment is asked, and Node follows no redirect. A refusal is an `OutgoingRefused`.
 */
export class OutgoingAgent extends Agent {
  constructor(
    private readonly resolve?: Resolve,
    private readonly limits = outgoingLimits,
  ) {
    super({ keepAlive: false });
    // Without a protocol of its own an agent serves http and https alike.
    Object.assign(this, { protocol: undefined });
  }

  override createConnection(asked: Asked, done: Opened = () => undefined): undefined {
    this.open(new URL(asked.href ?? ''), Date.now() + this.limits.ms).then(
      (socket) => done(null, socket),
      // Beside an error Node looks at no socket; the type knows no call without one.
      (error: unknown) => (done as (error: unknown) => void)(error),
    );
  }

  private async open(url: URL, until: number): Promise<Socket> {
    const target = await before(until, findTarget(url, this.resolve));
    const socket = await firstOf(target, url.protocol === 'https:', until);
    let bytes = 0;
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength;
      if (bytes > this.limits.bytes) socket.destroy(new OutgoingRefused('the answer is too long'));
    });
    const late = setTimeout(() => socket.destroy(new OutgoingRefused(tooSlow)), until - Date.now());
    socket.once('close', () => clearTimeout(late));
    return socket;
  }
}

const tooSlow = 'the answer took too long';

/** A resolver cannot be stopped, but nobody has to wait for it. */
async function before<T>(until: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new OutgoingRefused(tooSlow)), until - Date.now());
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Tries the addresses in their order; the error is that of the last. */
async function firstOf(target: Target, secure: boolean, until: number): Promise<Socket> {
  let last: unknown;
  for (const address of target.addresses) {
    try {
      return await openSocket(address, target, secure, until);
    } catch (error) {
      if (error instanceof OutgoingRefused) throw error;
      last = error;
    }
  }
  throw last;
}

function openSocket(address: string, { host, port }: Target, secure: boolean, until: number): Promise<Socket> {
  const socket = secure
    ? connectSecurely({ host: address, port, ALPNProtocols: ['http/1.1'], ...(isIP(host) ? {} : { servername: host }) })
    : connect({ host: address, port });
  const opened = new Promise<Socket>((done, fail) => {
    socket.once(secure ? 'secureConnect' : 'connect', () => done(socket));
    socket.once('error', fail);
  });
  return before(until, opened).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
}
