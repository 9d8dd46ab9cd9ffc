import { useState } from "preact/hooks";
import { aims, checkIn, type Known } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Screen } from "../parts/Screen";
import { useAsked } from "../parts/useAsked";
import { Aims } from "./Aims";
import { CheckIn } from "./CheckIn";
import { Spot } from "./Spot";

/** Spot, one number for the usual pain, what you want back to: what is not known yet, once. */
export function FirstVisit({ known, onDone }: { known: Known; onDone: () => void }) {
  const steps = [...(known.spot ? [] : ["spot"]), ...(known.usual ? [] : ["usual"]), ...(known.aim ? [] : ["aim"])];
  const [at, setAt] = useState(0);
  const [asked, fault, again] = useAsked(async () => ({ questions: await checkIn(), aims: await aims() }), []);
  const next = () => (at + 1 < steps.length ? setAt(at + 1) : onDone());
  if (fault) return <Screen title="levelhip"><FaultBox fault={fault} again={again} /></Screen>;
  if (!asked) return null;
  const usual = asked.questions.find((each) => each.name === "usual");
  switch (steps[at]) {
    case "spot":
      return <Spot kind="back" onDone={next} />;
    case "usual":
      return usual ? <CheckIn asked={usual} onDone={next} /> : <Aims start={asked.aims} onDone={onDone} />;
    default:
      return <Aims start={asked.aims} onDone={onDone} />;
  }
}
