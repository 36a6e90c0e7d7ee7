import { type InputFault, InputFaultsError } from '../errors.js';

/** Throws all faults at once; returns where there is none. */
export function throwFaults(faults: readonly InputFault[]): void {
  if (faults.length > 0) throw new InputFaultsError(faults);
}
