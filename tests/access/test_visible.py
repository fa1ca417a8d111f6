"""Lists follow the same rules as single decisions."""

import itertools
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from runyard.access import Actor, Resource, decide, visible

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Base(DeclarativeBase):
    pass


class Thing(Base):
    __tablename__ = "thing"
    id: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[str]
    owner_id: Mapped[str]


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        for tenant, owner in itertools.product(("t1", "t2"), ("alice", "bob")):
            session.add(Thing(id=f"{tenant}-{owner}", tenant_id=tenant, owner_id=owner))
        session.flush()
        yield session


@pytest.mark.parametrize("superuser", [True, False])
@pytest.mark.parametrize("via", ["session", "public"])
@pytest.mark.parametrize("scopes", [None, frozenset({"thing:read"}), frozenset({"other:*"})])
def test_a_list_holds_exactly_what_may_be_read_one_by_one(session, superuser, via, scopes):
    actor = Actor("alice", "alice", "t1", superuser, via, scopes=scopes)
    listed = {row.id for row in session.scalars(visible(select(Thing), Thing, actor, "thing:read"))}
    things = session.scalars(select(Thing)).all()
    single = {
        t.id
        for t in things
        if decide(actor, "thing:read", Resource("thing", t.id, t.tenant_id, t.owner_id), NOW).allowed
    }
    assert listed == single
