package sluice.engine.runtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import sluice.adapters.contract.MemorySinkProvider;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Cursor;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.Source;
import sluice.protocol.SourceInfo;
import sluice.protocol.SourceProvider;
import sluice.protocol.SourceSettings;

/** Sources and sinks that misbehave where the well-behaved fakes cannot: on closing, and by writing something else. */
final class Troubled {
    private Troubled() {}

    /** A sink that changes rows on their way, fails to close, and counts how often it was begun and forgotten. */
    static final class Sinks implements SinkProvider {
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger forgotten = new AtomicInteger();
        volatile UnaryOperator<Row> onItsWay = row -> row;
        volatile boolean failsToClose;
        private final MemorySinkProvider inner;

        Sinks(MemorySinkProvider inner) {
            this.inner = inner;
        }

        @Override
        public boolean accepts(String uri) {
            return inner.accepts(uri);
        }

        @Override
        public String redact(String uri) {
            return uri;
        }

        @Override
        public Sink open(SinkSettings settings) {
            return new Wrapped(inner.open(settings));
        }

        @Override
        public SinkReader read(SinkSettings settings) {
            return inner.read(settings);
        }

        private final class Wrapped implements Sink {
            private final Sink sink;

            Wrapped(Sink sink) {
                this.sink = sink;
            }

            @Override
            public Optional<RunRecord> latest() {
                return sink.latest();
            }

            @Override
            public void forget() {
                forgotten.incrementAndGet();
                sink.forget();
            }

            @Override
            public void begin(RunRecord run, Checkpoint start) {
                begun.incrementAndGet();
                sink.begin(run, start);
            }

            @Override
            public Checkpoint resume(RunRecord run) {
                return sink.resume(run);
            }

            @Override
            public List<Reject> write(Batch batch) {
                return sink.write(new Batch(
                        batch.partition(),
                        batch.rows().stream().map(onItsWay).toList(),
                        batch.next(),
                        batch.bytes(),
                        batch.expired(),
                        batch.gone(),
                        batch.progress(),
                        batch.last()));
            }

            @Override
            public void commit(Checkpoint changes) {
                sink.commit(changes);
            }

            @Override
            public SealResult seal(Doubles doubles) {
                return sink.seal(doubles);
            }

            @Override
            public void finish(String status, long finishedAt, String report) {
                sink.finish(status, finishedAt, report);
            }

            @Override
            public long logBytes() {
                return sink.logBytes();
            }

            @Override
            public void close() {
                sink.close();
                if (failsToClose) {
                    throw new IllegalStateException("the sink cannot be closed");
                }
            }
        }
    }

    /** A source that fails to close. */
    record Sources(SourceProvider inner) implements SourceProvider {
        @Override
        public boolean accepts(String uri) {
            return inner.accepts(uri);
        }

        @Override
        public String redact(String uri) {
            return uri;
        }

        @Override
        public Source open(SourceSettings settings) {
            return new Wrapped(inner.open(settings));
        }

        private record Wrapped(Source source) implements Source {
            @Override
            public SourceInfo info() {
                return source.info();
            }

            @Override
            public Continuation continuation(String earlierIdentity) {
                return source.continuation(earlierIdentity);
            }

            @Override
            public List<Partition> partitions(int wanted) {
                return source.partitions(wanted);
            }

            @Override
            public PartitionReader read(Partition partition, Cursor from, KeyFilter wanted) {
                return source.read(partition, from, wanted);
            }

            @Override
            public void lookup(List<Reference> references, Consumer<Row> rows) {
                source.lookup(references, rows);
            }

            @Override
            public List<Partition> shortfall(long rowsRead, int firstId) {
                return source.shortfall(rowsRead, firstId);
            }

            @Override
            public void close() {
                throw new IllegalStateException("the source cannot be closed");
            }
        }
    }
}
