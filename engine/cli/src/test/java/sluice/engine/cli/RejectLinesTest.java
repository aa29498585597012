package sluice.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Reject;

class RejectLinesTest {
    private static Reject slice(String key, int part, int bytes) {
        return new Reject(
                new Key(0, key.getBytes(UTF_8)),
                Kind.STREAM,
                5,
                "offset 12",
                "no streams",
                "raw",
                new byte[bytes],
                part);
    }

    @Test
    void printsOneLineForEachRowHoweverManySlicesItHas() {
        Capture capture = new Capture();

        try (RejectLines lines = new RejectLines(capture.shell().out(), 10)) {
            List.of(slice("a\tb", 0, 1000), slice("a\tb", 1, 1048), slice("c", 0, 3))
                    .forEach(lines);
        }

        assertThat(capture.out().lines())
                .containsExactly(
                        "a\\x09b\tstream\tdb 0\toffset 12\t2.0 KiB\tno streams",
                        "c\tstream\tdb 0\toffset 12\t3 B\tno streams");
    }

    @Test
    void saysHowManyItLeftOut() {
        Capture capture = new Capture();

        try (RejectLines lines = new RejectLines(capture.shell().out(), 1)) {
            List.of(slice("a", 0, 1), slice("b", 0, 1), slice("c", 0, 3)).forEach(lines);
        }

        assertThat(capture.out().lines()).hasSize(2).last().isEqualTo("… and 2 more");
    }

    @Test
    void keepsTheBytesInJson() {
        assertThat(JsonText.line(RejectJson.of(slice("é", 0, 3))))
                .isEqualTo("{\"key\":\"é\",\"keyBase64\":\"w6k=\",\"db\":0,\"type\":\"stream\",\"expiresAt\":5,"
                        + "\"origin\":\"offset 12\",\"reason\":\"no streams\",\"part\":0,\"encoding\":\"raw\","
                        + "\"payload\":\"AAAA\"}\n");
    }
}
