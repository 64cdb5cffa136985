export interface JsonBounds {
  depth: number;
  /** Members of all objects together */
  keys: number;
}

/**
 * Parses JSON of strangers: too deep, too many members or not JSON is answered in one sentence. Counted before parsing,
 * so that nothing large is built only to be thrown away.
 */
export function boundedJson(text: string, bounds: JsonBounds): { value: unknown } | { problem: string } {
  const problem = beyond(text, bounds);
  if (problem) return { problem };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    // The parser's own words quote the text, which may be a secret; where it goes wrong is enough.
    const where = /at position \d+( \(line \d+ column \d+\))?/.exec(error instanceof Error ? error.message : '')?.[0];
    return { problem: `This is not JSON: it goes wrong ${where ?? 'at its end'}` };
  }
}

const quote = 34;
const backslash = 92;
const colon = 58;

function beyond(text: string, { depth, keys }: JsonBounds): string | null {
  let open = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === 123 || code === 91) open += 1;
    else if (code === 125 || code === 93) open -= 1;
    else if (code === colon) members += 1;
    if (open > depth) return `The JSON is nested deeper than ${depth} levels`;
    if (members > keys) return `The JSON has more than ${keys.toLocaleString('en')} members`;
  }
  return null;
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
