import subprocess
import sys

import levelhip.biomech


def test_every_public_name_of_the_package_can_be_had():
    for name in levelhip.biomech.__all__:
        assert getattr(levelhip.biomech, name) is not None, name


def test_a_name_that_is_not_there_is_an_attribute_error():
    assert not hasattr(levelhip.biomech, "posture")


def test_importing_the_package_does_not_import_scipy():
    code = "import sys, levelhip.biomech; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
