const second = 1000;

/** The second in which a moment (ms since 1970) lies: all that a folded run keeps of its start. */
export function secondOf(moment: number): number {
  return Math.floor(moment / second);
}

/** LEB128: seven bits a byte, least first, the high bit says that more follow. `gaps` are whole seconds, not negative. */
export function encodeGaps(gaps: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const gap of gaps) {
    if (!Number.isSafeInteger(gap) || gap < 0) throw new RangeError(`${gap} is not a number of whole seconds`);
    let rest = gap;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** The gaps in seconds that `encodeGaps` wrote; throws where the last one is cut. */
export function decodeGaps(bytes: Uint8Array): number[] {
  const gaps: number[] = [];
  let value = 0;
  let weight = 1;
  for (const byte of bytes) {
    value += (byte & 0x7f) * weight;
    if (byte & 0x80) {
      weight *= 0x80;
    } else {
      gaps.push(value);
      value = 0;
      weight = 1;
    }
  }
  if (weight !== 1) throw new RangeError('The times of these runs are cut short');
  return gaps;
}

/** Every start of a fold: the first as it was, the others to the second. */
export function startsOf(first: Date, deltas: Uint8Array): Date[] {
  let at = secondOf(first.getTime());
  const later = decodeGaps(deltas).map((gap) => {
    at += gap;
    return new Date(at * second);
  });
  return [first, ...later];
}
