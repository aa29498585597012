package sluice.adapters.sqlite;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.SinkContract;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkSettings;

class NativeSinkTest implements SinkContract {
    @TempDir
    private Path folder;

    @Override
    public SinkProvider provider() {
        return new SqliteSinkProvider();
    }

    @Override
    public SinkSettings settings() {
        return new SinkSettings("sqlite:" + folder.resolve("app.db"), "native", 0);
    }
}
