/** What this program's exit code says: `failed` where the world was in the way, `misused` where settings or arguments are. */
export const exitCodes = { done: 0, failed: 1, misused: 2 } as const;
