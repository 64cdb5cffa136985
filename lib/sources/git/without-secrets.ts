const secretKey =
  /^(\s*(?:-\s*)?["']?[\w.-]*(?:passw(?:or)?d|passphrase|secret|token|api_?key|access_?key|private_?key|credential)[\w.-]*["']?\s*[:=]\s*)(.+)$/i;
const secretShape = /(AKIA|ASIA)[A-Z0-9]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|(?<=:\/\/)[^/@\s]+(?=@)/g;

/** Lines of code with the values of what is called a secret, and what looks like one, replaced. Variables stay. */
export function withoutSecrets(lines: readonly string[]): string[] {
  let block: number | null = null;
  return lines.map((line) => {
    const indent = line.search(/\S/);
    if (block !== null && (indent > block || indent < 0)) return indent < 0 ? line : `${line.slice(0, indent)}***`;
    block = null;
    const match = secretKey.exec(line);
    if (match && /^[|>!]/.test(match[2] ?? '')) block = indent;
    if (match && block === null && !/\{\{.*\}\}/.test(match[2] ?? '')) return `${match[1]}***`;
    return line.replace(secretShape, '***');
  });
}
