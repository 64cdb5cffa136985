import type { ScopeKind } from '@/lib/sources/source';

/**
 * Every action that Plumbline calls, by what it is called for, as IAM names them. The policy in
 * `integrations/aws/read-only-policy.json` lists these and no others.
 */
export const actions = {
  'aws.ec2.instance': ['ec2:DescribeInstances'],
  'aws.ec2.volume': ['ec2:DescribeVolumes'],
  'aws.ec2.security-group': ['ec2:DescribeSecurityGroups'],
  'aws.ec2.network-interface': ['ec2:DescribeNetworkInterfaces'],
  'aws.elbv2.load-balancer': ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags'],
  'aws.elbv2.listener': ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeListeners'],
  'aws.rds.db-instance': ['rds:DescribeDBInstances'],
  'aws.s3.bucket': [
    's3:ListAllMyBuckets',
    's3:GetBucketLocation',
    's3:GetEncryptionConfiguration',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketTagging',
  ],
  activity: ['cloudtrail:LookupEvents'],
} as const satisfies Partial<Record<ScopeKind, readonly string[]>>;

/** What an AWS source collects. */
export type AwsScopeKind = keyof typeof actions;

/** An action of the policy, or one of STS, which the trust policy of the role grants or nobody has to. */
export type AwsAction = (typeof actions)[AwsScopeKind][number] | 'sts:AssumeRole' | 'sts:GetCallerIdentity';
