import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Fault, type FaultPath, faultsAt } from './faults.js';

export interface FormFaults {
  readonly faults: readonly Fault[];
  /** Faults are shown only where the person has been already, or has tried to save. */
  isShown(path: FaultPath): boolean;
  touch(path: FaultPath): void;
}

export const FormContext = createContext<FormFaults>({ faults: [], isShown: () => false, touch: () => undefined });

/** The fault to show at a field, and what to call when the field is left. */
export function useFault(path: FaultPath, below = false): { fault: string | undefined; onBlur: () => void } {
  const { faults, isShown, touch } = useContext(FormContext);
  const messages = isShown(path) ? faultsAt(faults, path, below).map(({ message }) => message) : [];
  return { fault: messages.length === 0 ? undefined : messages.join(' '), onBlur: () => touch(path) };
}
