/** The page of the home screen that was seen last in this window: where a session's own Back leads. */
let last = "/";

export const cameFrom = () => last;
export function cameTo(path: string): void {
  last = path;
}
