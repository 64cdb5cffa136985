import { type Command, optional, required, UsageError } from '@/bin/command';
import { isTokenRole, tokenRoles } from '@/lib/access/permissions';
import { createToken } from '@/lib/commands/create-token';

export const createTokenNamed: Command = {
  name: 'token create',
  usage: '--name N --role R [--days D] [--facilities a,b]',
  summary: 'Make a token for the API or for pushing runs, and print it alone',
  help: [
    '--name N           what it is for; runs pushed with it stand under this name',
    `--role R           ${Object.keys(tokenRoles).join(', ')}; ingest may push and nothing else`,
    '--days D           days until it expires: 90, at most 180',
    '--facilities a,b   facilities within reach; none given reaches all',
  ],
  options: {
    name: { type: 'string' },
    role: { type: 'string' },
    days: { type: 'string' },
    facilities: { type: 'string' },
  },
  run: async (given) => {
    const name = required(given, 'name');
    const role = required(given, 'role');
    if (!isTokenRole(role)) throw new UsageError(`--role ${role} is none of ${Object.keys(tokenRoles).join(', ')}`);
    const [days, facilities] = [optional(given, 'days'), optional(given, 'facilities')];
    const { id, secret, expiresAt } = await createToken(given.viewer, {
      name,
      role,
      ...(days === undefined ? {} : { days }),
      ...(facilities === undefined ? {} : { facilities: facilities.split(',').map((text) => text.trim()) }),
    });
    return { text: secret, json: { id, name, role, token: secret, expiresAt } };
  },
};
