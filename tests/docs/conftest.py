"""The server that the documentation's commands are typed against."""

import pytest

from tests.support.server import serving


@pytest.fixture(scope="module")
def live_server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("docs")) as server:
        yield server
