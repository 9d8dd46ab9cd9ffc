import type { ComponentType } from "preact";
import { useLocation, useRoute } from "preact-iso";
import { useEffect, useState } from "preact/hooks";
import { beginSession, Fault, protocol as askProtocol, safety, safetyQuestions, type SessionTold } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { cameFrom } from "../parts/cameFrom";
import { Home } from "../parts/Home";
import { Loading } from "../parts/Loading";
import { NotHere } from "../parts/NotHere";
import { notLoaded } from "../parts/NotLoaded";
import { useAsked } from "../parts/useAsked";
import { useHeldBack } from "../parts/useHeldBack";
import { t } from "../words";
import { After } from "./After";
import { holdMediaKeys } from "./answers";
import { Before, type Chosen, type SourceName } from "./Before";
import { During } from "./During";
import type { Mode } from "./hearing";
import { LeaveAsked } from "./LeaveAsked";
import { openSessions } from "./openSessions";
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
  const [asked, fault, again] = useAsked(async () => {
    const [told, open, questions] = await Promise.all([askProtocol(id), openSessions(), safetyQuestions(false)]);
    const { then, call } = questions.find((each) => each.grave) ?? { then: "", call: [] };
    return { told, open, emergency: { then, call } };
  }, [id]);
  const [placing, setPlacing] = useState<{ Part: ComponentType<SetUp>; form: string; then: (sensor: Sensor) => void }>();
  const [running, setRunning] = useState<Running>();
  const [refused, setRefused] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const [leaves, setLeaves] = useState(false);
  const finish = running?.run.finish.value;
  useHeldBack(running !== undefined && !finish, () => {
    if (running?.run.line.shown.value?.state !== "paused") running?.run.say("pause");
    setLeaves(true);
  });
  useEffect(() => {
    // A page that closes by mistake in the middle of a set: the session would wait, but the person should know.
    if (!running || finish) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [running, finish]);
  if (fault?.missing) return <NotHere />;
  if (fault) return <Home title={t("Session")}><FaultBox fault={fault} again={again} /></Home>;
  if (!asked) return <Loading />;
  const { told, open, emergency } = asked;

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
    const run = new Run(session.id, mode, sensor);
    run.emergency = emergency;
    setRunning({ run, session });
  };
  /** Within the press that starts it: what browsers allow only then; then the sensor, where there is one. */
  const withSensor = async (source: SourceName, form: string, then: (sensor: Sensor | null) => void) => {
    unlockTones();
    unlockVoice();
    holdMediaKeys();
    const load = source === "self" ? undefined : SENSORS[source];
    if (!load) return then(null);
    try {
      const { SetUp: Part } = await load();
      setPlacing({ Part, form, then });
    } catch {
      setRefused(new Fault(notLoaded()));
    }
  };

  if (running && finish) {
    return <After title={running.session.title} finish={finish} events={running.run.events.value} source={running.session.source} emergency={emergency} />;
  }
  if (running) {
    return (
      <>
        <During run={running.run} session={running.session} onLeave={() => { setRunning(undefined); again(); }} />
        {leaves && <LeaveAsked onStay={() => setLeaves(false)} onLeave={() => route(cameFrom())} />}
      </>
    );
  }
  if (placing) return <placing.Part protocol={id} form={placing.form} onReady={placing.then} onBack={() => setPlacing(undefined)} />;
  return (
    <Before
      told={told}
      form={query.variant ?? ""}
      open={open.find((each) => each.protocol === id)}
      fault={refused}
      busy={busy}
      onStart={(chosen) => void withSensor(chosen.source, chosen.form, (sensor) => void begin(chosen, sensor))}
      onGoOn={(session, mode) => void withSensor(session.source, session.variant, (sensor) => sit(session, mode, sensor))}
      onBack={() => route(cameFrom())}
    />
  );
}
