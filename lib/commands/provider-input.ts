import { z } from 'zod';
import { GroupRule } from '@/lib/access/provider';

/** The table as JSON text, as forms send it, or as a list. */
const groups = z
  .union([
    z
      .string()
      .max(200_000)
      .transform((text, context) => parseJson(text, context)),
    z.array(z.unknown()),
  ])
  .pipe(z.array(GroupRule).max(500));

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** What administrators say of a provider, beside its issuer and its secret. */
export const ProviderFields = z.object({
  /** Words on the sign-in button */
  name: z.string().trim().min(1, 'must not be empty').max(60),
  clientId: z.string().trim().min(1, 'must not be empty').max(300),
  scopes: z
    .string()
    .trim()
    .max(300)
    .regex(/^openid( [\x21-\x7e]+)*$/, 'must begin with openid, then others after a space each')
    .default('openid email profile'),
  groupsClaim: z.string().trim().min(1).max(200).default('groups'),
  groups,
  enabled: flag.default(false),
});

/** Exactly as in the provider's metadata; where it leads is looked at when a connection is made. */
export const Issuer = z
  .string()
  .trim()
  .max(500)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && /^https?:$/.test(url.protocol) && `${url.search}${url.hash}${url.username}` === '';
  }, 'must be an https address without ? and #');

export const ClientSecret = z.string().trim().min(1, 'must not be empty').max(2000);

function parseJson(text: string, context: z.core.$RefinementCtx): unknown[] {
  try {
    return z.array(z.unknown()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a list' });
    return z.NEVER;
  }
}
