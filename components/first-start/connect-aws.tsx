import { IconBrandAws } from '@tabler/icons-react';
import { CodeLines, codeLines } from '@/components/ui/code-lines';
import { CopyButton } from '@/components/ui/copy-button';
import policy from '@/integrations/aws/read-only-policy.json';
import { AwsForm } from './aws-form';
import styles from './first-start.module.css';

/** Connect AWS: the read-only policy to copy, how to sign in, a test, and the first scan. */
export function ConnectAws({ mayAdd, first = false }: { mayAdd: boolean; first?: boolean }) {
  const text = JSON.stringify(policy, null, 2);
  return (
    <section className={styles.way} data-on={first || undefined} aria-labelledby="connect-aws">
      <header>
        <IconBrandAws size={16} stroke={1.75} aria-hidden />
        <h2 id="connect-aws">Connect AWS</h2>
        <span className={styles.quiet}>read only</span>
      </header>
      <div className={styles.body}>
        <p className={styles.step}>
          <span>
            1. <b>Copy this policy</b> to a role or user
          </span>
          <CopyButton text={text} what="the policy" />
        </p>
        <div className={styles.policy}>
          <CodeLines lines={codeLines(text)} label="Read-only policy" />
        </div>
        <p className={styles.step}>
          <span>
            2. <b>Say how to sign in</b>
          </span>
        </p>
        {mayAdd ? <AwsForm /> : <p className={styles.quiet}>An administrator adds the source.</p>}
      </div>
    </section>
  );
}
