package sluice.adapters.sqlite;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.SinkContract;
import sluice.protocol.Row;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkSettings;

class RedkaSinkTest implements SinkContract {
    @TempDir
    private Path folder;

    @Override
    public SinkProvider provider() {
        return new SqliteSinkProvider();
    }

    @Override
    public SinkSettings settings() {
        return new SinkSettings(folder.resolve("app.sqlite3").toString(), "redka", 0);
    }

    @Override
    public boolean holds(Row row) {
        return Objections.redka(row, 0) == null;
    }
}
