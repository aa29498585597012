package sluice.adapters.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkSettings;

class MemorySinkTest implements SinkContract {
    private final MemorySinkProvider provider = new MemorySinkProvider();

    @Override
    public SinkProvider provider() {
        return provider;
    }

    @Override
    public SinkSettings settings() {
        return new SinkSettings("memory:test", "native", 0);
    }

    @Test
    void interferenceCanFailACommitAndNothingOfItStays() {
        List<Interference.Moment> moments = new ArrayList<>();
        MemorySinkProvider failing = new MemorySinkProvider(moment -> {
            moments.add(moment);
            if (moment == Interference.Moment.COMMIT) {
                throw new IllegalStateException("on demand");
            }
        });

        try (SinkSession session = SinkSession.begin(failing, settings(), 1)) {
            session.write(0, Samples.string("a", "1"));
            assertThatThrownBy(session::commit).hasMessage("on demand");
        }

        assertThat(moments).containsExactly(Interference.Moment.WRITE, Interference.Moment.COMMIT);
        assertThat(SinkSession.described(failing, settings())).isEmpty();
    }
}
