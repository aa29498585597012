package sluice.adapters.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sluice.benchmarks.micro.Data;
import sluice.benchmarks.micro.Jvm;

/** Whether bytes are text: asked once for every key, field, member and value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class TextBenchmark {
    private static final int ARRAYS = 64;

    @Param({"16", "100", "4096"})
    int length;

    @Param
    Content content;

    private final byte[][] arrays = new byte[ARRAYS][];

    /** What the bytes are. */
    public enum Content {
        ASCII(true),
        /** German, Russian, Japanese and a face. */
        MIXED(true),
        INVALID_AT_THE_END(false),
        BINARY(false);

        private final boolean isText;

        Content(boolean isText) {
            this.isText = isText;
        }
    }

    @Setup
    public void make() {
        Data data = new Data(1);
        for (int i = 0; i < ARRAYS; i++) {
            arrays[i] = bytes(data);
        }
        if (count() != (content.isText ? ARRAYS : 0)) {
            throw new IllegalStateException(content + " is judged wrongly");
        }
    }

    private byte[] bytes(Data data) {
        byte[] bytes = content == Content.BINARY ? data.bytes(length) : data.letters(length);
        switch (content) {
            case ASCII -> {}
            case MIXED -> {
                byte[] words = "grüße, привет, 日本語, \uD83D\uDE42 and so on; ".getBytes(UTF_8);
                for (int from = 0; from + words.length <= length; from += words.length) {
                    System.arraycopy(words, 0, bytes, from, words.length);
                }
                byte[] end = "ß".getBytes(UTF_8);
                System.arraycopy(end, 0, bytes, length - end.length, end.length);
            }
            case INVALID_AT_THE_END -> bytes[length - 1] = (byte) 0xc3;
            case BINARY -> bytes[length / 2] = (byte) 0xff;
        }
        return bytes;
    }

    private int count() {
        int texts = 0;
        for (byte[] bytes : arrays) {
            texts += Text.isText(bytes) ? 1 : 0;
        }
        return texts;
    }

    @Benchmark
    @OperationsPerInvocation(ARRAYS)
    public int isText() {
        return count();
    }
}
