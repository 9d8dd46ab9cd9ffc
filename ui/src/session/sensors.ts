/** What a camera or a phone must be for a session; each is loaded only when it is chosen. */
import type { ComponentType } from "preact";
import type { Frame } from "./wire";

/** Where a sensor sends what it measures. */
export interface Feed {
  /** Of which session; a phone sends there by itself. */
  session: string;
  /** Frames in their order; a crop before its pose. */
  send: (...frames: Frame[]) => void;
  /** Once a second: how bright the picture is, 0 to 255. */
  picture: (brightness: number) => void;
  /** What the person should know, in words; empty when all is well. */
  trouble: (words: string) => void;
}

/** A sensor that is placed and ready. */
export interface Sensor {
  /** px, of the camera's pictures. */
  size?: [number, number];
  /** Where a phone is worn. */
  location?: string;
  /** Whether bright dots are on the hip bones. */
  dots?: boolean;
  /** Shown in place of the demonstration. */
  Picture?: ComponentType;
  /** Send until the function that it gives is called. */
  feed: (to: Feed) => () => void;
  /** Give the device back. */
  close: () => void;
}

export interface SetUp {
  protocol: string;
  /** Form of it; empty for only one. */
  form: string;
  onReady: (sensor: Sensor) => void;
  onBack: () => void;
}

export type SensorName = "camera" | "motion";

/** A module `sensor.tsx` with a screen that places the sensor. */
const found = import.meta.glob<{ SetUp: ComponentType<SetUp> }>(["../camera/sensor.tsx", "../phone/sensor.tsx"]);

export const SENSORS: Partial<Record<SensorName, () => Promise<{ SetUp: ComponentType<SetUp> }>>> = {};
for (const [name, path] of [["camera", "../camera/sensor.tsx"], ["motion", "../phone/sensor.tsx"]] as const) {
  const load = found[path];
  if (load) SENSORS[name] = load;
}
