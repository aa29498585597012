package sluice.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
import sluice.protocol.MigrationException;

/** {@code sluice demo}: the whole job on data that comes with Sluice. */
@Command(
        name = "demo",
        header = "Do the whole job on data that comes with Sluice; needs no server.",
        description = {
            "Does the whole job on data that comes with Sluice: writes " + DemoCommand.SOURCE
                    + ", a dump of a Redis, into"
                    + " this folder and copies it into " + DemoCommand.SINK + ". Needs no server. A second time it"
                    + " starts over."
        },
        footer = {"", "Examples:", "  sluice demo", "  sluice demo --report demo.json"})
final class DemoCommand implements Callable<Integer> {
    static final String SOURCE = "sluice-demo.rdb";
    static final String SINK = "sluice-demo.db";

    private final Shell shell;

    @Mixin
    private Output output;

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path source = shell.folder().resolve(SOURCE);
        Path sink = shell.folder().resolve(SINK);
        unpack(source);
        shell.out().println("sluice copy " + source + " " + sink + " --verify full --fresh");
        int exitCode = new Foreground(shell, output.progress(), output.reportFile(shell))
                .run((engine, observer) -> engine.copy(plan(source, sink), observer));
        if (exitCode == 0 || exitCode == 3) {
            shell.out().print(DemoQuery.on(sink));
        }
        return exitCode;
    }

    private static void unpack(Path to) {
        try (InputStream packed = DemoCommand.class.getResourceAsStream("/sluice/demo.rdb")) {
            if (packed == null) {
                throw new IllegalStateException("the demo's data was not packaged");
            }
            Files.copy(packed, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw MigrationException.refused(
                    "cannot write the demo's data to " + to, IoReason.of(e), "run it in a folder that can be written");
        }
    }

    private static Plan plan(Path source, Path sink) {
        Plan usual = Plan.of("rdb:" + source, "sqlite:" + sink);
        return new Plan(
                usual.source(),
                usual.sink(),
                usual.layout(),
                null,
                null,
                null,
                usual.readers(),
                usual.batchRows(),
                usual.inFlightBytes(),
                0,
                VerifyMode.FULL,
                true);
    }
}
