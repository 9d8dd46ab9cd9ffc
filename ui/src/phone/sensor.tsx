/** The set-up of a phone as sensor: this device's own one, or that of a phone beside it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { measureByPhone, openWay, placePhone, type PhoneTold, protocol as askProtocol } from "../api";
import { FaultBox } from "../parts/FaultBox";
import { Screen } from "../parts/Screen";
import { useAsked } from "../parts/useAsked";
import { canKnock } from "../session/knocks";
import type { Sensor, SetUp as Props } from "../session/sensors";
import { t } from "../words";
import { Invite } from "./Invite";
import { Motion } from "./motion";
import "./phone.css";
import { hintOf, hintWords, isReady, type Location, placeName, wornAt } from "./placing";
import { Placing } from "./Placing";
import { usePhones } from "./usePhones";

export function SetUp(props: Props) {
  const places = wornAt(props.protocol);
  const [location, setLocation] = useState<Location>(places[0] ?? "sacrum");
  const where = places.length > 1 && <Where places={places} location={location} onLocation={setLocation} />;
  // A phone's page feels for itself; only the machine itself can let another phone in.
  const isPhone = canKnock();
  const [own, setOwn] = useState(isPhone);
  const isHere = window.location.protocol === "http:";
  if (own) {
    return <Own {...props} location={location} where={where} other={isHere ? () => setOwn(false) : undefined} />;
  }
  return <Other {...props} location={location} where={where} onBack={isPhone ? () => setOwn(true) : props.onBack} />;
}

type Part = Props & { location: Location; where: preact.ComponentChildren };

function Where({ places, location, onLocation }: { places: Location[]; location: Location; onLocation: (location: Location) => void }) {
  return (
    <fieldset class="choice two">
      <legend>{t("Where the phone is worn")}</legend>
      {places.map((each) => (
        <label key={each}>
          <input type="radio" name="worn" checked={location === each} onChange={() => onLocation(each)} />
          <span><strong>{placeName(each)}</strong></span>
        </label>
      ))}
    </fieldset>
  );
}

/** This device is the phone that measures. */
function Own({ location, where, onReady, onBack, other }: Part & { other: (() => void) | undefined }) {
  const kept = useRef<Motion>();
  kept.current ??= new Motion();
  const motion = kept.current;
  const given = useRef(false);
  useEffect(() => () => {
    if (!given.current) motion.close();
  }, []);
  useEffect(() => motion.anew(), [location]);
  const permission = motion.permission.value;
  const hint = hintOf(permission, motion.felt.value, location);
  const begin = () => {
    given.current = true;
    onReady({ location, feed: (to) => motion.feed(to.send), close: () => motion.close() });
  };
  return (
    <Screen
      title={t("Place this phone")}
      onBack={onBack}
      ways={
        permission === "unasked" ? (
          <button type="button" class="button tall" onClick={() => void motion.ask()}>{t("Let the sensor be read")}</button>
        ) : (
          <Begin hint={hint} onBegin={begin} />
        )
      }
    >
      <div class="by-phone">
        {where}
        {permission === "unasked" ? <p>{t("The sensor of this phone measures. Your system may ask whether it may be read: allow it.")}</p> : <Placing location={location} hint={hint} />}
        {other && <p><button type="button" class="button quiet" onClick={other}>{t("Use another phone")}</button></p>}
      </div>
    </Screen>
  );
}

function Begin({ hint, onBegin }: { hint: string; onBegin: () => void }) {
  const isFelt = hint === "moves" || hint === "flat";
  return (
    <>
      <button type="button" class="button tall" disabled={!isReady(hint as "")} onClick={onBegin}>{t("Begin")}</button>
      {isFelt && <button type="button" class="button quiet" onClick={onBegin}>{t("Begin all the same")}</button>}
    </>
  );
}

/** A phone beside this machine measures; it is let in first. */
function Other({ protocol, form, location, where, onReady, onBack }: Part) {
  const [told, fault, take] = usePhones();
  const [shown] = useAsked(() => askProtocol(protocol), [protocol]);
  const [chosen, setChosen] = useState("");
  const [another, setAnother] = useState(false);
  const given = useRef("");
  const there = told?.phones.filter((each) => each.there) ?? [];
  const phone = there.find((each) => each.id === chosen) ?? there[0];
  useEffect(() => setAnother(false), [there.length]);
  useEffect(() => {
    // Told again when the phone's page was opened anew, or the server was.
    if (phone && shown && phone.place?.location !== location) take(placePhone(phone.id, { title: (shown.forms.find((each) => each.id === form) ?? shown).title, location }));
  }, [phone?.id, phone?.place?.location, location, shown]);
  const id = phone?.id;
  useEffect(() => () => {
    if (id && id !== given.current) void measureByPhone(id, null).catch(() => {});
  }, [id]);
  if (!told || !shown) return fault ? <Screen title={t("Place the phone")} onBack={onBack}><FaultBox fault={fault} /></Screen> : null;
  if (told.way === null) {
    return (
      <Screen title={t("A phone as sensor")} onBack={onBack}>
        <p>{t("No phone can reach this machine now, for nobody asked for it. To use one, end levelhip and start it with:")}</p>
        <p><code>levelhip serve --lan</code></p>
        <p class="soft">{t("Then phones of the same network can be paired here. Everybody else reaches nothing but the pairing page.")}</p>
      </Screen>
    );
  }
  if (!told.way.open) {
    return (
      <Screen title={t("A phone as sensor")} onBack={onBack} ways={<button type="button" class="button tall" onClick={() => take(openWay(true))}>{t("Let phones in again")}</button>}>
        <p>{t("No phone can reach this machine now.")}</p>
      </Screen>
    );
  }
  if (!phone || another) {
    const known = told.phones.filter((each) => !each.there);
    return (
      <Screen title={t("Pair a phone")} onBack={another ? () => setAnother(false) : onBack}>
        {known.length > 0 && (
          <p class="note">{t("Already paired: {names}. Open this address on it:", { names: known.map((each) => each.name).join("; ") })} <strong>{told.way.addresses[0]}/pair</strong></p>
        )}
        <Invite told={told} take={take} whole={false} />
      </Screen>
    );
  }
  const begin = () => {
    given.current = phone.id;
    onReady(sensorOf(phone.id, location));
  };
  return (
    <Screen title={t("Place the phone")} onBack={onBack} ways={<Begin hint={phone.felt.sensor === "unasked" ? "unasked" : phone.felt.hint} onBegin={begin} />}>
      <div class="by-phone">
        {there.length > 1 && <Which phones={there} phone={phone} onPhone={setChosen} />}
        {where}
        {phone.felt.sensor === "unasked" ? (
          <p class="note" role="status">{t("On the phone, press “Start the sensor”.")}</p>
        ) : (
          <Placing location={location} hint={phone.felt.hint} />
        )}
        <p class="soft small">
          {phone.name}{phone.felt.rate_hz > 0 && `, ${t("{rate} samples a second", { rate: Math.round(phone.felt.rate_hz) })}`}{" "}
          <button type="button" class="button quiet" onClick={() => setAnother(true)}>{t("Use another phone")}</button>
        </p>
        {fault && <FaultBox fault={fault} />}
      </div>
    </Screen>
  );
}

function Which({ phones, phone, onPhone }: { phones: PhoneTold[]; phone: PhoneTold; onPhone: (id: string) => void }) {
  return (
    <fieldset class="choice">
      <legend>{t("Which phone")}</legend>
      {phones.map((each) => (
        <label key={each.id}>
          <input type="radio" name="phone" checked={each.id === phone.id} onChange={() => onPhone(each.id)} />
          <span><strong>{each.name}</strong></span>
        </label>
      ))}
    </fieldset>
  );
}

/** It sends to the server itself; the page only says for which session. */
function sensorOf(id: string, location: Location): Sensor {
  const free = () => void measureByPhone(id, null).catch(() => {});
  return {
    location,
    feed: ({ session, trouble }) => {
      measureByPhone(id, session).catch(() => trouble(hintWords("nothing")));
      return free;
    },
    close: free,
  };
}
