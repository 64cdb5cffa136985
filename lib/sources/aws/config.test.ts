import { expect, test } from 'vitest';
import { AwsConfig, accountOf, rolesOf } from '@/lib/sources/aws/config';

const roleArn = 'arn:aws:iam::418203995571:role/PlumblineReadOnly';
const other = { roleArn: 'arn:aws-us-gov:iam::111122223333:role/path/Plumbline', externalId: 'plumbline' };

test('the roles are the one and the several, each of its own account', () => {
  const config = AwsConfig.parse({ regions: ['us-east-1', 'us-gov-west-1'], roleArn, accounts: [other] });
  expect(rolesOf(config).map(accountOf)).toEqual(['418203995571', '111122223333']);
  expect(rolesOf(AwsConfig.parse({ regions: ['us-east-1'], profile: 'audit' }))).toEqual([]);
});

test.each([
  [{ regions: [] }, 'regions'],
  [{ regions: ['us east'] }, 'regions.0'],
  [{ regions: ['us-east-1', 'us-east-1'] }, 'regions'],
  [{ regions: ['us-east-1'], roleArn: 'PlumblineReadOnly' }, 'roleArn'],
  [{ regions: ['us-east-1'], externalId: 'plumbline' }, 'externalId'],
  [{ regions: ['us-east-1'], roleArn, accounts: [{ roleArn }] }, 'accounts'],
  [{ regions: ['us-east-1'], secretAccessKey: 'x' }, ''],
])('%j is wrong at %s', (config, at) => {
  const result = AwsConfig.safeParse(config);
  expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([at]);
});
