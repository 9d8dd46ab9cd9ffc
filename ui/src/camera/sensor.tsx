/** The camera of a session: it is opened, the person is helped into its view, then it measures. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type PlacementTold, protocol as askProtocol, type ProtocolShown } from "../api";
import { Screen } from "../parts/Screen";
import { Select } from "../parts/Select";
import { picturesStay } from "../parts/pictures";
import { hearing } from "../session/hearing";
import { keepAwake } from "../session/keepAwake";
import type { Sensor, SetUp as Props } from "../session/sensors";
import { t } from "../words";
import "./camera.css";
import { Camera } from "./camera";
import { cameras, type Found, keepDots, keptDots } from "./devices";
import { Mirror } from "./Mirror";
import { Placing } from "./placing";

/** Gives the camera to the session; it is closed by whoever has it then. */
function sensorOf(camera: Camera): Sensor {
  return {
    ...(camera.size.value ? { size: camera.size.value } : {}),
    dots: camera.dots.value,
    Picture: () => <Mirror camera={camera} follows />,
    feed: (to) => camera.feed(to),
    close: () => camera.close(),
  };
}

/** Puts the person rightly before the camera; all being well for two seconds, the session begins by itself. */
export function SetUp({ protocol, form, onReady, onBack }: Props) {
  const camera = useMemo(() => new Camera(), []);
  const [placing, setPlacing] = useState<Placing>();
  const [found, setFound] = useState<Found[]>([]);
  const [takesDots, setTakesDots] = useState(false);
  const [given, setGiven] = useState(false);
  const taken = useRef(false);
  const give = () => {
    if (taken.current || !camera.size.value) return;
    taken.current = true;
    setGiven(true);
    onReady(sensorOf(camera));
  };
  useEffect(() => {
    const made = new Placing(camera, protocol, form, give);
    setPlacing(made);
    void camera.open();
    const heard = (told: ProtocolShown) => {
      setTakesDots(told.dots);
      camera.dots.value = told.dots && keptDots();
    };
    // Without an answer nothing is asked of dots.
    void askProtocol(protocol).then(heard, () => {});
    const lit = keepAwake();
    return () => {
      made.stop();
      lit();
      // A camera that nobody took is given back.
      if (!taken.current) camera.close();
    };
  }, []);
  useEffect(() => {
    if (given) placing?.stop();
  }, [given]);
  const { state, trouble, model, dots, id, size } = camera;
  useEffect(() => {
    if (state.value === "live") void cameras().then(setFound);
  }, [state.value]);

  const told = placing?.told.value ?? null;
  const isBroken = state.value === "refused" || state.value === "lost";
  const quiet = hearing.value.mode !== "full";
  const words = trouble.value || placing?.fault.value || told?.text || waiting(state.value === "live", model.value !== null);
  return (
    <Screen
      title={t("Place the camera")}
      onBack={given ? undefined : onBack}
      ways={
        isBroken ? (
          <button type="button" class="button tall" onClick={() => void camera.open()}>{t("Try again")}</button>
        ) : (
          <button type="button" class="button plain" disabled={given || !told?.may_start} onClick={give}>{t("Start anyway")}</button>
        )
      }
    >
      <div class={isBroken ? "placing broken" : "placing"}>
        {!isBroken && <div class={size.value && size.value[0] > size.value[1] ? "view wide" : "view"}><Mirror camera={camera} /></div>}
        <div class="told">
          <p class={isBroken ? "hint grave" : told?.ready ? "hint well" : "hint"} role={isBroken ? "alert" : quiet ? "status" : undefined}>{words}</p>
          {camera.refusal.value === "refused" && <p class="note">{picturesStay()}</p>}
          {!isBroken && <Checks told={told} />}
          {!isBroken && <p class="soft small">{t("It begins by itself when all has been well for two seconds. Start anyway if you know better; what is not seen well is not measured then.")}</p>}
          {takesDots && !isBroken && (
            <label class="check">
              <input
                type="checkbox"
                checked={dots.value}
                disabled={given}
                onInput={(event) => {
                  dots.value = event.currentTarget.checked;
                  keepDots(dots.value);
                }}
              />
              <span>
                <strong>{t("I wear two dots on the front hip bones")}</strong>
                <span class="small soft">{t("Bright stickers of two colours, 3 cm: then the pelvis is measured, too.")} {picturesStay()}</span>
              </span>
            </label>
          )}
          {found.length > 1 && (
            <label class="field">
              <span>{t("Which camera")}</span>
              <Select value={id.value} disabled={given} onValue={(each) => void camera.open(each)} options={found.map((each) => ({ value: each.id, text: each.name }))} />
            </label>
          )}
        </div>
      </div>
    </Screen>
  );
}

function waiting(isOpen: boolean, hasModel: boolean): string {
  if (!isOpen) return `${t("Allow the camera when the browser asks.")} ${picturesStay()}`;
  return hasModel ? t("One moment, I am looking.") : t("The pose model is being loaded.");
}

type Id = PlacementTold["checks"][number]["id"];

const nameOf = (id: Id): string => {
  const names: Record<string, string> = {
    person: t("in the picture"),
    alone: t("alone"),
    posture: t("posture"),
    whole: t("head to feet"),
    distance: t("distance"),
    facing: t("facing"),
    light: t("enough light"),
    level: t("camera level"),
    height: t("height of the camera"),
  };
  return names[id] ?? id;
};

/** What is right and what is not, each with its own shape and word. */
function Checks({ told }: { told: PlacementTold | null }) {
  if (!told) return null;
  const states = { ok: t("well"), poor: t("could be better"), not: t("not yet"), unknown: t("not known yet") };
  return (
    <ul class="checks">
      {told.checks.map(({ id, state }) => (
        <li key={id} class={state}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d={SHAPES[state]} /></svg>
          {nameOf(id)}
          <span class="sr">: {states[state]}</span>
        </li>
      ))}
    </ul>
  );
}

const SHAPES = {
  ok: "M4 13l5 5L20 6",
  poor: "M12 4l9 16H3zM12 10v4",
  not: "M5 5h14v14H5zM9 9l6 6M15 9l-6 6",
  unknown: "M5 12h.1M12 12h.1M19 12h.1",
} as const;
