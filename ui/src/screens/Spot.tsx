import { useState } from "preact/hooks";
import { addSpot, body, type SpotMarked, type SpotTold } from "../api";
import { BodyMap } from "../parts/BodyMap";
import { FaultBox } from "../parts/FaultBox";
import { Loading } from "../parts/Loading";
import { PressButton } from "../parts/PressButton";
import { Scale } from "../parts/Scale";
import { Screen } from "../parts/Screen";
import { useAsked } from "../parts/useAsked";
import { useKept } from "../parts/useKept";
import { usePress } from "../parts/usePress";
import { t } from "../words";

type View = SpotMarked["view"];

interface Given {
  view: View;
  mark: { x_m: number; y_m: number } | null;
  pain: number | null;
  /** Whether the pain under the thumb is being asked. */
  pressed: boolean;
}

/** Where it hurts: a body that turns, a thumb-sized mark, and the pain under the thumb. */
export function Spot({ kind, onDone, onBack }: { kind: SpotMarked["kind"]; onDone: (told?: SpotTold) => void; onBack?: () => void }) {
  const [drawn, fault, again] = useAsked(body, []);
  const none: Given = { view: kind === "back" ? "back" : "left", mark: null, pain: null, pressed: false };
  const [given, setGiven] = useKept<Given>(`spot-${kind}`, none);
  const { view, mark, pain, pressed } = given;
  const change = (part: Partial<Given>) => setGiven({ ...given, ...part });
  const [missed, setMissed] = useState(false);
  const title = kind === "back" ? t("Where does your back hurt?") : t("Where is the hip sore under your thumb?");
  const keep = usePress(async () => {
    if (!mark) return;
    const told = await addSpot({ kind, view, ...mark, pain });
    setGiven(none);
    onDone(told);
  });
  if (fault) return <Screen title={title}><FaultBox fault={fault} again={again} /></Screen>;
  if (!drawn) return <Loading />;
  if (pressed) {
    return (
      <Screen
        title={t("Press there with your thumb. How much does it hurt?")}
        onBack={() => change({ pressed: false })}
        ways={<PressButton of={keep} class="button tall" disabled={pain === null} onPress={() => void keep.press()}>{t("Next")}</PressButton>}
      >
        {/* claim: pressure-by-feel */}
        <p>{t("Lightly, at most 5 of 10. On muscle: never bone, spine, groin, front of the hip. Stop at shooting pain, tingling, numbness.")}</p>
        <Scale question={t("Pain under the thumb")} value={pain} onValue={(value) => change({ pain: value })} />
        {keep.fault && <FaultBox fault={keep.fault} sought />}
      </Screen>
    );
  }
  const views: [View, string][] = [["front", t("In front")], ["left", t("Left side")], ["back", t("Behind")], ["right", t("Right side")]];
  return (
    <Screen
      title={title}
      onBack={onBack}
      ways={
        <>
          <button type="button" class="button tall" disabled={!mark} onClick={() => change({ pressed: true })}>{t("Next")}</button>
          <button type="button" class="button quiet" onClick={() => onDone()}>{t("No spot that a thumb can cover")}</button>
        </>
      }
    >
      <p role="status" class={missed ? "misfit" : undefined}>
        {missed ? t("No mark goes there. Tap the trunk, the hips or the thighs.") : t("Tap the spot, or drag the mark. It is as big as your thumb.")}
      </p>
      <div class="turn" role="radiogroup" aria-label={t("Side of the body")}>
        {views.map(([name, words]) => (
          <button
            key={name}
            type="button"
            role="radio"
            aria-checked={view === name}
            onClick={() => {
              change({ view: name, mark: null });
              setMissed(false);
            }}
          >
            {words}
          </button>
        ))}
      </div>
      <BodyMap
        body={drawn}
        view={view}
        kind={kind}
        mark={mark ?? undefined}
        onMark={(x_m, y_m) => {
          change({ mark: { x_m, y_m } });
          setMissed(false);
        }}
        onMiss={() => setMissed(true)}
      />
    </Screen>
  );
}
