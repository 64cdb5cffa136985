'use client';

import { SendForm } from '@/components/settings/send-form';
import { CopyButton } from '@/components/ui/copy-button';
import { SafeLink } from '@/components/ui/safe-link';
import type { ProviderRow } from '@/lib/queries/list-providers';
import styles from '../settings.module.css';
import { ProviderFields } from './provider-fields';
import { TestProvider } from './test-provider';

type Props = { provider: ProviderRow; redirect: string; changes: boolean; facilities: readonly string[] };

/** What an administrator does with a provider: register its redirect address, test it, change it, remove it. */
export function ChangeProvider({ provider, redirect, changes, facilities }: Props) {
  const door = `/api/v1/providers/${provider.id}`;
  return (
    <div className={styles.change}>
      <div className="row wrap">
        <span className="t3">Redirect address</span>
        <code>{redirect}</code>
        <CopyButton text={redirect} what="the redirect address" look="icon" />
      </div>
      {changes ? <TestProvider issuer={provider.issuer} /> : null}
      {provider.fixed ? (
        <p className="t3">
          The settings AUTH_OIDC_… of the environment say all of this; reach of its people is given under Users.
        </p>
      ) : changes ? (
        <>
          <SendForm method="PUT" action={door} submit="Change provider" done="Changed from the next sign-in on.">
            <ProviderFields given={provider} facilities={facilities} />
          </SendForm>
          <SendForm
            inline
            method="DELETE"
            action={door}
            submit="Remove provider"
            confirm={`Nobody will sign in through ${provider.name} any more, and sessions that began through it end. Go on?`}
          />
        </>
      ) : null}
      <SafeLink href={`/audit?jobs=shown&kind=provider&object=${provider.id}`} className="link">
        What was done with this provider
      </SafeLink>
    </div>
  );
}
