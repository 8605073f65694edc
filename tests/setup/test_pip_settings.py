"""uv is told what pip is configured with, and neither is led out of our environment."""

from pathlib import Path

from tools.pip_settings import clean_environment, read_settings, uv_environment

LISTED = """\
global.index-url='https://packages.example/simple'
global.cert='/etc/ssl/company.pem'
global.extra-index-url='https://one.example/simple https://two.example/simple'
install.trusted-host='packages.example'
:env:.index-url='https://mirror.example/simple'
:env:.default-timeout='180'
"""


def test_the_environment_wins_over_the_files_as_with_pip() -> None:
    settings = read_settings(LISTED)
    assert settings["index-url"] == "https://mirror.example/simple"
    assert settings["trusted-host"] == "packages.example"


def test_lines_that_say_nothing_are_no_settings() -> None:
    assert read_settings("\nWARNING: something\nglobal.proxy\nother.x='1'\n") == {}


def test_uv_gets_all_of_it() -> None:
    assert uv_environment(read_settings(LISTED), {}) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_INSECURE_HOST": "packages.example",
        "UV_HTTP_TIMEOUT": "180",
        "SSL_CERT_FILE": "/etc/ssl/company.pem",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_uvs_own_settings_win() -> None:
    variables = uv_environment(read_settings(LISTED), {"UV_DEFAULT_INDEX": "https://own.example"})
    assert "UV_DEFAULT_INDEX" not in variables


def test_a_folder_of_wheels_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    links = {"find-links": f"{tmp_path} /no/such/folder https://wheels.example/"}
    assert uv_environment(links, {})["UV_FIND_LINKS"] == f"{tmp_path},https://wheels.example/"


def test_no_index_is_set_only_where_pip_has_it() -> None:
    assert uv_environment({"no-index": "true"}, {})["UV_NO_INDEX"] == "1"
    assert "UV_NO_INDEX" not in uv_environment({"no-index": "false"}, {})


def test_variables_that_install_elsewhere_are_removed() -> None:
    clean = clean_environment(
        {"PIP_TARGET": "/x", "PIP_USER": "1", "PYTHONPATH": "/y", "PIP_INDEX_URL": "https://z"}
    )
    assert clean["PIP_USER"] == "0"
    assert clean["PIP_INDEX_URL"] == "https://z"
    assert not {"PIP_TARGET", "PYTHONPATH"} & clean.keys()
