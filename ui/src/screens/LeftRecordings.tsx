import { useEffect, useState } from "preact/hooks";
import { recording, type RecordingTold, recordings } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { fileFault } from "../parts/fileFault";
import { t } from "../words";

const ASK_EVERY_MS = 1000;

/** Given on this page and not seen to its end: what is handed over, then its name. */
const unseen = new Set<string>();
const handing = new Set<Promise<RecordingTold>>();

/** Notes a file that is being handed over, so that a page that is left and opened again can tell of it. */
export async function noted(given: Promise<RecordingTold>): Promise<RecordingTold> {
  handing.add(given);
  try {
    const job = await given;
    unseen.add(job.id);
    return job;
  } finally {
    handing.delete(given);
  }
}

/** It was told how that one came out. */
export const wasSeen = (id: string) => void unseen.delete(id);

const isOver = ({ state }: RecordingTold) => state === "done" || state === "failed";

/** Recordings that are measured still, or were while somebody looked elsewhere; `onEnd` once one is done. */
export function LeftRecordings({ doing, onEnd }: { doing: (job: RecordingTold) => string; onEnd: () => void }) {
  const [jobs, setJobs] = useState<readonly RecordingTold[]>([]);
  const [waits, setWaits] = useState(handing.size);
  const put = (job: RecordingTold) => setJobs((before) => [...before.filter((each) => each.id !== job.id), job]);
  useEffect(() => {
    let current = true;
    for (const given of handing) {
      const over = () => current && setWaits((n) => n - 1);
      given.then((job) => (over(), current && put(job)), over);
    }
    // Without an answer there is nothing to tell: the page itself says what is the matter.
    recordings().then(
      (told) => current && told.filter((each) => !isOver(each) || unseen.has(each.id)).forEach(put),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  useEffect(() => {
    for (const { id } of jobs.filter(isOver)) wasSeen(id);
    const open = jobs.filter((each) => !isOver(each));
    if (open.length === 0) return;
    const later = setTimeout(() => {
      for (const { id } of open) {
        recording(id).then((job) => {
          put(job);
          if (job.state === "done") onEnd();
        }, () => setJobs((before) => [...before]));
      }
    }, ASK_EVERY_MS);
    return () => clearTimeout(later);
  }, [jobs]);
  if (waits === 0 && jobs.length === 0) return null;
  return (
    <>
      {waits > 0 && <p class="note" role="status">{t("Handing it over …")}</p>}
      {jobs.map((job) => (
        <section key={job.id} class="card measuring" aria-label={job.file}>
          <h2 translate={false}>{job.file}</h2>
          {job.state === "failed" && <FaultBox fault={new Error(fileFault(job.error, job.file))} />}
          {job.state === "done" && <p class="ways-row"><span role="status">{t("Done.")}</span><a class="button" href={`/result/${job.result}`}>{t("See the result")}</a></p>}
          {!isOver(job) && (
            <>
              <p role="status">{doing(job)}</p>
              <progress class="bar" max={1} value={job.fraction} aria-label={t("How far it is")} />
            </>
          )}
        </section>
      ))}
    </>
  );
}
