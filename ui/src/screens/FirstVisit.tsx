import { useEffect } from "preact/hooks";
import { aims, checkIn, type Known } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Loading } from "../parts/Loading";
import { Screen } from "../parts/Screen";
import { useAsked } from "../parts/useAsked";
import { useKept, useKeptToday } from "../parts/useKept";
import { Aims } from "./Aims";
import { CheckIn } from "./CheckIn";
import { Spot } from "./Spot";

/** Spot, one number for the usual pain, what you want back to: what is not known yet, once. */
export function FirstVisit({ known, onDone }: { known: Known; onDone: (justAsked: boolean) => void }) {
  // What was left out is asked again on another day; whoever was asked in this tab within the hour has just been.
  const [justAsked, setJustAsked] = useKept("first-visit", false);
  const [past, setPast] = useKeptToday<readonly string[]>("first-visit", []);
  const steps = [...(known.spot ? [] : ["spot"]), ...(known.usual ? [] : ["usual"]), ...(known.aim ? [] : ["aim"])].filter((each) => !past.includes(each));
  const [step] = steps;
  const [asked, fault, again] = useAsked(async () => ({ questions: await checkIn(), aims: await aims() }), []);
  const next = () => {
    if (step) setPast([...past, step]);
    setJustAsked(true);
  };
  useEffect(() => {
    if (!step) onDone(justAsked);
  }, [step]);
  if (fault) return <Screen title="levelhip"><FaultBox fault={fault} again={again} /></Screen>;
  if (!step) return null;
  if (!asked) return <Loading />;
  const usual = asked.questions.find((each) => each.name === "usual");
  switch (step) {
    case "spot":
      return <Spot kind="back" onDone={next} />;
    case "usual":
      return usual ? <CheckIn asked={usual} onDone={next} /> : <Aims start={asked.aims} onDone={next} />;
    default:
      return <Aims start={asked.aims} onDone={next} />;
  }
}
