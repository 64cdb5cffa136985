import { cannotTell, defineCheck, fail, notApplicable, pass } from '@/lib/checks/check';
import { volume } from '@/lib/resources/volume';

export const ebsVolumeEncrypted = defineCheck({
  id: 'ebs-volume-encrypted',
  version: 1,
  kind: volume,
  title: 'EBS volume is encrypted',
  severity: 'high',
  protects: 'at-rest',
  remediation: 'Copy a snapshot with encryption, create a volume from the copy and swap it in.',
  evaluate: (it) => {
    if (it.state === 'deleting' || it.state === 'deleted') return notApplicable('The volume is being deleted');
    if (it.encrypted === null) return cannotTell('AWS did not say whether it is encrypted');
    return it.encrypted
      ? pass(it.kmsKeyId ? `Encrypted with ${it.kmsKeyId}` : 'Encrypted')
      : fail(`${it.sizeGiB ?? '?'} GiB volume is not encrypted`);
  },
  examples: {
    pass: [{ encrypted: true }],
    fail: [{ encrypted: false, kmsKeyId: null }],
    notApplicable: [{ state: 'deleting' }],
    cannotTell: [{ encrypted: null }],
  },
});
