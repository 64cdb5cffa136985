import { bucket } from '@/lib/resources/bucket';
import { dbInstance } from '@/lib/resources/db-instance';
import { host } from '@/lib/resources/host';
import { instance } from '@/lib/resources/instance';
import type { Kind } from '@/lib/resources/kind';
import { listener } from '@/lib/resources/listener';
import { loadBalancer } from '@/lib/resources/load-balancer';
import { networkInterface } from '@/lib/resources/network-interface';
import { node } from '@/lib/resources/node';
import { securityGroup } from '@/lib/resources/security-group';
import { volume } from '@/lib/resources/volume';

/** Every kind of resource, by its id. A new kind is a file beside this one and a line here. */
export const kinds = {
  host,
  'cm.node': node,
  'aws.ec2.instance': instance,
  'aws.ec2.volume': volume,
  'aws.ec2.security-group': securityGroup,
  'aws.ec2.network-interface': networkInterface,
  'aws.elbv2.load-balancer': loadBalancer,
  'aws.elbv2.listener': listener,
  'aws.s3.bucket': bucket,
  'aws.rds.db-instance': dbInstance,
};
export type KindId = keyof typeof kinds;

export function isKind(text: string): text is KindId {
  return Object.hasOwn(kinds, text);
}

/** The kind, with its fields' type forgotten: for code that treats all kinds alike. */
export function kindOf(id: KindId): Kind<unknown> {
  return kinds[id] as Kind<unknown>;
}
