package sluice.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.benchmarks.endtoend.Contestant.Role;

/** Makes contestants, and says of which it cannot why. */
final class Roster {
    private final Path home;
    private final Path workFolder;
    private final Map<String, Path> launchers = new LinkedHashMap<>();
    private final int floorRows;
    private final List<String> notes = new ArrayList<>();

    /**
     * @param home the folder of this module
     * @param launchers the Sluices to measure, by name
     * @param floorRows how many rows the floors hand over with one statement
     */
    Roster(Path home, Path workFolder, Map<String, Path> launchers, int floorRows) {
        this.floorRows = floorRows;
        this.home = home.toAbsolutePath();
        this.workFolder = workFolder.toAbsolutePath();
        launchers.forEach((name, launcher) -> this.launchers.put(name, launcher.toAbsolutePath()));
    }

    /** What was left out, and why. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Every Sluice, with these options. */
    List<Contestant> sluices(DataSet data, boolean live, String layout, String verify) {
        List<Contestant> sluices = new ArrayList<>();
        launchers.forEach((name, launcher) -> sluices.add(new Contestant(
                sluiceName(name, live, layout, verify),
                Role.SLUICE,
                data,
                live,
                new SluiceProgram(launcher, layout, home.resolve("plans"), data.kind(), verify))));
        return sluices;
    }

    static String sluiceName(String launcher, boolean live, String layout, String verify) {
        return String.join(" ", launcher, live ? "live" : "rdb", layout, verify);
    }

    /** The Sluices to measure, by name. */
    Map<String, Path> launchers() {
        return launchers;
    }

    Contestant floorJava(DataSet data) {
        return new Contestant(
                "floor-java", Role.FLOOR_JAVA, data, false, new FloorProgram.InJava(workFolder, floorRows));
    }

    Optional<Contestant> floorC(DataSet data) {
        Path executable = workFolder.resolve("floor");
        List<String> compile = List.of(
                "gcc",
                "-O2",
                "-o",
                executable.toString(),
                home.resolve("src/main/c/floor.c").toString(),
                "-lsqlite3");
        return succeeds(compile, workFolder)
                ? Optional.of(new Contestant(
                        "floor-c", Role.FLOOR_C, data, false, new FloorProgram.InC(executable, floorRows)))
                : without("floor-c", "it needs gcc and sqlite3.h (apt install gcc libsqlite3-dev)");
    }

    Contestant javaScript(DataSet data, String style) {
        Role role = style.equals("batch") ? Role.BATCH_TOOL : role(style);
        String name = style.equals("batch") ? "batch-tool" : "java-" + style;
        return new Contestant(name, role, data, true, new ScriptProgram.InJava(style));
    }

    Optional<Contestant> nodeScript(DataSet data, String style) {
        Path folder = home.resolve("scripts/node");
        boolean ready = Files.exists(folder.resolve("node_modules/libsql"))
                || succeeds(List.of("npm", "ci", "--no-audit", "--no-fund"), folder);
        String name = "node-" + style;
        return ready && succeeds(List.of("node", "--version"), folder)
                ? Optional.of(new Contestant(
                        name, role(style), data, true, new ScriptProgram.InNode(folder.resolve("copy.js"), style)))
                : without(name, "it needs node, and npm to install ioredis and libsql");
    }

    private static Role role(String style) {
        return style.equals("naive") ? Role.NAIVE_SCRIPT : Role.PIPELINED_SCRIPT;
    }

    private Optional<Contestant> without(String name, String why) {
        String note = name + " is left out: " + why;
        if (!notes.contains(note)) {
            notes.add(note);
            System.err.println(note);
        }
        return Optional.empty();
    }

    private static boolean succeeds(List<String> command, Path folder) {
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(interrupted));
        }
    }
}
