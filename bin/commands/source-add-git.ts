import { resolve } from 'node:path';
import { type Command, optional, required } from '@/bin/command';
import { addSource } from '@/lib/commands/add-source';
import { allowFolder } from '@/lib/outgoing/allow-folder';

export const addGitSource: Command = {
  name: 'source add git',
  usage: '--name N --url PATH_OR_URL [--path DIR] [--branch B] [--account A] [--region R] [--interval SECONDS]',
  summary: 'Read the security groups that a repository declares',
  help: [
    '--name N      what the source is called',
    '--url U       https address or path of the repository',
    '--path DIR    folder within it; without it, all of it',
    '--branch B    branch; without it, the one that HEAD names',
    '--account A   account that the code is for, where it does not say so itself',
    '--region R    region that the code is for, where it does not say so itself',
    '--interval S  seconds between two collections: 600; 0 collects only when asked',
  ],
  options: {
    name: { type: 'string' },
    url: { type: 'string' },
    path: { type: 'string' },
    branch: { type: 'string' },
    account: { type: 'string' },
    region: { type: 'string' },
    interval: { type: 'string' },
  },
  run: async (given) => {
    const name = required(given, 'name');
    const address = required(given, 'url');
    const url = /^[a-z]+:\/\//.test(address) ? address : resolve(given.folder, address);
    const more = ['path', 'branch', 'account', 'region'].flatMap((key) => {
      const value = optional(given, key);
      return value === undefined ? [] : [[key, value]];
    });
    const interval = optional(given, 'interval');
    const { id } = await addSource(given.viewer, {
      name,
      provider: 'git',
      config: { url, ...Object.fromEntries(more) },
      ...(interval === undefined ? {} : { intervalSeconds: interval }),
    });
    // Who may run this on the machine may read its folders; a screen may not say so.
    if (url.startsWith('/')) allowFolder(url);
    return { text: `${name} is watched: ${url}`, json: { id, name, provider: 'git', url } };
  },
};
