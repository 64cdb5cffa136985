/** 32 well mixed bits of a text (FNV-1a with the finish of MurmurHash3). */
function mix(text: string, seed: number): number {
  let bits = 2_166_136_261 ^ seed;
  for (let index = 0; index < text.length; index += 1) bits = Math.imul(bits ^ text.charCodeAt(index), 16_777_619);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number in [0, 1) that depends on the words alone, so that the estate is the same whenever it is made. */
export function dice(words: string): number {
  return mix(words, 0) / 4_294_967_296;
}

/** A whole number in [from, to] that depends on the words alone. */
export function between(from: number, to: number, words: string): number {
  return from + Math.floor(dice(words) * (to - from + 1));
}

/** One of the choices, by the words alone. */
export function oneOf<T>(choices: readonly [T, ...T[]], words: string): T {
  return choices[between(0, choices.length - 1, words)] ?? choices[0];
}

/** `length` hexadecimal digits that depend on the words alone: the tail of an id. */
export function hex(length: number, words: string): string {
  let text = '';
  for (let seed = 1; text.length < length; seed += 1) text += mix(words, seed).toString(16).padStart(8, '0');
  return text.slice(0, length);
}
