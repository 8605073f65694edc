"""The queue server's part: lists of the numbers of waiting tasks, and workers that take from them.

A number is all that is read from Redis. RQ would also read from there which function to import and
call, with what arguments, what to call or fetch afterwards, and when to stop, so that whoever can
write to Redis would run whatever they like as the worker. Here the worker knows by itself what
a number is for, and nothing else that stands in Redis is looked at.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from redis import Redis
from rq import Queue, Worker, worker_registration
from rq.executions import Execution
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer
from rq.worker import WorkerStatus

from core.clock import now

log = logging.getLogger(__name__)

LONGEST_NUMBER = 18  # digits; fits the database's integer
LONGEST_WORK = 6 * 3600  # seconds; longer than any lease, which decides
MAINTENANCE = 60  # seconds between two looks for workers that are gone
HEARTBEAT = 75  # seconds; a look happens only between two waits for a job, which end before this


class TaskJob(Job):
    """RQ's view of a task that was taken from the queue. It is never stored."""

    def __init__(self, task_id: int, connection: Redis) -> None:
        super().__init__(str(task_id), connection, JSONSerializer)
        self.timeout = LONGEST_WORK
        self.description = f"task {task_id}"

    def get_status(self, refresh: bool = True) -> JobStatus:
        """RQ asks when the process of a job has died."""
        return JobStatus.STARTED


class TaskQueue(Queue):
    """A list of numbers: a task is in it once while it waits, and no longer when it is taken."""

    def hand_over(self, task_ids: Iterable[int]) -> None:
        """Add the tasks that do not wait here yet. Only the clock adds, so nobody else at once."""
        entries: Any = self.connection.lrange(self.key, 0, -1)
        waiting = set(entries)
        fresh = [entry for entry in map(str, task_ids) if entry.encode() not in waiting]
        if fresh:
            self.connection.rpush(self.key, *fresh)

    @classmethod
    def dequeue_any(
        cls, queues: Iterable[Queue], timeout: int | None, connection: Redis, *_: Any, **__: Any
    ) -> tuple[Job, Queue] | None:
        """The next task; None where none waits, or DequeueTimeout after `timeout` seconds."""
        (queue,) = queues
        while (taken := cls.lpop([queue.key], timeout, connection)) is not None:
            entry: bytes = taken[1]
            if entry.isdigit() and len(entry) <= LONGEST_NUMBER:
                return TaskJob(int(entry), connection), queue
            log.warning("refused what is no task in the queue %s: %.80r", queue.name, entry)
        return None


class TaskWorker(Worker):
    """RQ's loop, forks, signals and heartbeats, around one function that takes a task's number."""

    queue_class = TaskQueue

    def __init__(self, queue: str, run: Callable[[int], None], connection: Redis) -> None:
        self.run = run
        super().__init__(
            [TaskQueue(queue, connection=connection)],
            connection=connection,
            serializer=JSONSerializer,
            maintenance_interval=MAINTENANCE,
            worker_ttl=HEARTBEAT,
        )

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Runs in the process of the job."""
        try:
            self.run(int(job.id))
        except Exception:  # it is handed out again
            log.exception("task %s could not be begun or ended", job.id)
            return False
        return True

    def prepare_execution(self, job: Job) -> Execution:
        execution = Execution(uuid4().hex, job.id, self.connection, self.name)
        self.executions[execution.id] = execution
        self.set_state(WorkerStatus.BUSY)
        return execution

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        self.heartbeat(self.job_monitoring_interval + 60)

    def handle_job_failure(self, *_arguments: Any, **_options: Any) -> None:
        """The process of a job has died: its lease runs out, and the clock hands it out again."""

    def run_maintenance_tasks(self) -> None:
        for queue in self.queues:
            worker_registration.clean_worker_registry(queue)
        self.last_cleaned_at = now()  # type: ignore[assignment]  # RQ's type says None only

    def check_for_suspension(self, burst: bool) -> None:
        """Nobody stops a worker through Redis."""

    def subscribe(self) -> None:
        """Nobody stops a worker, or the process of a job, through Redis."""
