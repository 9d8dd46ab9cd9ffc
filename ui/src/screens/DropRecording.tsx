import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Fault, recording, type RecordingTold, sendRecording, type TestTold } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { fileFault } from "../parts/fileFault";
import { NumberField, type Typed } from "../parts/NumberField";
import { PressButton } from "../parts/PressButton";
import { Select } from "../parts/Select";
import { usePress } from "../parts/usePress";
import { t } from "../words";
import { noted, wasSeen } from "./LeftRecordings";

const ASK_EVERY_MS = 400;
/** Heights that the server takes, and what is meant by one that was typed in metres. */
const LOWEST_CM = 100;
const HIGHEST_CM = 230;
const inCentimetres = (typed: number) => (typed <= HIGHEST_CM / 100 && !Number.isInteger(typed) ? Math.round(1000 * typed) / 10 : typed);
/** Bytes that the server takes; web/guard.py has the same. */
const LARGEST = 4 * 1024 ** 3;

interface Props {
  tests: readonly TestTold[];
  /** Files that are being measured, or wait to be. */
  dropped: readonly File[];
  onDropped: (files: readonly File[]) => void;
  children: ComponentChildren;
}

/** Recorded files can be dropped anywhere on the page; then one asks what each shows, and measures it. */
export function DropRecording({ tests, dropped, onDropped, children }: Props) {
  const [over, setOver] = useState(false);
  const add = (files: FileList | null | undefined) => onDropped([...dropped, ...(files ?? [])]);
  return (
    <div
      class={over ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add(event.dataTransfer?.files);
      }}
    >
      {dropped.map((file) => (
        <Measuring key={keyOf(file)} file={file} tests={tests} alone={dropped.length === 1} onEnd={() => onDropped(dropped.filter((each) => each !== file))} />
      ))}
      {dropped.length === 0 && (
        <section class="card file-place">
          <div>
            <h2>{t("A recording you have already")}</h2>
            <p>{t("Drop a film, or a file of a phone's motion, anywhere here. It is measured on this machine and the copy is deleted.")}</p>
          </div>
          <label class="button plain">
            {t("Choose a file")}
            <input class="sr" type="file" multiple onChange={(event) => add(event.currentTarget.files)} />
          </label>
        </section>
      )}
      {children}
    </div>
  );
}

const keys = new WeakMap<File, number>();
let lastKey = 0;

/** The same file twice is two. */
function keyOf(file: File): number {
  const key = keys.get(file) ?? ++lastKey;
  keys.set(file, key);
  return key;
}

function guess(name: string, tests: readonly TestTold[]): string {
  return tests.find((test) => name.toLowerCase().includes(test.id))?.id ?? "";
}

interface MeasuringProps {
  file: File;
  tests: readonly TestTold[];
  /** Whether nothing else is being measured: then its result is opened by itself. */
  alone: boolean;
  onEnd: () => void;
}

function Measuring({ file, tests, alone, onEnd }: MeasuringProps) {
  const { route } = useLocation();
  const [protocol, setProtocol] = useState(guess(file.name, tests));
  const [height, setHeight] = useState<Typed>(null);
  const [sent, setSent] = useState<number>();
  const [job, setJob] = useState<RecordingTold>();
  const [fault, setFault] = useState<Fault>();
  const id = useId();

  useEffect(() => {
    if (job?.state === "failed" || job?.state === "done") wasSeen(job.id);
    if (!job || job.state === "failed") return;
    if (job.state === "done") {
      if (job.result && alone) route(`/result/${job.result}`);
      return;
    }
    const later = setTimeout(() => {
      recording(job.id).then(setJob, (error: unknown) => setFault(error as Fault));
    }, ASK_EVERY_MS);
    return () => clearTimeout(later);
  }, [job]);

  const begin = usePress(async () => {
    if (file.size > LARGEST) {
      setFault(new Fault(t("This file is larger than 4 GB. Cut out the minutes that show the movement, and choose that file.")));
      return;
    }
    setFault(undefined);
    setSent(0);
    try {
      setJob(await noted(sendRecording(file, { protocol, ...(height ? { height_m: height / 100 } : {}) }, setSent)));
    } catch (error) {
      setFault(error as Fault);
      setSent(undefined);
    }
  });
  const failed = fault ?? (job?.state === "failed" ? new Fault(fileFault(job.error, file.name)) : undefined);
  const working = sent !== undefined && !failed;
  const part = job ? job.fraction : 0;
  return (
    <section class="card measuring" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} translate={false}>{file.name}</h2>
      {failed && <FaultBox fault={failed} />}
      {job?.state === "done" ? (
        <p class="ways-row"><span role="status">{t("Done.")}</span><a class="button" href={`/result/${job.result}`}>{t("See the result")}</a></p>
      ) : working ? (
        <>
          <p role="status">{job ? doing(job) : t("Handing it over …")}</p>
          <progress class="bar" max={1} value={job ? part : (sent ?? 0)} aria-label={t("How far it is")} />
        </>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void begin.press();
          }}
        >
          <label class="field">
            <span>{t("What does it show?")}</span>
            <Select value={protocol} onValue={setProtocol} options={[{ value: "", text: t("Choose …") }, ...tests.map((test) => ({ value: test.id, text: test.title }))]} />
          </label>
          <NumberField words={t("Your height in centimetres, for a film")} value={height} onValue={setHeight} low={LOWEST_CM} high={HIGHEST_CM} meant={inCentimetres} />
          <p class="ways-row">
            <PressButton of={begin} disabled={!protocol}>{t("Measure it")}</PressButton>
            <button type="button" class="button quiet" onClick={onEnd}>{t("Not this one")}</button>
          </p>
        </form>
      )}
    </section>
  );
}

export function doing(job: RecordingTold): string {
  if (job.state === "waiting") return t("Waits until the one before is measured.");
  return t("Reading and measuring: {part} %", { part: Math.round(100 * job.fraction) });
}
