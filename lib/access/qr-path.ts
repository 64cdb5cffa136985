import { encode } from 'uqr';

/** A QR code as the `d` of an SVG path: its dark squares of 1 × 1, in a box of `size` squares with the quiet margin. */
export interface QrPath {
  size: number;
  path: string;
}

/** Draws text as a QR code with medium error correction. */
export function qrPath(text: string): QrPath {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  return { size, path: data.map(darkRuns).join('') };
}

function darkRuns(row: readonly boolean[], y: number): string {
  const line = row.map((dark) => (dark ? '#' : ' ')).join('');
  return [...line.matchAll(/#+/g)]
    .map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`)
    .join('');
}
