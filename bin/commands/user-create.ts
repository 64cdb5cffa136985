import { type Command, optional, required, UsageError } from '@/bin/command';
import { isRole, roles } from '@/lib/access/permissions';
import { createUser } from '@/lib/commands/create-user';

export const createUserAccount: Command = {
  name: 'user create',
  usage: '--email E --role R [--name N] [--facilities a,b] [--reach JSON] [--password-stdin]',
  summary: 'Make a local account',
  help: [
    '--email E         address to sign in with',
    `--role R          ${Object.keys(roles).join(', ')}`,
    '--name N          as others see it',
    '--facilities a,b  facilities within reach; none given reaches all',
    '--reach JSON      grants of facility, environment and team, with from and until: docs/guides/reach.md',
    '--password-stdin  read the password from standard input; without it one is made up and printed, once',
  ],
  options: {
    email: { type: 'string' },
    role: { type: 'string' },
    name: { type: 'string' },
    facilities: { type: 'string' },
    reach: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  },
  run: async (given) => {
    const email = required(given, 'email');
    const role = required(given, 'role');
    if (!isRole(role)) throw new UsageError(`--role ${role} is none of ${Object.keys(roles).join(', ')}`);
    const [name, facilities] = [given.values.name, optional(given, 'facilities')];
    const reach = optional(given, 'reach');
    const { id, password } = await createUser(given.viewer, {
      email,
      role,
      ...(typeof name === 'string' ? { name } : {}),
      ...(reach === undefined ? {} : { reach }),
      ...(facilities === undefined ? {} : { facilities: facilities.split(',') }),
      ...(given.values['password-stdin'] ? { password: await readLine() } : {}),
    });
    const text = password === null ? `${email} is ${role}` : `${email} is ${role}, with the password ${password}`;
    return { text, json: { id, email, role, ...(password === null ? {} : { password }) } };
  },
};

async function readLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
  return text.replace(/\r?\n$/, '');
}
