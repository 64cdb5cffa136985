import { cannotTell, defineCheck, fail, notApplicable, pass } from '@/lib/checks/check';
import { listener } from '@/lib/resources/listener';

const passesThrough = new Set(['TCP', 'UDP', 'TCP_UDP', 'GENEVE']);

export const elbv2HttpRedirected = defineCheck({
  id: 'elbv2-http-redirected',
  version: 1,
  kind: listener,
  title: 'Listener speaks TLS, or only redirects to HTTPS',
  severity: 'medium',
  protects: 'in-transit',
  remediation: 'Add an HTTPS listener and turn the HTTP one into a redirect.',
  evaluate: (it) => {
    if (it.protocol === null) return cannotTell('AWS did not say which protocol it speaks');
    if (passesThrough.has(it.protocol)) return notApplicable(`${it.protocol} passes through what the target speaks`);
    if (it.protocol !== 'HTTP') return pass(`Speaks ${it.protocol}${it.sslPolicy ? ` with ${it.sslPolicy}` : ''}`);
    return it.redirectsToHttps ? pass('Only redirects to HTTPS') : fail(`Port ${it.port ?? '?'} answers in clear`);
  },
  examples: {
    pass: [{}, { protocol: 'HTTP', redirectsToHttps: true }],
    fail: [{ protocol: 'HTTP', port: 80 }],
    notApplicable: [{ protocol: 'TCP' }],
    cannotTell: [{ protocol: null }],
  },
});
