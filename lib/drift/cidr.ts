/** A CIDR as EC2 keeps it: host bits cleared, IPv6 shortened. What is not a CIDR comes back trimmed, in lower case. */
export function canonicalCidr(text: string): string {
  const trimmed = text.trim().toLowerCase();
  const [address = '', length] = trimmed.split('/', 2);
  const bytes = address.includes(':') ? ipv6Bytes(address) : ipv4Bytes(address);
  if (!bytes) return trimmed;
  const bits = length === undefined ? bytes.length * 8 : Number(length);
  if (!/^\d+$/.test(length ?? '0') || bits > bytes.length * 8) return trimmed;
  const masked = bytes.map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - i * 8))) & 0xff);
  return `${bytes.length === 4 ? masked.join('.') : ipv6Text(masked)}/${bits}`;
}

/** Whether a canonical CIDR lets in everybody, or half of everybody: 0.0.0.0/0 is also written as two halves. */
export function isWorld(cidr: string): boolean {
  return /^(0\.0\.0\.0\/[01]|128\.0\.0\.0\/1|::\/[01]|8000::\/1)$/.test(cidr);
}

function ipv4Bytes(address: string): number[] | null {
  const parts = address.split('.');
  const bytes = parts.map(Number);
  const valid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part)) && bytes.every((b) => b < 256);
  return valid ? bytes : null;
}

function ipv6Bytes(address: string): number[] | null {
  const url = `http://[${address}]/`;
  if (!/^[0-9a-f:.]+$/.test(address) || !URL.canParse(url)) return null;
  const [head = '', tail] = new URL(url).hostname.slice(1, -1).split('::', 2);
  const words = (part: string) => (part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16)));
  const before = words(head);
  const after = words(tail ?? '');
  const all = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
  return all.flatMap((word) => [word >> 8, word & 0xff]);
}

function ipv6Text(bytes: number[]): string {
  const words = Array.from({ length: 8 }, (_, i) =>
    (((bytes[i * 2] ?? 0) << 8) | (bytes[i * 2 + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${words.join(':')}]/`).hostname.slice(1, -1);
}
