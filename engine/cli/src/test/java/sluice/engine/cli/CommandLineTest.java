package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private final Capture capture = new Capture();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "``                                | sluice: no command is given; commands are demo, copy, plan,"
                        + " run, verify, status",
                "move                              | 'move'; commands are demo, copy, plan, run, verify",
                "copy dump.rdb                     | missing required parameter: 'SINK'",
                "copy a.rdb b.db --readrs 3        | unknown option --readrs; options are --db, --match, --plan,"
                        + " --layout",
                "copy a.rdb b.db --verify most     | '--verify': 'most' is none of none, sample, full",
                "copy a.rdb b.db --layout flat     | '--layout': 'flat' is none of native, redka, document",
                "copy a.rdb b.db --progress bar    | '--progress': 'bar' is none of auto, plain, none",
                "copy a.rdb b.db --in-flight 3x    | '3x' is not a number of bytes; use 64MiB, 64M or 67108864",
                "copy a.rdb b.db --readers 0       | --readers is 0, and must be at least 1",
                "copy a.rdb b.db --readers many    | '--readers': 'many' is not a number",
                "copy a.rdb b.db --rate -1         | --rate is -1, and cannot be negative",
                "copy a.rdb b.db --db five         | 'five' is not a database; use a number from 0 on, or all",
                "copy a.rdb b.db --plan none.yaml  | none.yaml: there is no such file",
                "run none.yaml                     | none.yaml: there is no such file",
                "plan none.yaml --sample 0         | --sample is 0, and must be at least 1",
                "copy memcached://localhost b.db   | no source knows this kind of address; use redis://",
                "discover a.rdb --sample 0         | --sample is 0, and must be at least 1",
                "rejects b.db --limit -3           | --limit is -3, and cannot be negative",
                "help move                         | there is no command 'move'; commands are demo, copy",
            })
    void refusesInOneLineWhatItDoesNotUnderstand(String arguments, String told) {
        int exitCode = capture.run(arguments.isEmpty() ? new String[0] : arguments.split(" +"));

        assertThat(exitCode).isEqualTo(2);
        assertThat(capture.err().lines()).hasSize(1);
        assertThat(capture.err()).startsWith("sluice: ").contains(told);
        assertThat(capture.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "copy",
                "verify",
                "status",
                "rejects",
                "discover",
                "backups",
                "restore",
                "rollback",
                "switched",
                "completion",
                "help"
            })
    void explainsEveryCommandWithExamples(String command) {
        assertThat(capture.run(command, "--help")).isZero();
        String explained = capture.out();

        assertThat(explained).contains("Usage: sluice " + command, "Examples:\n  ");
        assertThat(explained.lines()).allMatch(line -> line.length() <= 80);
        assertThat(new Capture().run("help", command)).isZero();
    }

    @Test
    void saysWhichSluiceItIs() {
        assertThat(capture.run("--version")).isZero();
        assertThat(capture.out()).startsWith("sluice ").contains("Java ");
    }

    @Test
    void completesCommandsAndOptions() {
        assertThat(capture.run("completion")).isZero();
        assertThat(capture.out()).startsWith("#!/usr/bin/env bash").contains("--in-flight", "rejects");
    }

    @Test
    void neverRepeatsAPassword() {
        assertThat(capture.run("copy", "a.rdb", "b.db", "redis://joe:se/cr@et@host:1/0"))
                .isEqualTo(2);
        assertThat(capture.run("copy", "memcached://joe:secret@host", "b.db")).isEqualTo(2);

        assertThat(capture.err()).contains("@host").doesNotContain("secret", "cr@et", "joe");
    }

    @Test
    void refusesAReportThatCouldNotBeWritten() {
        int exitCode = capture.run("copy", "a.rdb", "b.db", "--report", "no/such/folder/report.json");

        assertThat(exitCode).isEqualTo(2);
        assertThat(capture.err())
                .startsWith("sluice: cannot write the report to ")
                .contains("the folder does not exist");
    }
}
