import { type IncomingMessage, Server } from 'node:http';

const noted = Symbol.for('plumbline.peer-noted');

/**
 * Appends the address of the socket's other end to X-Forwarded-For of every request that this process takes in. Handlers
 * see headers only, and without this the header would be whatever the client wrote.
 */
export function notePeerAddresses(): void {
  const emit = Server.prototype.emit as (...all: unknown[]) => boolean;
  Server.prototype.emit = function (this: Server, event: string, ...rest: unknown[]) {
    const request = rest[0] as IncomingMessage & { [noted]?: boolean };
    if (event === 'request' && !request[noted]) {
      request[noted] = true;
      const given = request.headers['x-forwarded-for'];
      request.headers['x-forwarded-for'] = [given, request.socket.remoteAddress].flat().filter(Boolean).join(', ');
    }
    return emit.call(this, event, ...rest);
  } as typeof Server.prototype.emit;
}
