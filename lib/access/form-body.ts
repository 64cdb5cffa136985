import { AppError } from '@/lib/errors';

const limit = 32 * 1024;

/** The form that a request carries, at most 32 KiB; AppError `bad-request` or `too-large`. */
export async function readFormBody(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded')
    throw new AppError('bad-request', 'The content type must be application/x-www-form-urlencoded');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw new AppError('too-large', 'The body is larger than 32 KiB');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
