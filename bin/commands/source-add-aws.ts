import { type Command, optional, required } from '@/bin/command';
import { addSource } from '@/lib/commands/add-source';
import { prepareBox } from '@/lib/jobs/worker-box';

export const addAwsSource: Command = {
  name: 'source add aws',
  usage: '--name N --regions a,b [--role-arn ARN [--external-id ID]] [--profile P] [--interval SECONDS]',
  summary: 'Watch an AWS account',
  help: [
    '--name N          what the source is called',
    '--regions a,b     regions to read',
    '--role-arn ARN    role to assume; without it, the account of the credentials is read',
    '--external-id ID  what the trust policy of the role asks for',
    '--profile P       profile of the shared AWS configuration; without it, the standard chain',
    '--interval S      seconds between two collections: 600; 0 collects only when asked',
  ],
  options: {
    name: { type: 'string' },
    regions: { type: 'string' },
    'role-arn': { type: 'string' },
    'external-id': { type: 'string' },
    profile: { type: 'string' },
    interval: { type: 'string' },
  },
  run: async (given) => {
    const name = required(given, 'name');
    const regions = required(given, 'regions')
      .split(',')
      .map((region) => region.trim());
    const config = {
      regions,
      roleArn: optional(given, 'role-arn'),
      externalId: optional(given, 'external-id'),
      profile: optional(given, 'profile'),
    };
    const interval = optional(given, 'interval');
    await prepareBox(given.viewer);
    const { id } = await addSource(given.viewer, {
      name,
      provider: 'aws',
      config: Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)),
      ...(interval === undefined ? {} : { intervalSeconds: interval }),
    });
    return { text: `${name} is watched: ${regions.join(', ')}`, json: { id, name, provider: 'aws', regions } };
  },
};
