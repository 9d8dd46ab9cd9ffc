import { LocationProvider, Route, Router } from "preact-iso";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { known as askKnown, type Open, safety } from "./api";
import { Offline } from "./offline/Offline";
import { dropPlan } from "./offline/lastPlan";
import { AllShut } from "./parts/allShut";
import { FaultBox } from "./parts/FaultBox";
import { Loading } from "./parts/Loading";
import { NotHere } from "./parts/NotHere";
import { PageNotLoaded } from "./parts/NotLoaded";
import { grave } from "./parts/grave";
import { Screen } from "./parts/Screen";
import { useAsked } from "./parts/useAsked";
import { useLater } from "./parts/useLater";
import { dropKept, useKept } from "./parts/useKept";
import { DonePage } from "./screens/After";
import { GraveYes } from "./screens/Emergency";
import { EvidencePage } from "./screens/Evidence";
import { FirstVisit } from "./screens/FirstVisit";
import { CardPage, LearnPage } from "./screens/Learn";
import { PlanPage } from "./screens/Plan";
import { ProgressPage } from "./screens/Progress";
import { ResultPage } from "./screens/Result";
import { Safety, SafetyPage } from "./screens/Safety";
import { SettingsPage } from "./screens/Settings";
import { SharePage } from "./screens/Share";
import { StillOpen } from "./screens/StillOpen";
import { Stopped } from "./screens/Stopped";
import { ResultsPage, TestPage } from "./screens/Test";
import { met, TodayPage } from "./screens/Today";
import { Welcome } from "./screens/Welcome";
import { language } from "./words";

function SessionPage() {
  const Part = useLater(() => import("./session/SessionPage").then((part) => part.SessionPage), PageNotLoaded);
  return Part ? <Part /> : <Loading />;
}

/** Everything is shut: nothing to do, no test and no plan; files, language and the way to delete all of it. */
function AllShutPages({ open, onOpen, onAsk }: { open: Open; onOpen: (open: Open) => void; onAsk: () => void }) {
  const spoken = useRef(language.value);
  useEffect(() => {
    // What is told stands in the language in which it was asked.
    if (spoken.current !== language.value) void safety().then(onOpen, () => undefined);
    spoken.current = language.value;
  }, [language.value]);
  const Stop = useMemo(() => () => <Stopped open={open} onOpen={onOpen} onAsk={onAsk}><StillOpen /></Stopped>, [open]);
  return (
    <AllShut.Provider value>
      <LocationProvider>
        <Router>
          <Route path="/share" component={SharePage} />
          <Route path="/settings" component={SettingsPage} />
          <Route default component={Stop} />
        </Router>
      </LocationProvider>
    </AllShut.Provider>
  );
}

/** Safety first, then what is not known yet, then the five places of the home screen. */
export function App() {
  const [asked, fault, again] = useAsked(async () => {
    const [open, known] = await Promise.all([safety(), askKnown()]);
    return { open, known };
  }, []);
  const [changed, setChanged] = useState<Open>();
  const [visited, setVisited] = useState(false);
  const [asking, setAsking] = useKept<"full" | "session" | null>("asking", null);
  if (grave.value) {
    const sent = (told: Open) => {
      setAsking(null);
      if (fault) location.reload();
      else setChanged(told);
    };
    return <GraveYes onSent={sent} />;
  }
  if (fault?.away) return <Offline />;
  if (fault) return <Screen title="levelhip"><FaultBox fault={fault} again={again} /></Screen>;
  if (!asked) return <Loading />;
  const open = changed ?? asked.open;
  // Nothing to do may be read from an old page once something is shut, or all was deleted.
  if (open.shuts || !(asked.known.begun || changed)) dropPlan();
  if (asking) {
    const done = (told: Open) => {
      setChanged(told);
      setAsking(null);
    };
    return <Safety full={asking === "full"} onDone={done} onBack={() => setAsking(null)} />;
  }
  if (!asked.known.begun && !changed) dropKept();
  if (!asked.known.begun && !changed) return <Welcome onStart={() => setAsking("full")} />;
  if (open.shuts === "everything") {
    return <AllShutPages open={open} onOpen={setChanged} onAsk={() => setAsking(open.ask)} />;
  }
  const { known } = asked;
  // Nothing else is to wait for what is not known yet: no session that was cut off, no settings.
  const isHome = location.pathname === "/";
  if (!met.value && !visited && isHome && !(known.spot && known.usual && known.aim) && !known.tested) {
    return <FirstVisit known={known} onDone={(justAsked) => (justAsked ? (met.value = true) : setVisited(true))} />;
  }
  return (
    <LocationProvider>
      <Router>
        <Route path="/" component={TodayPage} />
        <Route path="/safety" component={SafetyPage} />
        <Route path="/plan" component={PlanPage} />
        <Route path="/done" component={DonePage} />
        <Route path="/test" component={TestPage} />
        <Route path="/results" component={ResultsPage} />
        <Route path="/result/:id" component={ResultPage} />
        <Route path="/progress" component={ProgressPage} />
        <Route path="/share" component={SharePage} />
        <Route path="/settings" component={SettingsPage} />
        <Route path="/learn" component={LearnPage} />
        <Route path="/learn/evidence" component={EvidencePage} />
        <Route path="/learn/:id" component={CardPage} />
        <Route path="/session/:protocol" component={SessionPage} />
        <Route default component={NotHere} />
      </Router>
    </LocationProvider>
  );
}
