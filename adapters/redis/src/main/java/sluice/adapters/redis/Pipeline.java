package sluice.adapters.redis;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Commands that were sent together, and whether all of them are answered. */
final class Pipeline {
    private final List<Ask> asks;
    private final ByteBuf bytes;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int answered;

    Pipeline(List<Ask> asks, ByteBuf bytes) {
        this.asks = asks;
        this.bytes = bytes;
    }

    ByteBuf bytes() {
        return bytes;
    }

    /** Gives the next command its reply. */
    void answer(@Nullable Object reply) {
        asks.get(answered++).answer(reply);
    }

    boolean isAnswered() {
        return answered == asks.size();
    }

    /** Completed when all are answered, by an exception when they never will be. */
    CompletableFuture<Void> done() {
        return done;
    }
}
