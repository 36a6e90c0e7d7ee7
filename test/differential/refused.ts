/** What stands in an answer in the place of a value that was refused. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }

  toJSON(): string {
    return `refused: ${this.code}`;
  }
}

/** What stands in a model's answer in the place of what it does not compute; `basis`: what that would be computed from. */
export class Unmodelled {
  constructor(readonly basis: string) {}
}
