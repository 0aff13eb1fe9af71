"""The bodies of long work: where archive and drawing meet.

The queue is `data.jobs`; a body runs in a process of its own (`api.work`). It may run more than once, and answers the
same, because a run is named by its question.
"""

import datetime as dt
import logging
from collections.abc import Callable

from api.deps import Desk, limit_statements
from api.errors import Refused
from api.reach_forms import location as reach_location
from api.run_forms import location, rendered
from api.run_request import RunRequest
from api.siting_watch import SitingWatch, sources
from data import coverage, jobs, name_cleaning, name_worklist, reach, siting
from data.acting import Actor
from data.engine import session
from data.sessions import actor_of_account
from layers.reach_terms import ReachParameters
from layers.siting import SitingQuestion

COVERAGE = "coverage"
REACH = "reach"
NAME_SWEEP = "name-sweep"
SITING = "siting"
# Each form is one more step after those of computing.
FORMS = ("csv", "xlsx", "geojson", "gpkg", "html", "png")

LOG = logging.getLogger("cairn")


def coverage_run(desk: Desk, running: jobs.Running) -> str:
    """Compute a run and render its forms; answers where the run stands."""
    running.progress(0, what="读取区域")
    wish = RunRequest.model_validate(running.job.arguments)
    handed_in = wish.handed_in()
    areas, notes = (handed_in.areas, handed_in.notes) if handed_in else (None, ())
    steps = 0

    def tell(done: int, of: int, what: str) -> None:
        nonlocal steps
        steps = of
        running.progress(done, of + len(FORMS), what)

    actor = _asked_by(desk, running.job)
    with session(desk.engine, actor=actor) as opened:
        limit_statements(opened, desk.settings.job_timeout_s)
        terms = wish.terms(desk.settings.today())
        run = coverage.run(opened, terms, areas=areas, notes=notes, progress=tell)
    for place, form in enumerate(FORMS):
        running.progress(steps + place, steps + len(FORMS), f"生成 {form.upper()}")
        _render(desk, actor, run.id, form)
    return location(run.id)


def reach_run(desk: Desk, running: jobs.Running) -> str:
    """Answer a question of reach; answers where the run stands."""
    terms = ReachParameters.asked(dict(running.job.arguments))
    with session(desk.engine, actor=_asked_by(desk, running.job)) as opened:
        limit_statements(opened, desk.settings.job_timeout_s)
        return reach_location(reach.run(opened, terms, folder=desk.settings.services, progress=running.progress).id)


def name_sweep(desk: Desk, running: jobs.Running) -> str:
    """Sweep the register of names; answers where the sweep stands. Done before, it is not done again."""
    sweep_id = running.job.id.replace("job-", "sweep-")
    division, as_of = running.job.arguments["division"], dt.date.fromisoformat(running.job.arguments["as_of"])
    running.progress(0, what="读取地名")
    with session(desk.engine, actor=_asked_by(desk, running.job)) as opened:
        limit_statements(opened, desk.settings.job_timeout_s)
        if not any(each.id == sweep_id for each in name_worklist.sweeps(opened)):
            name_cleaning.sweep(opened, sweep_id, division, as_of, running.progress)
    return f"/api/names/sweeps/{sweep_id}"


def siting_run(desk: Desk, running: jobs.Running) -> str:
    """Seek a plan of where to build; answers where the run stands."""
    running.progress(0, what="读取登记库")
    question = SitingQuestion.model_validate(running.job.arguments)
    actor = _asked_by(desk, running.job)
    with desk.reading(actor) as opened:
        limit_statements(opened, desk.settings.job_timeout_s)
        prepared = siting.prepare(opened, question, sources(desk.settings))
    watching = SitingWatch(running, question)
    run = siting.solve(prepared, watching.watch)
    watching.end()
    with desk.writing(actor) as opened:
        siting.keep(opened, run)
    return f"/api/siting/runs/{run.result.id}"


def _asked_by(desk: Desk, job: jobs.Job) -> Actor:
    """Who asked for a job, with the rights of today."""
    if job.account_id is None:
        return desk.public
    with desk.reading() as opened:
        return actor_of_account(opened, job.account_id)


def _render(desk: Desk, actor: Actor, run_id: str, form: str) -> None:
    """Render one form; a picture this machine cannot draw is left for the day it can."""
    try:
        with desk.writing(actor) as opened:
            rendered(opened, run_id, form)
    except Refused as lack:
        LOG.warning("%s 的 %s 没有生成：%s", run_id, form, lack)


BODIES: dict[str, Callable[[Desk, jobs.Running], str]] = {
    COVERAGE: coverage_run,
    REACH: reach_run,
    NAME_SWEEP: name_sweep,
    SITING: siting_run,
}
"""How each kind of job is done."""
