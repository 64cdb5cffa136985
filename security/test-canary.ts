import { createServer, type Server, type Socket } from 'node:net';

/** Who was connected to, by the address that answered. */
export interface Canary {
  port: number;
  /** Connections since the last `reset`, by local address */
  counts: ReadonlyMap<string, number>;
  reset: () => void;
  close: () => Promise<void>;
}

/** Listens on every address of this machine, of both versions, and hangs up on whoever comes. */
export async function openCanary(): Promise<Canary> {
  const counts = new Map<string, number>();
  const note = (socket: Socket) => {
    const address = socket.localAddress?.replace(/^::ffff:/, '') ?? '';
    counts.set(address, (counts.get(address) ?? 0) + 1);
    socket.on('error', () => undefined).destroy();
  };
  const server = createServer(note);
  const port = await new Promise<number>((ready, fail) => {
    server.once('error', fail);
    // One socket for both versions; a machine without IPv6 has the other alone.
    server.listen({ host: '::', port: 0 }, () => ready(portOf(server)));
  }).catch(
    () => new Promise<number>((ready) => server.listen({ host: '0.0.0.0', port: 0 }, () => ready(portOf(server)))),
  );
  return {
    port,
    counts,
    reset: () => counts.clear(),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return address && typeof address === 'object' ? address.port : 0;
}
