"""The doctor looks, names what is missing and the command that mends it, and opens nothing."""

from pathlib import Path

from levelhip.service import checkup, doctor


def by_name(checks):
    return {check.name: check for check in checks}


def test_an_empty_models_folder_is_missing_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_MODELS", str(tmp_path))
    check = by_name(doctor())["pose model full"]
    assert (check.state, check.remedy) == ("missing", "run `make setup`")


def test_a_model_with_other_bytes_is_not_accepted(tmp_path, monkeypatch):
    (tmp_path / "pose_landmarker_full.task").write_bytes(b"something else")
    monkeypatch.setenv("LEVELHIP_MODELS", str(tmp_path))
    check = by_name(doctor())["pose model full"]
    assert check.state == "missing"
    assert "SHA-256 is not the expected one" in check.found
    assert "make setup" in check.remedy


def test_cameras_are_named_without_being_opened(tmp_path):
    devices, described = tmp_path / "dev", tmp_path / "sys"
    (described / "video0").mkdir(parents=True)
    (described / "video0" / "name").write_text("Front Camera\n")
    devices.mkdir()
    # A pipe that nobody writes to: opening it would wait for ever.
    import os

    os.mkfifo(devices / "video0")
    (devices / "video1").touch()
    found = checkup.cameras(devices, described)
    assert found.found == f"{devices / 'video0'} (Front Camera), {devices / 'video1'}"


def test_no_camera_is_no_fault(tmp_path):
    assert checkup.cameras(tmp_path, tmp_path).state == "note"


def test_the_data_folder_is_not_made_by_looking(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    check = by_name(doctor())["data folder"]
    assert str(tmp_path) in check.found
    assert not (tmp_path / "data").exists()
    assert Path(tmp_path).exists()
