import { AppError } from '@/lib/errors';

/** What is held in memory at once, over all pushes of this process. */
const atOnce = { bodies: 256, bytes: 128 * 1024 * 1024 };
const held = { bodies: 0, bytes: 0 };

/**
 * Gives the bytes of a pushed body to `work`. AppError `too-large` beyond the limit; `too-many` before anything is read
 * when too many are under way, with a Retry-After that is not the same for all who are sent away.
 */
export async function withRequestBytes<T>(
  request: Request,
  limit: number,
  work: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  if (held.bodies >= atOnce.bodies || held.bytes >= atOnce.bytes) throw tooMany();
  held.bodies += 1;
  const own = { bytes: 0 };
  try {
    return await work(await readBytes(request, limit, own));
  } finally {
    held.bodies -= 1;
    held.bytes -= own.bytes;
  }
}

function tooMany(): AppError {
  const retryAfter = String(5 + Math.floor(Math.random() * 25));
  return new AppError('too-many', 'Too many deliveries at once: send it again later', { retryAfter });
}

async function readBytes(request: Request, limit: number, own: { bytes: number }): Promise<Uint8Array> {
  const tooLarge = () => new AppError('too-large', `The body is larger than ${Math.floor(limit / 1_048_576)} MiB`);
  if (Number(request.headers.get('content-length')) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  for await (const chunk of request.body ?? []) {
    own.bytes += chunk.byteLength;
    held.bytes += chunk.byteLength;
    if (own.bytes > limit) throw tooLarge();
    if (held.bytes > atOnce.bytes) throw tooMany();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
