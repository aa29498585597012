package sluice.adapters.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection that the driver made (address, TLS, sockets are its business) and handed over: what comes and goes from
 * then on passes in front of the driver, a pipeline at a time. See ADR 7 for what that saves. Pipelines may be sent
 * from any thread; everything else happens on the connection's own.
 */
final class Line extends ChannelInboundHandlerAdapter {
    private static final int PIECE_BYTES = 64 << 10;

    private final ChannelHandlerContext context;
    private final Deque<Pipeline> awaited = new ArrayDeque<>();
    private final ReplyDecoder decoder = new ReplyDecoder(this::answer);
    private final byte[] piece = new byte[PIECE_BYTES];
    private @Nullable Throwable broken;
    private volatile long heardNanos = System.nanoTime();

    private Line(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Makes a channel ready to be handed over. */
    static void prepare(Channel channel) {
        ChannelHandlerContext encryption = channel.pipeline().context(SslHandler.class);
        if (encryption != null) {
            channel.pipeline().addAfter(encryption.name(), "sluice-encrypted", new Encrypted());
        }
        channel.pipeline().addLast(Handover.INSTANCE);
    }

    /** Takes a connection over from the driver, which only closes it from now on. */
    static CompletableFuture<Line> takeOver(StatefulRedisConnection<byte[], byte[]> connection) {
        Request request = new Request();
        connection.dispatch(request);
        return request.line;
    }

    /** Sends a pipeline behind those that were sent before. */
    void send(Pipeline pipeline) {
        context.executor().execute(() -> {
            if (broken != null) {
                pipeline.bytes().release();
                pipeline.done().completeExceptionally(broken);
                return;
            }
            awaited.add(pipeline);
            context.writeAndFlush(pipeline.bytes()).addListener(sent -> {
                if (!sent.isSuccess()) {
                    fail(sent.cause());
                }
            });
        });
    }

    /** When something last arrived, as {@link System#nanoTime} tells. */
    long heardNanos() {
        return heardNanos;
    }

    private void answer(@Nullable Object reply) {
        Pipeline pipeline = awaited.peek();
        if (pipeline == null && reply instanceof Refusal unasked) {
            throw new IllegalStateException("the server said: " + unasked.text());
        }
        if (pipeline == null) {
            throw new RedisProtocolException("a reply to nothing");
        }
        pipeline.answer(reply);
        if (pipeline.isAnswered()) {
            awaited.remove();
            pipeline.done().complete(null);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        heardNanos = System.nanoTime();
        try {
            while (broken == null && bytes.isReadable()) {
                int some = Math.min(bytes.readableBytes(), piece.length);
                bytes.readBytes(piece, 0, some);
                decoder.take(piece, 0, some);
            }
        } finally {
            bytes.release();
        }
    }

    /** Also where decoding failed, for want of memory at the worst. */
    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        fail(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        fail(new IllegalStateException("connection closed"));
        channel.fireChannelInactive();
    }

    /** Ends every pipeline that is under way, and the connection: nobody could tell which reply belongs to what. */
    private void fail(Throwable cause) {
        if (broken == null) {
            broken = cause;
            context.close().addListener(ChannelFutureListener.CLOSE);
        }
        for (Pipeline pipeline = awaited.poll(); pipeline != null; pipeline = awaited.poll()) {
            pipeline.done().completeExceptionally(broken);
        }
    }

    /** Travels through the driver as a command, so that it arrives on the right channel. */
    private static final class Request extends Command<byte[], byte[], byte[]> {
        final CompletableFuture<Line> line = new CompletableFuture<>();

        Request() {
            super(CommandType.ECHO, new ValueOutput<>(ByteArrayCodec.INSTANCE));
        }

        @Override
        public boolean completeExceptionally(Throwable cause) {
            line.completeExceptionally(cause);
            return super.completeExceptionally(cause);
        }

        @Override
        public void cancel() {
            line.completeExceptionally(new IllegalStateException("connection closed"));
            super.cancel();
        }
    }

    /**
     * A channel counts as connected once it is encrypted: the driver would hand it over before, and whoever uses it
     * might hear that it was closed, but not why.
     */
    private static final class Encrypted extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            // It is fired when the handshake is over.
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    context.fireChannelActive();
                } else {
                    context.fireExceptionCaught(handshake.cause());
                }
            }
            context.fireUserEventTriggered(event);
        }
    }

    @ChannelHandler.Sharable
    private static final class Handover extends ChannelOutboundHandlerAdapter {
        static final Handover INSTANCE = new Handover();

        /** In front of the encoder, the first of the driver that would look at bytes: it never sees another. */
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (!(message instanceof Request request)) {
                super.write(context, message, promise);
                return;
            }
            ChannelHandlerContext driver = context.pipeline().context(CommandEncoder.class);
            Line line = new Line(driver);
            context.pipeline().addBefore(driver.name(), "sluice", line);
            promise.setSuccess();
            request.complete();
            request.line.complete(line);
        }
    }
}
