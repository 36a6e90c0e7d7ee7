/** Resolves as soon as the condition holds: it is looked at after every turn of the event loop, no time is waited for. */
export async function until(condition: () => boolean, turns = 200_000): Promise<void> {
  for (let turn = 0; !condition(); turn += 1) {
    if (turn > turns) throw new Error(`It never came to hold: ${condition}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
