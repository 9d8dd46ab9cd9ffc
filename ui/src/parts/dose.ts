/** The dose without the name of the exercise, for where that stands above it. */
export function dose(told: string, title: string): string {
  return told.startsWith(`${title}: `) ? told.slice(title.length + 2) : told;
}
