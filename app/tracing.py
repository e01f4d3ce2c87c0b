"""Traces: what a request took, its statements, a message, a sync, a feed; one below the other.

They go to the OpenTelemetry collector of OTEL_EXPORTER_OTLP_ENDPOINT. Without one nothing is
recorded, and the SDK is not even imported.
"""

import logging
import math
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace import ProxyTracerProvider, Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app import __version__
from app.errors import UrsaError
from app.naming import names

Kind = SpanKind

PATIENCE_S = 3.0
"""So long a batch of traces may take; a process that ends waits for its last one."""
AGAIN_S = 3600.0

_TRACER = trace.get_tracer("ursa")
_CONTEXT = TraceContextTextMapPropagator()


@contextmanager
def step(
    name: str,
    kind: SpanKind = SpanKind.INTERNAL,
    within: Mapping[str, str] | None = None,
    about: Mapping[str, str] | None = None,
) -> Iterator[Span]:
    """A step of the work, below the one under way, or below the one that `within` carries.

    It has the ids of what goes on here, as the log's lines have. Of an error it tells the kind
    alone: its words may hold an address or a secret.
    """
    parent = None if within is None else _CONTEXT.extract(within)
    started = _TRACER.start_as_current_span(
        name, parent, kind, record_exception=False, set_status_on_exception=False
    )
    with started as current:
        current.set_attributes({f"ursa.{key}": known for key, known in names().items()})
        current.set_attributes(about or {})
        try:
            yield current
        except BaseException as error:
            kind_of_error = error.code if isinstance(error, UrsaError) else type(error).__name__
            current.set_attribute("error.type", kind_of_error)
            current.set_status(Status(StatusCode.ERROR))
            raise


def carried() -> dict[str, str]:
    """What a message takes along, so that who works on it goes on with this trace."""
    carrier: dict[str, str] = {}
    _CONTEXT.inject(carrier)
    return carrier


def is_on() -> bool:
    """Whether anybody records."""
    return not isinstance(trace.get_tracer_provider(), ProxyTracerProvider)


class _Rarely(logging.Filter):
    """That a collector is away is told in one line, and again an hour later."""

    _told = -math.inf

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the exporter's line is news; its tries before that are none."""
        if record.levelno < logging.ERROR or time.monotonic() - self._told < AGAIN_S:
            return False
        self._told = time.monotonic()
        record.msg = "nobody takes traces at OTEL_EXPORTER_OTLP_ENDPOINT: they are lost"
        record.args, record.exc_info = (), None
        return True


@contextmanager
def open_tracing(collector: str | None, service: str, process: str) -> Iterator[None]:
    """Record while the block runs, where there is a collector; what is left is sent at its end."""
    if collector is None:
        yield
        return
    # Who has no collector does not pay for these.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    about = {"service.name": service, "service.version": __version__, "ursa.process": process}
    provider = TracerProvider(resource=Resource.create(about))
    exporter = OTLPSpanExporter(f"{collector.rstrip('/')}/v1/traces", timeout=PATIENCE_S)
    logging.getLogger(OTLPSpanExporter.__module__).addFilter(_Rarely())
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()
