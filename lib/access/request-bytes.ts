import { AppError } from '@/lib/errors';

/** Bodies that are held in memory at once, over all pushes of this process. */
const atOnce = 32;
const held = { bodies: 0 };

/**
 * Gives the bytes of a pushed body to `work`. AppError `too-large` beyond the limit; `too-many` before anything is read
 * when too many are under way, with a Retry-After that is not the same for all who are sent away.
 */
export async function withRequestBytes<T>(
  request: Request,
  limit: number,
  work: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  if (held.bodies >= atOnce) {
    const retryAfter = String(5 + Math.floor(Math.random() * 25));
    throw new AppError('too-many', 'Too many deliveries at once: send it again later', { retryAfter });
  }
  held.bodies += 1;
  try {
    return await work(await readBytes(request, limit));
  } finally {
    held.bodies -= 1;
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () => new AppError('too-large', `The body is larger than ${Math.floor(limit / 1_048_576)} MiB`);
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
