import type { Check } from '@/lib/checks/check';
import { ebsVolumeEncrypted } from '@/lib/checks/ebs-volume-encrypted';
import { elbv2HttpRedirected } from '@/lib/checks/elbv2-http-redirected';
import { rdsStorageEncrypted } from '@/lib/checks/rds-storage-encrypted';
import { s3DefaultEncryption } from '@/lib/checks/s3-default-encryption';

/** Every check, by its id. A new check is a file beside this one and a line here. */
export const checks = {
  'ebs-volume-encrypted': ebsVolumeEncrypted,
  'rds-storage-encrypted': rdsStorageEncrypted,
  's3-default-encryption': s3DefaultEncryption,
  'elbv2-http-redirected': elbv2HttpRedirected,
};
export type CheckId = keyof typeof checks;

/** The checks of one kind, with their fields' type forgotten: for the engine. */
export function checksOf(kind: string): Check[] {
  return (Object.values(checks) as unknown as Check[]).filter((check) => check.kind.id === kind);
}
