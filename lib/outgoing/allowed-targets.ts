import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { isAbsolute, join, normalize } from 'node:path';
import { readEnvironment } from '@/lib/env';

/** What an operator allows beyond the open internet. */
export interface AllowedTargets {
  /** Networks that names may lead to, by https */
  networks: BlockList;
  /** Single targets, as origins: `https://id.example.internal:8443`, `http://127.0.0.1:9000` */
  origins: ReadonlySet<string>;
  /** Folders whose Git repositories may be read, absolute */
  folders: readonly string[];
}

/** The file that an operator writes; no screen changes it. */
export function allowedTargetsFile(): string {
  const { PLUMBLINE_ALLOWED_TARGETS: named, PLUMBLINE_DATA_DIR: data } = readEnvironment();
  return named ?? join(data, 'allowed-targets');
}

/**
 * Reads the file anew, so that a change holds from the next connection on; no file allows nothing. Throws on a line that
 * cannot be read: half a list is not what was meant.
 */
export function allowedTargets(file = allowedTargetsFile()): AllowedTargets {
  return parseTargets(read(file), file);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function parseTargets(text: string, file: string): AllowedTargets {
  const networks = new BlockList();
  const origins = new Set<string>();
  const folders: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const target = line.replace(/(^|\s)#.*$/, '').trim();
    if (target === '') continue;
    const known = isAbsolute(target) ? folders.push(normalize(target)) : addNetwork(networks, target);
    if (known) continue;
    const origin = originOf(target);
    if (origin === null) throw new Error(`${file}, line ${index + 1}: ${target} is no host:port, network or folder`);
    origins.add(origin);
  }
  return { networks, origins, folders };
}

/** `10.20.0.0/16`, `fd00:1::/32` or a single address. */
function addNetwork(networks: BlockList, target: string): boolean {
  const [address = '', bits, ...more] = target.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return false;
  const most = version === 4 ? 32 : 128;
  if (Number(bits ?? most) > most) return false;
  networks.addSubnet(address, Number(bits ?? most), version === 4 ? 'ipv4' : 'ipv6');
  return true;
}

/** `host:port` stands for https. */
function originOf(target: string): string | null {
  const address = /^https?:\/\//.test(target) ? target : `https://${target}`;
  if (!URL.canParse(address)) return null;
  const { origin, pathname, search, hash, username, password } = new URL(address);
  const bare = pathname === '/' && search === '' && hash === '' && username === '' && password === '';
  return bare && !/\s/.test(target) ? origin : null;
}
