package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sluice.protocol.Check;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;
import sluice.protocol.SinkSettings;

/** What can be told of a sink before a run, without changing it. */
final class SqliteChecks {
    private SqliteChecks() {}

    static List<Check> of(SinkSettings settings) {
        List<Check> checks = new ArrayList<>();
        String subject = "cannot write to " + SqliteAddress.show(settings.uri());
        Path path;
        try {
            path = SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject);
            SinkFile.checkWritable(path, subject);
        } catch (MigrationException refused) {
            return List.of(Check.bad("sink", refused.why() + ": " + refused.hint()));
        }
        checks.add(Check.good(
                "sink",
                SinkFile.hasContent(path)
                        ? String.format(
                                Locale.ROOT,
                                "holds something already (%,d bytes)",
                                path.toFile().length())
                        : "will be made"));
        Schema schema = settings.schema();
        if (schema != null) {
            Conditions.wrong(schema).ifPresent(what -> checks.add(Check.bad("checks", what + "; " + Conditions.HINT)));
        }
        checks.add(holders(path));
        checks.add(space(path));
        return checks;
    }

    private static Check holders(Path path) {
        String holders = Files.exists(path) ? Holders.of(path) : "";
        return holders.isEmpty()
                ? Check.good("others", "nobody has the sink open, as far as the system tells")
                : Check.doubtful("others", "the sink is open in " + holders + ": close it before the run");
    }

    private static Check space(Path path) {
        try {
            long free = Files.getFileStore(path.resolveSibling(".")).getUsableSpace();
            return Check.good("disk", String.format(Locale.ROOT, "%,d bytes are free", free));
        } catch (IOException unknown) {
            return Check.doubtful("disk", "the free space is not known");
        }
    }
}
