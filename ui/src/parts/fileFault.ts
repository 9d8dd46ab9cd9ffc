import { language } from "../words";

/** What is wrong with a file, as a sentence of its own where the file's name stands above it already. */
export function fileFault(fault: string, name: string): string {
  const own = fault.startsWith(`${name}: `) ? fault.slice(name.length + 2) : fault;
  const begun = own.charAt(0).toLocaleUpperCase(language.value) + own.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
