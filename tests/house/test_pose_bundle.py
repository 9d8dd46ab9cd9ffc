import pytest

from levelhip.core import LevelhipError
from levelhip.io.models import VARIANTS, bundle, checked


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_pose_model_is_the_expected_one(variant):
    assert checked(variant)


def test_an_unknown_variant_names_the_known_ones():
    with pytest.raises(LevelhipError, match="lite, full, heavy"):
        bundle("huge")


def test_a_missing_model_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_MODELS", str(tmp_path))
    with pytest.raises(LevelhipError, match="make setup"):
        bundle("full")
