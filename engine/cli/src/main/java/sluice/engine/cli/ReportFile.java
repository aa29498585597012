package sluice.engine.cli;

import java.nio.file.Path;
import sluice.engine.core.Report;
import sluice.engine.runtime.ReportJson;

/** The report as a file: the whole of it or nothing. */
record ReportFile(WholeFile file) {
    ReportFile(Path path) {
        this(new WholeFile(path, "the report", "--report"));
    }

    Path path() {
        return file.path();
    }

    /** Refuses a file that could not be written in the end, before anything has begun. */
    void check() {
        file.check();
    }

    void write(Report report) {
        write(report, ReportJson.write(report));
    }

    /** @param json what to write of it */
    void write(Report report, String json) {
        file.write(
                json + "\n",
                "the run itself is not affected: its report stands above, and 'sluice status " + report.sink()
                        + "' tells of it");
    }
}
