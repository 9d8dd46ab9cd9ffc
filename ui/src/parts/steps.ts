import { t } from "../words";

/** Where one is among several screens. */
export const steps = (at: number, count: number): string => t("{at} of {count}", { at, count });
