import { cannotTell, defineCheck, fail, pass } from '@/lib/checks/check';
import { bucket } from '@/lib/resources/bucket';

export const s3DefaultEncryption = defineCheck({
  id: 's3-default-encryption',
  version: 1,
  kind: bucket,
  title: 'Bucket has a default encryption',
  severity: 'medium',
  protects: 'at-rest',
  remediation: 'Set default encryption, best aws:kms with a key of your own and a bucket key.',
  evaluate: (it) => {
    if (it.encryption === null)
      return cannotTell(`${it.refused.join(', ') || 's3:GetEncryptionConfiguration'} was refused for this bucket`);
    return it.encryption === 'none'
      ? fail('The bucket has no default encryption')
      : pass(`Default encryption is ${it.encryption}`);
  },
  examples: {
    pass: [{ encryption: 'AES256' }, { encryption: 'aws:kms' }],
    fail: [{ encryption: 'none' }],
    cannotTell: [{ encryption: null }],
  },
});
