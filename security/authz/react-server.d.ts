declare module 'next/dist/compiled/react-server-dom-webpack/server.node.js' {
  import type { ReactNode } from 'react';
  /** React's own writer of the payload of server components, as Next brings it along. */
  export function renderToReadableStream(
    model: ReactNode,
    manifest: object,
    options: { onError: (error: unknown) => string },
  ): ReadableStream<Uint8Array>;
}
