import { type Command, optional, required, UsageError } from '@/bin/command';
import { isTokenRole, tokenRoles } from '@/lib/access/permissions';
import { createToken } from '@/lib/commands/create-token';

export const createTokenNamed: Command = {
  name: 'token create',
  usage: '--name N --role R [--days D] [--facilities a,b] [--reach JSON] [--host H] [--source S]',
  summary: 'Make a token for the API or for pushing runs, and print it alone',
  help: [
    '--name N           what it is for; runs pushed with it stand under this name',
    `--role R           ${Object.keys(tokenRoles).join(', ')}; ingest may push and nothing else`,
    '--days D           days until it expires: 90, at most 180',
    '--facilities a,b   facilities within reach; none given reaches all',
    '--reach JSON       grants of facility, environment and team, with from and until: docs/guides/reach.md',
    '--host H           ingest of one machine alone: name, instance id or id of its host',
    '--source S         source that pushed runs stand under; the name of the token unless given',
  ],
  options: {
    name: { type: 'string' },
    role: { type: 'string' },
    days: { type: 'string' },
    facilities: { type: 'string' },
    reach: { type: 'string' },
    host: { type: 'string' },
    source: { type: 'string' },
  },
  run: async (given) => {
    const name = required(given, 'name');
    const role = required(given, 'role');
    if (!isTokenRole(role)) throw new UsageError(`--role ${role} is none of ${Object.keys(tokenRoles).join(', ')}`);
    const [days, facilities] = [optional(given, 'days'), optional(given, 'facilities')];
    const reach = optional(given, 'reach');
    const [host, source] = [optional(given, 'host'), optional(given, 'source')];
    const { id, secret, expiresAt } = await createToken(given.viewer, {
      name,
      role,
      ...(host === undefined ? {} : { host }),
      ...(source === undefined ? {} : { source }),
      ...(days === undefined ? {} : { days }),
      ...(reach === undefined ? {} : { reach }),
      ...(facilities === undefined ? {} : { facilities: facilities.split(',').map((text) => text.trim()) }),
    });
    return { text: secret, json: { id, name, role, token: secret, expiresAt } };
  },
};
