package sluice.engine.runtime;

import kamon.Kamon;
import kamon.metric.Counter;
import kamon.metric.Gauge;
import kamon.metric.MeasurementUnit;
import kamon.metric.Timer;
import sluice.protocol.Tally;

/** The run as Kamon's instruments show it. */
final class Gauges {
    private final Counter written = Kamon.counter("sluice.rows").withTag("result", "written");
    private final Counter rejected = Kamon.counter("sluice.rows").withTag("result", "rejected");
    private final Counter expired = Kamon.counter("sluice.rows").withTag("result", "expired");
    private final Counter bytes =
            Kamon.counter("sluice.data", MeasurementUnit.information().bytes()).withoutTags();
    private final Counter differences = Kamon.counter("sluice.differences").withoutTags();
    private final Counter attempts = Kamon.counter("sluice.attempts").withoutTags();
    private final Timer batchLatency = Kamon.timer("sluice.batch.latency").withoutTags();
    private final Timer commitLatency = Kamon.timer("sluice.commit.latency").withoutTags();
    private final Gauge inFlight = Kamon.gauge(
                    "sluice.in-flight", MeasurementUnit.information().bytes())
            .withoutTags();
    private final Gauge log =
            Kamon.gauge("sluice.wal", MeasurementUnit.information().bytes()).withoutTags();

    void read(long nanos, long inFlightBytes) {
        batchLatency.record(nanos);
        inFlight.update((double) inFlightBytes);
    }

    void committed(Tally before, Meter.Committed committed) {
        Tally now = committed.total();
        count(written, now.written() - before.written());
        count(rejected, now.rejected() - before.rejected());
        count(expired, now.expired() - before.expired());
        count(bytes, now.bytes() - before.bytes());
        commitLatency.record(committed.nanos());
        log.update((double) committed.logBytes());
    }

    void began() {
        attempts.increment();
        inFlight.update(0);
    }

    void differences(long rows) {
        count(differences, rows);
    }

    /** The seal takes doubles back from what was written; a counter can only grow. */
    private static void count(Counter counter, long rows) {
        if (rows > 0) {
            counter.increment(rows);
        }
    }
}
