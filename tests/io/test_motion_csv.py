import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import BadRecording
from levelhip.io.motion_columns import column, file_hint
from levelhip.io.motion_csv import reader
from levelhip.io.recording import ReadOptions, open_recording

G = 9.80665
N = 400
TIME = np.arange(N) / 100
LINEAR = np.stack([0.5 * np.sin(7 * TIME), 0.3 * np.cos(5 * TIME), np.sin(3 * TIME)], axis=1)
DOWN = np.tile([0.2, 0.97, 0.14], (N, 1)) / np.linalg.norm([0.2, 0.97, 0.14])
TOTAL = LINEAR + G * DOWN  # up positive, as on Android


def turn_at(time_s):
    return np.stack([np.sin(time_s), 0.4 * np.cos(time_s), 0.1 + 0 * time_s], axis=1)


TURN = turn_at(TIME)


def table(time_name, times, groups, separator=",", digits=12):
    names = [time_name] + [name for names, _ in groups for name in names]
    rows = np.column_stack([times, *(values for _, values in groups)])
    lines = [separator.join(names)]
    lines += [separator.join(f"{v:.{digits}g}" for v in row) for row in rows]
    return "\n".join(lines) + "\n"


def opened(folder, text, *, said=None, location=None, name="phone.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    told = None
    if said is not None:
        told = folder / "map.toml"
        told.write_text(said, encoding="utf-8")
    return open_recording(path, ReadOptions(marker_map=told, location=location))


def axes(pattern):
    return [pattern.format(axis) for axis in "xyz"]


def capital_axes(pattern):
    return [pattern.format(axis) for axis in "XYZ"]


PHYPHOX = table(
    "Time (s)",
    TIME,
    [(axes("Acceleration {} (m/s^2)"), TOTAL), (axes("Gyroscope {} (rad/s)"), TURN)],
)
ANDROSENSOR = table(
    "Time since start in ms ",
    TIME * 1000,
    [
        (capital_axes("ACCELEROMETER {} (m/s²)"), TOTAL),
        (capital_axes("GRAVITY {} (m/s²)"), G * DOWN),
        (capital_axes("LINEAR ACCELERATION {} (m/s²)"), LINEAR),
        (["GYROSCOPE Pitch (rad/s)", "GYROSCOPE Roll (rad/s)", "GYROSCOPE Yaw (rad/s)"], TURN),
    ],
    separator=";",
)
PHYSICS_TOOLBOX = table("time", TIME, [(axes("gF{}"), TOTAL / G), (axes("w{}"), TURN)])
SENSOR_LOG = table(
    "accelerometerTimestamp_sinceReboot(s)",
    62_608 + TIME,
    [
        (capital_axes("accelerometerAcceleration{}(G)"), -TOTAL / G),
        (capital_axes("motionRotationRate{}(rad/s)"), TURN),
    ],
)
SENSOR_LOG_FUSED = table(
    "motionTimestamp_sinceReboot(s)",
    62_608 + TIME,
    [
        (capital_axes("motionUserAcceleration{}(G)"), -LINEAR / G),
        (capital_axes("motionGravity{}(G)"), -DOWN),
        (capital_axes("motionRotationRate{}(rad/s)"), TURN),
    ],
)
PLAIN = table("time_s", TIME, [(axes("acceleration_{}"), TOTAL), (axes("rotation_{}"), TURN)])
PLAIN_UNITS = table(
    "time_ms",
    TIME * 1000,
    [(axes("acceleration_{}_g"), TOTAL / G), (axes("rotation_{}_deg_s"), np.degrees(TURN))],
)


@pytest.mark.parametrize(
    "text",
    [PHYPHOX, ANDROSENSOR, PHYSICS_TOOLBOX, SENSOR_LOG, SENSOR_LOG_FUSED, PLAIN, PLAIN_UNITS],
    ids=[
        *("phyphox", "androsensor", "physics-toolbox", "sensorlog", "sensorlog-fused", "plain"),
        "plain-units",
    ],
)
def test_every_app_gives_the_same_motion(tmp_path, text):
    recording = opened(tmp_path, text)
    assert recording.kind == "motion"
    motion = recording.samples().motion
    np.testing.assert_allclose(motion.acceleration, TOTAL, atol=1e-9)
    np.testing.assert_allclose(motion.rotation, TURN, atol=1e-9)
    np.testing.assert_allclose(np.diff(motion.time_s), 0.01, atol=1e-6)
    assert recording.rate_hz == pytest.approx(100, rel=1e-6)
    assert recording.repairs == []


@pytest.mark.parametrize(("separator", "comma"), [("\t", "."), (";", ","), ("\t", ",")])
def test_every_separator_that_phyphox_offers_gives_the_same_motion(tmp_path, separator, comma):
    text = PHYPHOX.replace(",", separator).replace(".", comma)
    motion = opened(tmp_path, text).samples().motion
    np.testing.assert_allclose(motion.acceleration, TOTAL, atol=1e-9)


def test_time_of_day_will_do_as_a_clock(tmp_path):
    clock = [f"10:59:{58 + t:09.6f}" if t < 2 else f"11:00:{t - 2:09.6f}" for t in TIME]
    lines = PHYSICS_TOOLBOX.splitlines()
    rows = [f"{c},{line.partition(',')[2]}" for c, line in zip(clock, lines[1:], strict=True)]
    recording = opened(tmp_path, "\n".join([lines[0], *rows]) + "\n")
    np.testing.assert_allclose(recording.samples().motion.time_s, TIME, atol=1e-6)


def test_nanoseconds_and_no_header_are_the_raw_log_of_android(tmp_path):
    stamps = (1_012_461_540_465 + TIME * 1e9).astype(np.int64)
    rows = [
        f"{s},{a[0]:.8g},{a[1]:.8g},{a[2]:.8g},{i // 50},0,0"
        for i, (s, a) in enumerate(zip(stamps, TOTAL, strict=True))
    ]
    recording = opened(tmp_path, "\n".join(rows) + "\n")
    motion = recording.samples().motion
    np.testing.assert_allclose(motion.acceleration, TOTAL, atol=1e-6)
    assert motion.time_s[0] == 0
    assert np.isnan(motion.rotation).all()
    assert "no rotation in the recording" in recording.notes


def sensor_logger(folder, *, platform="android", standardised="false", total=True):
    """A folder as Sensor Logger exports it: one table a sensor, columns from z to x."""
    folder.mkdir(exist_ok=True)
    sign = -1 if platform == "ios" and standardised == "false" else 1
    start = 1_700_000_000_000_000_000

    def write(name, times, values):
        stamps = (start + times * 1e9).astype(np.int64)
        lines = ["time,seconds_elapsed,z,y,x"]
        lines += [
            f"{s},{t:.6f},{v[2]!r},{v[1]!r},{v[0]!r}"
            for s, t, v in zip(stamps, times, values.tolist(), strict=True)
        ]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    write("Accelerometer.csv", TIME, sign * LINEAR)
    write("Gravity.csv", TIME, sign * G * DOWN)
    if total:
        write("TotalAcceleration.csv", TIME, sign * TOTAL)
    late = TIME + 0.004
    write("Gyroscope.csv", late, turn_at(late))
    (folder / "Annotation.csv").write_text("time,seconds_elapsed,text\n", encoding="utf-8")
    (folder / "Metadata.csv").write_text(
        "version,device name,platform,appVersion,standardisation\n"
        f"3,Phone,{platform},1.40,{standardised}\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize("total", [True, False])
@pytest.mark.parametrize(
    ("platform", "standardised"), [("android", "false"), ("ios", "false"), ("ios", "true")]
)
def test_sensor_logger_gives_the_same_motion_on_every_phone(
    tmp_path, platform, standardised, total
):
    folder = sensor_logger(
        tmp_path / "walk", platform=platform, standardised=standardised, total=total
    )
    motion = open_recording(folder).samples().motion
    np.testing.assert_allclose(motion.acceleration, TOTAL, atol=1e-9)
    # Rotation is recorded 4 ms later. Straight lines over 10 ms are off by 0.01**2 / 8 of the
    # second derivative, which is 1 at most.
    np.testing.assert_allclose(motion.rotation[1:-1], TURN[1:-1], atol=1.26e-5)


@pytest.mark.parametrize("inner", ["", "walk-2024/"])
def test_a_zip_is_read_as_its_folder(tmp_path, inner):
    folder = sensor_logger(tmp_path / "walk")
    path = tmp_path / "walk.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, inner + file.name)
        archive.writestr("__MACOSX/._Accelerometer.csv", b"\0\1")
    zipped, plain = open_recording(path).samples().motion, open_recording(folder).samples().motion
    np.testing.assert_array_equal(zipped.acceleration, plain.acceleration)
    np.testing.assert_array_equal(zipped.rotation, plain.rotation)


def test_a_zip_of_phyphox_with_its_metadata_is_read(tmp_path):
    path = tmp_path / "phyphox.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Raw Data.csv", PHYPHOX)
        archive.writestr("meta/device.csv", "property,value\ndeviceBrand,X\n")
        archive.writestr("meta/time.csv", "event,experiment time,system time\nSTART,0,1.7e9\n")
    np.testing.assert_allclose(open_recording(path).samples().motion.acceleration, TOTAL, atol=1e-9)


def test_phyphox_sensors_in_files_of_their_own_with_bare_axes(tmp_path):
    folder = tmp_path / "phyphox"
    folder.mkdir()
    bare = axes("{} (m/s^2)")
    (folder / "Accelerometer.csv").write_text(
        table("Time (s)", TIME, [(bare, TOTAL)]), encoding="utf-8"
    )
    (folder / "Linear Accelerometer.csv").write_text(
        table("Time (s)", TIME, [(bare, LINEAR)]), encoding="utf-8"
    )
    (folder / "Gyroscope.csv").write_text(
        table("Time (s)", TIME, [(axes("{} (rad/s)"), TURN)]), encoding="utf-8"
    )
    motion = open_recording(folder).samples().motion
    np.testing.assert_allclose(motion.acceleration, TOTAL, atol=1e-9)
    np.testing.assert_allclose(motion.rotation, TURN, atol=1e-9)


def test_acceleration_without_gravity_is_put_together_with_gravity(tmp_path):
    text = table(
        "time_s",
        TIME,
        [
            (axes("linear_acceleration_{} (m/s^2)"), LINEAR),
            (axes("gravity_{} (m/s^2)"), G * DOWN),
        ],
    )
    recording = opened(tmp_path, text)
    np.testing.assert_allclose(recording.samples().motion.acceleration, TOTAL, atol=1e-9)
    assert "gravity added to the acceleration without it" in recording.notes


def test_acceleration_without_gravity_alone_is_refused_with_the_way_out(tmp_path):
    text = table("time_s", TIME, [(axes("acceleration_{} (m/s^2)"), LINEAR)])
    with pytest.raises(
        BadRecording, match=r"phone\.csv: acceleration without gravity only.*export"
    ):
        opened(tmp_path, text)


@pytest.mark.parametrize(("scale", "unit"), [(1.0, "m/s^2"), (1 / G, "g"), (1000 / G, "mg")])
def test_a_unit_that_is_not_named_is_told_by_what_gravity_reads(tmp_path, scale, unit):
    recording = opened(tmp_path, table("time_s", TIME, [(axes("a{}"), TOTAL * scale)]))
    np.testing.assert_allclose(recording.samples().motion.acceleration, TOTAL, atol=1e-9)
    assert any(
        f"acceleration with gravity in {unit}, told by its average" in n for n in recording.notes
    )


@pytest.mark.parametrize("factor", [0.05, 3.0, 30.0])
def test_an_average_that_is_no_gravity_is_refused(tmp_path, factor):
    with pytest.raises(BadRecording, match=r"neither 1 g nor 9\.8|without gravity"):
        opened(tmp_path, table("time_s", TIME, [(axes("a{}"), TOTAL * factor)]))


def test_degrees_are_told_from_radians_by_size(tmp_path):
    groups = [(axes("a{}"), TOTAL), (axes("w{}"), np.degrees(TURN))]
    motion = opened(tmp_path, table("time_s", TIME, groups)).samples().motion
    np.testing.assert_allclose(motion.rotation, TURN, atol=1e-9)


def test_rows_of_zeros_are_missing_and_told(tmp_path):
    total = TOTAL.copy()
    total[0] = 0
    recording = opened(tmp_path, table("time_s", TIME, [(axes("a{}"), total)]))
    motion = recording.samples().motion
    assert len(motion) == N - 1
    assert "1 row of zeros taken as missing" in map(str, recording.repairs)


def test_a_gap_in_the_gyroscope_is_not_bridged(tmp_path):
    folder = sensor_logger(tmp_path / "walk")
    lines = (folder / "Gyroscope.csv").read_text(encoding="utf-8").splitlines()
    (folder / "Gyroscope.csv").write_text("\n".join(lines[:101] + lines[151:]), encoding="utf-8")
    motion = open_recording(folder).samples().motion
    inside = (motion.time_s > 1.01) & (motion.time_s < 1.49)
    assert np.isnan(motion.rotation[inside]).all()
    assert np.isfinite(motion.acceleration).all()


def test_where_the_phone_was_worn_goes_with_the_motion(tmp_path):
    assert opened(tmp_path, PLAIN).samples().motion.location == "unknown"
    assert opened(tmp_path, PLAIN, location="sacrum").samples().motion.location == "sacrum"


def test_a_map_names_columns_units_and_signs(tmp_path):
    text = table("Uhr", TIME, [(["k1", "k2", "k3"], -TOTAL / G), (["d1", "d2", "d3"], TURN)])
    said = (
        '[motion]\ntime = "Uhr"\ntime_unit = "s"\nacceleration = ["k1", "k2", "k3"]\n'
        'acceleration_unit = "g"\nrotation = ["d1", "d2", "d3"]\nrotation_unit = "rad/s"\n'
        "ios_signs = true\n"
    )
    motion = opened(tmp_path, text, said=said).samples().motion
    np.testing.assert_allclose(motion.acceleration, TOTAL, atol=1e-9)
    np.testing.assert_allclose(motion.rotation, TURN, atol=1e-9)


def test_all_faults_of_a_map_are_told_at_once(tmp_path):
    said = '[motion]\nrotation = ["a"]\nacceleration_unit = "stone"\nios_signs = 1\n'
    with pytest.raises(BadRecording) as caught:
        opened(tmp_path, PLAIN, said=said)
    for word in ("motion.rotation", "acceleration_unit is 'stone'", "ios_signs is 1"):
        assert word in str(caught.value)


@pytest.mark.parametrize("cut", [4, 30, 200, 2000])
def test_a_damaged_zip_is_refused(tmp_path, cut):
    path = tmp_path / "walk.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Accelerometer.csv", PHYPHOX)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - cut])
    with pytest.raises(BadRecording, match=r"walk\.zip"):
        open_recording(path)


def test_a_zip_with_a_damaged_table_in_it_is_refused(tmp_path):
    path = tmp_path / "walk.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Accelerometer.csv", PHYPHOX)
    whole = bytearray(path.read_bytes())
    whole[300:340] = bytes(40)
    path.write_bytes(bytes(whole))
    with pytest.raises(BadRecording, match=r"walk\.zip: cannot be unpacked"):
        open_recording(path)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Accelerometer.csv", "acceleration"),
        ("TotalAcceleration.csv", "total"),
        ("Linear Accelerometer.csv", "linear"),
        ("Gravity.csv", "gravity"),
        ("Gyroscope.csv", "rotation"),
        ("GyroscopeUncalibrated.csv", "other"),
        ("WatchAccelerometer.csv", "other"),
        ("Location.csv", "other"),
    ],
)
def test_the_name_of_a_file_says_what_its_bare_axes_are(name, hint):
    assert file_hint(name) == hint


@pytest.mark.parametrize(
    "label", ["MAGNETIC FIELD X", "Absolute acceleration", "motionYaw", "Location x", "aT", "BARO"]
)
def test_headings_of_other_sensors_are_left_alone(label):
    assert column(label, "").sensor == "other"


def test_forces_are_not_taken_for_motion(tmp_path):
    assert not reader.matches(tmp_path / "a.csv", b"time,Fx,Fy,Fz\n0,1,2,700\n1,1,2,700\n")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_whichever_way_the_phone_lies_the_motion_comes_back(tmp_path_factory, seed):
    folder = tmp_path_factory.mktemp("phone")
    turn, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    total = TOTAL @ turn
    motion = opened(folder, table("time_s", TIME, [(axes("a{}"), total)])).samples().motion
    np.testing.assert_allclose(motion.acceleration, total, atol=1e-9)
