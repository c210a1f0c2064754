"""The network is cut off while the tests run: what reaches for it fails, and not in silence."""

import asyncio
import socket

import pytest

from tests.endpoint import ScriptedEndpoint

ELSEWHERE = "192.0.2.1"  # set aside for documentation: nothing is there


def test_a_test_that_reaches_another_machine_fails() -> None:
    with socket.socket() as connection, pytest.raises(pytest.fail.Exception, match=f"reach {ELSEWHERE}"):
        connection.connect((ELSEWHERE, 80))


def test_a_test_that_looks_up_a_name_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"look up elsewhere\.invalid"):
        socket.create_connection(("elsewhere.invalid", 80))


def test_asynchronous_code_gets_no_further() -> None:
    with pytest.raises(pytest.fail.Exception):
        asyncio.run(asyncio.open_connection(ELSEWHERE, 80))


def test_this_machine_is_reached(endpoint: ScriptedEndpoint) -> None:
    port = int(endpoint.base_url.split(":")[2].split("/")[0])
    with socket.create_connection(("localhost", port)) as connection:
        assert connection.getpeername() == ("127.0.0.1", port)
