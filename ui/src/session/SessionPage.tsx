import type { ComponentType } from "preact";
import { useLocation, useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { beginSession, Fault, protocol as askProtocol, safety, sessions, type SessionTold } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Home } from "../parts/Home";
import { useAsked } from "../parts/useAsked";
import { t } from "../words";
import { After } from "./After";
import { holdMediaKeys } from "./answers";
import { Before, type Chosen, type SourceName } from "./Before";
import { During } from "./During";
import type { Mode } from "./hearing";
import { Run } from "./run";
import "./session.css";
import { type Sensor, SENSORS, type SetUp } from "./sensors";
import { unlockTones } from "./tones";
import { unlockVoice } from "./voice";

interface Running {
  run: Run;
  session: SessionTold;
}

/** Before, during and after a session of one protocol. */
export function SessionPage() {
  const { params, query } = useRoute();
  const id = params.protocol ?? "";
  const { route } = useLocation();
  const [asked, fault, again] = useAsked(async () => ({ told: await askProtocol(id), open: await sessions() }), [id]);
  const [placing, setPlacing] = useState<{ Part: ComponentType<SetUp>; form: string; then: (sensor: Sensor) => void }>();
  const [running, setRunning] = useState<Running>();
  const [refused, setRefused] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const finish = running?.run.finish.value;
  useEffect(() => {
    // A page that closes by mistake in the middle of a set: the session would wait, but the person should know.
    if (!running || finish) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [running, finish]);
  if (fault) return <Home title={t("Session")}><FaultBox fault={fault} again={again} /></Home>;
  if (!asked) return null;
  const { told, open } = asked;

  const begin = async (chosen: Chosen, sensor: Sensor | null) => {
    setBusy(true);
    setRefused(undefined);
    try {
      const session = await beginSession({
        protocol: id,
        source: chosen.source,
        voice: chosen.mode,
        dots: sensor?.dots ?? false,
        ...(chosen.form ? { variant: chosen.form } : {}),
        ...(sensor?.size ? { size: sensor.size } : {}),
        ...(sensor?.location ? { location: sensor.location } : {}),
      });
      sit(session, chosen.mode, sensor);
    } catch (error) {
      sensor?.close();
      setPlacing(undefined);
      const fault = error instanceof Fault ? error : new Fault(String(error));
      setRefused(fault);
      // What is shut altogether, by another page it may be, is told by the page that begins.
      if (fault.shut) void safety().then((open) => open.shuts === "everything" && location.assign("/"), () => {});
    }
    setBusy(false);
  };
  const sit = (session: SessionTold, mode: Mode, sensor: Sensor | null) => {
    setPlacing(undefined);
    setRunning({ run: new Run(session.id, mode, sensor), session });
  };
  /** Within the press that starts it: what browsers allow only then; then the sensor, where there is one. */
  const withSensor = async (source: SourceName, form: string, then: (sensor: Sensor | null) => void) => {
    unlockTones();
    unlockVoice();
    holdMediaKeys();
    const load = source === "self" ? undefined : SENSORS[source];
    if (!load) return then(null);
    const { SetUp: Part } = await load();
    setPlacing({ Part, form, then });
  };

  if (running && finish) {
    return <After title={running.session.title} finish={finish} events={running.run.events.value} source={running.session.source} words={running.run.caption.value} />;
  }
  if (running) {
    return <During run={running.run} session={running.session} onLeave={() => { setRunning(undefined); again(); }} />;
  }
  if (placing) return <placing.Part protocol={id} form={placing.form} onReady={placing.then} onBack={() => setPlacing(undefined)} />;
  return (
    <Before
      told={told}
      form={query.variant ?? ""}
      open={open.find((each) => each.protocol === id && (each.state === "away" || each.state === "running"))}
      fault={refused}
      busy={busy}
      onStart={(chosen) => void withSensor(chosen.source, chosen.form, (sensor) => void begin(chosen, sensor))}
      onGoOn={(session, mode) => void withSensor(session.source, session.variant, (sensor) => sit(session, mode, sensor))}
      onBack={() => route("/")}
    />
  );
}
