package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.fuzz.Fuzzing;

/** Whatever is typed: one line, an exit code, no stack trace, no password. */
class HostileArgumentsTest {
    private static final String SECRET = "S3cret";
    private static final String[] COMMANDS = {"copy", "verify", "status", "rejects"};
    private static final String[] SCRAPS = {
        "",
        " ",
        "-",
        "--",
        "---",
        "-x",
        "--db",
        "--db=",
        "--db=-1",
        "--match",
        "--match=[",
        "--readers",
        "--readers=0",
        "--readers=99999999999",
        "--batch-rows=x",
        "--in-flight",
        "--in-flight=9999999999999GiB",
        "--in-flight=-1",
        "--in-flight=1e9",
        "--rate",
        "--rate=9223372036854775808",
        "--verify",
        "--verify=Full",
        "--report=",
        "--limit",
        "--metrics-port=65536",
        "--metrics-port=-1",
        "--progress=",
        "none.rdb",
        "none.db",
        "sqlite:",
        "rdb:",
        "sqlite::",
        "rdb:none",
        "redis://u:" + SECRET + "@",
        "redis://u:my " + SECRET + "@h:x",
        "redis://u:" + SECRET + "?@h:x",
        "http://u:" + SECRET + "@h",
        "redis://:%zz" + SECRET + "@h",
        "@none",
        "'",
        "\"",
        "%s",
        "%n",
        "${x}",
        "\u0000",
        "\n",
        "a\nb",
        "\u001b[31m",
        "\ud83d\ude00",
        "\ud800",
        "*",
        "$(x)",
        "../..",
        "no-such-folder/x.db",
        "x".repeat(5000) + ".rdb"
    };

    @TempDir
    Path folder;

    @Test
    void everythingThatIsTypedEndsInOneLine() {
        Fuzzing.of("arguments", 400).run(random -> {
            List<String> arguments = new ArrayList<>();
            arguments.add(COMMANDS[random.nextInt(COMMANDS.length)]);
            for (int i = random.nextInt(5); i >= 0; i--) {
                arguments.add(random.nextInt(4) == 0 ? garbage(random) : SCRAPS[random.nextInt(SCRAPS.length)]);
            }
            return told(arguments);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis://u:my S3cret@h", "redis://u:S3cret'x@h", "redis://u:S3cret@h", "http://u:my S3cret@h"})
    void quotesNoPasswordOfAnArgumentTooMany(String address) {
        told(List.of("copy", "a.rdb", "b.db", address));
        told(List.of("copy", address, "b.db", "c.db", "--readers=x"));
        told(List.of("copy", "a.rdb", "b.db", "--db", address));
        told(List.of("copy", "a.rdb", address));
    }

    /** Nobody expects an argument to be taken from a file. */
    @Test
    void anArgumentThatBeginsWithAnAtIsNoFile() {
        assertThat(told(List.of("status", "@pom.xml"))).contains("@pom.xml");
    }

    private String told(List<String> arguments) {
        Capture capture = new Capture(folder, 0);
        int exitCode = capture.run(arguments.toArray(String[]::new));
        String told = capture.err();
        assertThat(exitCode).as("%s: %s", arguments, told).isEqualTo(2);
        assertThat(told.strip().lines()).as("%s: %s", arguments, told).hasSize(1);
        assertThat(told).startsWith("sluice: ").doesNotContain("internal error").doesNotContain("\tat ");
        assertThat(told + capture.out()).as(String.valueOf(arguments)).doesNotContain(SECRET);
        return told;
    }

    private static String garbage(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
        }
        return text.toString();
    }
}
