/** The cameras of this device: which there are, opening one, and why that fails, in words. */
import { keepHere, keptHere } from "../parts/here";
import { t } from "../words";

/** px a second; more takes longer and shows nothing more of a whole body. */
const WISHED = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } } as const;
const KEY = "levelhip.camera";
const DOTS = "levelhip.dots";

export interface Found {
  id: string;
  name: string;
}

export type Refusal = "insecure" | "none" | "refused" | "missing" | "busy" | "failed";

/** Why a camera cannot be used, and the way out. */
export class CameraFault extends Error {
  constructor(readonly why: Refusal, more = "") {
    super(wordsOf(why, more));
  }
}

function wordsOf(why: Refusal, more: string): string {
  switch (why) {
    case "insecure":
      return t("This browser gives a camera only to a safe address. Open the page on the machine where levelhip runs, or by the https address that it shows for phones.");
    case "none":
      return t("This browser cannot use a camera. Take a newer one, or measure with a phone or without a sensor.");
    case "refused":
      return t("The camera is not allowed for this page. Press the camera sign or the lock beside the address, allow the camera, then try again.");
    case "missing":
      return t("There is no camera. Plug one in, then try again; or go back and measure with a phone or without a sensor.");
    case "busy":
      return t("The camera is busy. Close the other program or tab that uses it, then try again.");
    default:
      return t("The camera cannot be opened: {fault}", { fault: more });
  }
}

/** The one that was chosen last; empty for any. */
export const keptCamera = () => keptHere(KEY) ?? "";
export const keepCamera = (id: string) => keepHere(KEY, id);

/** Whether dots were worn last time. */
export const keptDots = () => keptHere(DOTS) === "yes";
export const keepDots = (worn: boolean) => keepHere(DOTS, worn ? "yes" : "");

/** All cameras; their names are known only once one was allowed. */
export async function cameras(): Promise<Found[]> {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const found = all.filter((each) => each.kind === "videoinput" && each.deviceId);
  return found.map((each, i) => ({ id: each.deviceId, name: each.label || t("Camera {number}", { number: i + 1 }) }));
}

/** Pictures of a camera; of any when that one is gone. */
export async function opened(id: string): Promise<MediaStream> {
  if (!window.isSecureContext) throw new CameraFault("insecure");
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraFault("none");
  const asked = (which: MediaTrackConstraints) => navigator.mediaDevices.getUserMedia({ audio: false, video: { ...WISHED, ...which } });
  try {
    return await asked(id ? { deviceId: { exact: id } } : { facingMode: "user" });
  } catch (fault) {
    if (id && nameOf(fault) !== "NotAllowedError") return opened("");
    throw faultOf(fault);
  }
}

const nameOf = (fault: unknown) => (fault instanceof DOMException ? fault.name : "");

function faultOf(fault: unknown): CameraFault {
  switch (nameOf(fault)) {
    case "NotAllowedError":
    case "SecurityError":
      return new CameraFault("refused");
    case "NotFoundError":
    case "OverconstrainedError":
      return new CameraFault("missing");
    case "NotReadableError":
    case "AbortError":
      return new CameraFault("busy");
    default:
      return new CameraFault("failed", String(fault));
  }
}
