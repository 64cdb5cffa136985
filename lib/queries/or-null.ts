import { AppError } from '@/lib/errors';

/** The answer, or null where there is none within reach: a page shows "not found" for it. */
export async function orNull<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null;
    throw error;
  }
}
