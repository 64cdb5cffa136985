import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import fixed from '@/lib/access/fixed-headers.json';

const set = Symbol.for('plumbline.fixed-headers');

/**
 * Puts the headers that never change on every answer of this process before Next sees the request: a redirect to the one
 * spelling of a path is sent before `headers` of next.config.js is asked. What comes later replaces them.
 */
export function setFixedHeaders(): void {
  const emit = Server.prototype.emit as (...all: unknown[]) => boolean;
  Server.prototype.emit = function (this: Server, event: string, ...rest: unknown[]) {
    const [request, response] = rest as [IncomingMessage, ServerResponse & { [set]?: boolean }];
    if (event === 'request' && !response[set]) {
      response[set] = true;
      for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value);
      // Files whose name changes with what is in them may be kept.
      if (!request.url?.startsWith('/_next/static/')) response.setHeader('Cache-Control', 'no-store');
    }
    return emit.call(this, event, ...rest);
  } as typeof Server.prototype.emit;
}
