import { lazy, LocationProvider, Route, Router } from "preact-iso";
import { useState } from "preact/hooks";
import { known as askKnown, type Open, safety } from "./api";
import { Offline } from "./offline/Offline";
import { dropPlan } from "./offline/lastPlan";
import { FaultBox } from "./parts/FaultBox";
import { Home } from "./parts/Home";
import { Screen } from "./parts/Screen";
import { useAsked } from "./parts/useAsked";
import { dropKept, useKept } from "./parts/useKept";
import { DonePage } from "./screens/After";
import { EvidencePage } from "./screens/Evidence";
import { FirstVisit } from "./screens/FirstVisit";
import { CardPage, LearnPage } from "./screens/Learn";
import { PlanPage } from "./screens/Plan";
import { ProgressPage } from "./screens/Progress";
import { ResultPage } from "./screens/Result";
import { Safety, SafetyPage } from "./screens/Safety";
import { SettingsPage } from "./screens/Settings";
import { SharePage } from "./screens/Share";
import { Stopped } from "./screens/Stopped";
import { ResultsPage, TestPage } from "./screens/Test";
import { met, TodayPage } from "./screens/Today";
import { Welcome } from "./screens/Welcome";
import { t } from "./words";

const SessionPage = lazy(() => import("./session/SessionPage").then((part) => part.SessionPage));

/** Safety first, then what is not known yet, then the five places of the home screen. */
export function App() {
  const [asked, fault, again] = useAsked(async () => {
    const [open, known] = await Promise.all([safety(), askKnown()]);
    return { open, known };
  }, []);
  const [changed, setChanged] = useState<Open>();
  const [asking, setAsking] = useKept<"full" | "session" | null>("asking", null);
  if (fault?.away) return <Offline />;
  if (fault) return <Screen title="levelhip"><FaultBox fault={fault} again={again} /></Screen>;
  if (!asked) return null;
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
    return <Stopped open={open} onOpen={setChanged} onAsk={() => setAsking(open.ask)} />;
  }
  const { known } = asked;
  // A session that was cut off is not to wait for what is not known yet.
  const isSession = location.pathname.startsWith("/session/");
  if (!met.value && !isSession && !(known.spot && known.usual && known.aim) && !known.tested) {
    return <FirstVisit known={known} onDone={() => (met.value = true)} />;
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

function NotHere() {
  return (
    <Home title={t("There is no such page")}>
      <p>{t("Perhaps the address was written by hand, or is of an earlier levelhip.")}</p>
      <p><a class="button" href="/">{t("Back to today")}</a></p>
    </Home>
  );
}
