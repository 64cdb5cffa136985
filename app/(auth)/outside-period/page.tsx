import type { Metadata } from 'next';
import { SafeLink } from '@/components/ui/safe-link';
import { AuthBox } from '../auth-box';

export const metadata: Metadata = { title: 'Outside of the period' };

/** Where those are led who ask for a date outside of the period of evidence that they may look at. */
export default function OutsidePeriodPage() {
  return (
    <AuthBox
      title="This date is outside of your period"
      lead="You were invited to look at the evidence of a period. What was before or after it is not shown."
    >
      <p>
        <SafeLink href="/" className="link">
          Fleet health, as of your period
        </SafeLink>
      </p>
    </AuthBox>
  );
}
