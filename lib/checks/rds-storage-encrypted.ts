import { cannotTell, defineCheck, fail, notApplicable, pass } from '@/lib/checks/check';
import { dbInstance } from '@/lib/resources/db-instance';

export const rdsStorageEncrypted = defineCheck({
  id: 'rds-storage-encrypted',
  version: 1,
  kind: dbInstance,
  title: 'Storage of the database instance is encrypted',
  severity: 'high',
  protects: 'at-rest',
  remediation: 'Restore an encrypted copy of a snapshot and switch over; it cannot be turned on in place.',
  evaluate: (it) => {
    if (it.status === 'deleting') return notApplicable('The instance is being deleted');
    if (it.storageEncrypted === null) return cannotTell('AWS did not say whether its storage is encrypted');
    return it.storageEncrypted
      ? pass('Storage is encrypted')
      : fail(`Storage of this ${it.engine ?? 'database'} instance is not encrypted`);
  },
  examples: {
    pass: [{}],
    fail: [{ storageEncrypted: false, kmsKeyId: null }],
    notApplicable: [{ status: 'deleting' }],
    cannotTell: [{ storageEncrypted: null }],
  },
});
