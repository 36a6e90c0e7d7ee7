/** The settings do not fit what they point at, such as a DEFAULT_CLUSTER that no kubeconfig has. */
export class SetupError extends Error {}

/** What the step throws, as a SetupError. */
export async function asSetup<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (cause) {
    throw new SetupError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
