import { createServer } from 'node:net';

const remedies: Record<string, string> = {
  EADDRINUSE: 'is in use: end what listens there or set PORT to another',
  EACCES: 'needs rights that this user does not have: set PORT to 1024 or more',
  EADDRNOTAVAIL: 'is not an address of this machine: check HOST',
  ENOTFOUND: 'is not an address of this machine: check HOST',
};

/** The port, or a free one for 0. Throws one line when the address cannot be listened on. */
export function requireAddress(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`${host}:${port} ${remedies[error.code ?? ''] ?? `cannot be used: ${error.message}`}`)),
    );
    server.listen(port, host, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
