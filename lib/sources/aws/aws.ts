import { AwsConfig } from '@/lib/sources/aws/config';
import { defineSource } from '@/lib/sources/source';

/** The SDK is loaded by the first collection: it takes 140 MB, and who only checks a configuration needs none of it. */
const load = () => import('@/lib/sources/aws/collect-aws');

export const aws = defineSource({
  provider: 'aws',
  title: 'AWS',
  config: AwsConfig,
  secrets: ['externalId'],
  scopes: async (config, context) => (await load()).scopesOf(config, context),
  collect: async (config, scope, context) => (await load()).collectScope(config, scope, context),
});
