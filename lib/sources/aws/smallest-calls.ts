import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVolumesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { AwsAction } from '@/lib/sources/aws/actions';
import type { AwsAccess } from '@/lib/sources/aws/client';

/** The least that an action can be asked for. */
export interface SmallestCall {
  action: AwsAction;
  make: () => Promise<unknown>;
  /** Codes that say "there is none", which is as good as an answer */
  absent?: RegExp;
}

/** One call of each action that is asked for in every region. */
export async function regionalCalls(access: AwsAccess): Promise<SmallestCall[]> {
  const send = { abortSignal: access.signal };
  const ec2 = access.client(EC2Client);
  const elb = access.client(ElasticLoadBalancingV2Client);
  // Well formed and nobody's: there may be no load balancer to ask about
  const arn = `arn:aws:elasticloadbalancing:${access.region}:${access.account}:loadbalancer/app/plumbline-test/0000000000000000`;
  const absent = /NotFound/;
  return [
    { action: 'ec2:DescribeInstances', make: () => ec2.send(new DescribeInstancesCommand({ MaxResults: 5 }), send) },
    { action: 'ec2:DescribeVolumes', make: () => ec2.send(new DescribeVolumesCommand({ MaxResults: 5 }), send) },
    {
      action: 'ec2:DescribeSecurityGroups',
      make: () => ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5 }), send),
    },
    {
      action: 'ec2:DescribeNetworkInterfaces',
      make: () => ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults: 5 }), send),
    },
    {
      action: 'elasticloadbalancing:DescribeLoadBalancers',
      make: () => elb.send(new DescribeLoadBalancersCommand({ PageSize: 1 }), send),
    },
    {
      action: 'elasticloadbalancing:DescribeListeners',
      make: () => elb.send(new DescribeListenersCommand({ LoadBalancerArn: arn, PageSize: 1 }), send),
      absent,
    },
    {
      action: 'elasticloadbalancing:DescribeTags',
      make: () => elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }), send),
      absent,
    },
    {
      action: 'rds:DescribeDBInstances',
      make: () => access.client(RDSClient).send(new DescribeDBInstancesCommand({ MaxRecords: 20 }), send),
    },
    {
      action: 'cloudtrail:LookupEvents',
      make: () => access.client(CloudTrailClient).send(new LookupEventsCommand({ MaxResults: 1 }), send),
    },
  ];
}

/** The calls that are asked for once per account. What is asked of a bucket is asked of the first; without one, of none. */
export async function globalCalls(access: AwsAccess): Promise<SmallestCall[]> {
  const send = { abortSignal: access.signal };
  const s3 = access.client(S3Client);
  const listing = s3.send(new ListBucketsCommand({ MaxBuckets: 1 }), send);
  const first = await listing.then(
    (answer) => answer.Buckets?.[0],
    () => undefined,
  );
  const calls: SmallestCall[] = [{ action: 's3:ListAllMyBuckets', make: () => listing }];
  const Bucket = first?.Name;
  if (Bucket === undefined) return calls;
  const near = access.client(S3Client, first?.BucketRegion ?? access.region);
  const absent = /^(NoSuch|ServerSideEncryptionConfigurationNotFound)/;
  return [
    ...calls,
    { action: 's3:GetBucketLocation', make: () => near.send(new GetBucketLocationCommand({ Bucket }), send) },
    {
      action: 's3:GetEncryptionConfiguration',
      make: () => near.send(new GetBucketEncryptionCommand({ Bucket }), send),
      absent,
    },
    {
      action: 's3:GetBucketPublicAccessBlock',
      make: () => near.send(new GetPublicAccessBlockCommand({ Bucket }), send),
      absent,
    },
    { action: 's3:GetBucketTagging', make: () => near.send(new GetBucketTaggingCommand({ Bucket }), send), absent },
  ];
}
