"""Two servers never share a data folder."""

import pytest

from runyard.app.occupancy import Occupied, sole_server


def test_a_second_server_is_told_who_is_in_the_way(tmp_path):
    with sole_server(tmp_path), pytest.raises(Occupied, match="--data"), sole_server(tmp_path):
        pass


def test_a_folder_is_free_again_when_its_server_has_gone(tmp_path):
    with sole_server(tmp_path):
        pass
    with sole_server(tmp_path):
        pass
