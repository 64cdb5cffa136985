import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { uploadLimits } from '@/lib/upload-limits';

const gunzipped = promisify(gunzip);

export type Unpacked = { bytes: Uint8Array } | { problem: string; tooLarge: boolean };

/** A pushed body as it was before gzip; `encoding` is its Content-Encoding. A bomb ends at its bound. */
export async function unpack(body: Uint8Array, encoding: string | null): Promise<Unpacked> {
  const named = encoding?.trim().toLowerCase() ?? 'identity';
  if (named === 'identity' || named === '') return { bytes: body };
  if (named !== 'gzip')
    return { problem: `Content-Encoding ${named.slice(0, 40)} is not known: send gzip`, tooLarge: false };
  const { unpackedBytes, unpackedRatio, alwaysBytes } = uploadLimits;
  const maxOutputLength = Math.min(unpackedBytes, Math.max(alwaysBytes, body.byteLength * unpackedRatio));
  try {
    return { bytes: await gunzipped(body, { maxOutputLength }) };
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    const problem = tooLarge
      ? `Unpacked, the body is larger than ${maxOutputLength} bytes`
      : 'The body says that it is gzip and is not';
    return { problem, tooLarge };
  }
}
