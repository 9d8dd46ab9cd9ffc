"""Every way in, asked with whatever fits its description and with what does not."""

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from levelhip.web import made_app

HOST = "127.0.0.1:8177"

app = made_app([HOST])
schema = schemathesis.openapi.from_dict(app.openapi()).exclude(path_regex="/recordings|/pose")
schema.app = app


@schema.parametrize()
@settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
def test_nothing_that_is_asked_breaks_the_server(case):
    case.call_and_validate(
        headers={"host": HOST},
        base_url=f"http://{HOST}",
        checks=(not_a_server_error, response_schema_conformance),
    )
