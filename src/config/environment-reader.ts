import { type Setting, type SettingName, settings } from './settings.js';

/** One thing wrong with the settings, and what to do about it. */
export interface ConfigFault {
  readonly variable: string;
  readonly message: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigProbes {
  fileExists(path: string): boolean;
}

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
export const isDnsLabel = (text: string) => dnsLabel.test(text);
const isDnsName = (text: string) => text.length <= 253 && text.split('.').every(isDnsLabel);

/** Reads settings by type and keeps the faults; what it returns beside a fault is of the right type and no more. */
export class EnvironmentReader {
  readonly faults: ConfigFault[] = [];

  constructor(
    readonly env: Environment,
    readonly probes: ConfigProbes,
  ) {}

  fault(variable: string, message: string): void {
    this.faults.push({ variable, message });
  }

  /** By the environment, rather than by its default. */
  isSet(name: SettingName): boolean {
    return Boolean(this.env[name]?.trim());
  }

  text(name: SettingName): string | undefined {
    return this.env[name]?.trim() || settings[name].default || undefined;
  }

  integer(name: SettingName): number {
    const { min = 0, max = Number.MAX_SAFE_INTEGER, default: fallback }: Setting = settings[name];
    const text = this.text(name) ?? fallback;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
    this.fault(name, `is "${text}"; give a whole number, ${range}`);
    return Number(fallback);
  }

  /** 0 is no limit: Infinity. */
  limit(name: SettingName): number {
    return this.integer(name) || Number.POSITIVE_INFINITY;
  }

  boolean(name: SettingName): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    if (text === undefined) return undefined;
    if (['1', 'true', 'yes', 'on'].includes(text)) return true;
    if (!['0', 'false', 'no', 'off'].includes(text)) this.fault(name, `is "${text}"; give 1 or 0`);
    return false;
  }

  choice<T extends string>(name: SettingName, choices: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined || choices.includes(text as T)) return text as T | undefined;
    this.fault(name, `is "${text}"; give one of ${choices.join(', ')}`);
    return undefined;
  }

  list(name: SettingName): string[] {
    const items = (this.text(name) ?? '').split(',').map((item) => item.trim());
    return [...new Set(items.filter((item) => item !== ''))];
  }

  file(name: SettingName): string | undefined {
    const path = this.text(name);
    if (path !== undefined && !this.probes.fileExists(path))
      this.fault(name, `names ${path}, which is not there; give the path of a file`);
    return path;
  }

  dnsName(name: SettingName): string {
    const text = this.text(name) ?? '';
    if (!isDnsName(text))
      this.fault(name, `is "${text}"; give a DNS name in lower case, such as ${settings[name].default}`);
    return text;
  }
}
