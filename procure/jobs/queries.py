"""Reading of jobs."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from procure.domain.policy import Actor
from procure.jobs.models import Job


def find_job(session: Session, actor: Actor, job_id: int) -> Job | None:
    """Return the job, for those who may follow it."""
    return session.scalar(select(Job).where(Job.id == job_id, Job.visible_to(actor)))


def latest_about(session: Session, about: str) -> Job | None:
    """Return the newest job about a thing the asker has been let in to."""
    return session.scalar(select(Job).where(Job.about == about).order_by(Job.id.desc()).limit(1))
