import { sessions, type SessionTold } from "../api";

/** A page that was left a moment ago is noticed by then, ms; chosen by us. */
const NOTICED_MS = 600;

const isOpen = ({ state }: SessionTold) => state === "away" || state === "running";

/** Those that can go on; "running" only where another window really has them. */
export async function openSessions(): Promise<SessionTold[]> {
  const open = (await sessions()).filter(isOpen);
  if (!open.some((each) => each.state === "running")) return open;
  await new Promise((done) => setTimeout(done, NOTICED_MS));
  return (await sessions()).filter(isOpen);
}
