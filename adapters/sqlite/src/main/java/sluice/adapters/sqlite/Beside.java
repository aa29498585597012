package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of an earlier moment that lie beside a sink: {@code app.db.backup-20261121T103237Z}. */
final class Beside {
    /** What a half made file is called behind its name. */
    static final String PARTIAL = ".partial";

    /** What a sink is called until it has the name of the one that it replaces. */
    static final String RESTORING = ".restoring";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Pattern NAMED = Pattern.compile("(\\d{8}T\\d{6}Z)(?:-(\\d{1,9}))?");

    private Beside() {}

    /** Why a file lies there. */
    enum Kind {
        /** A copy of the sink as it was before a run. */
        BACKUP(".backup-"),
        /** What stood in the sink's place before it was put back. */
        REPLACED(".replaced-");

        private final String infix;

        Kind(String infix) {
            this.infix = infix;
        }
    }

    /** A name that says when, and that nothing has yet. */
    static Path unused(Path sink, Kind kind, InstantSource clock) {
        String moment = MOMENT.format(clock.instant().atOffset(ZoneOffset.UTC));
        Path file = Database.beside(sink, kind.infix + moment);
        for (int i = 2; Files.exists(file, LinkOption.NOFOLLOW_LINKS); i++) {
            file = Database.beside(sink, kind.infix + moment + "-" + i);
        }
        return file;
    }

    /** Whether a file is called as one of this sink's is, wherever it lies. */
    static boolean isNamedAs(Path sink, Kind kind, Path file) {
        return madeAt(sink, kind, file).isPresent();
    }

    /** When a file was made, in Unix milliseconds, by its name; empty when it is none of this sink's. */
    static OptionalLong madeAt(Path sink, Kind kind, Path file) {
        Matcher named = named(sink, kind, file);
        if (!named.matches()) {
            return OptionalLong.empty();
        }
        try {
            Instant moment = LocalDateTime.parse(named.group(1), MOMENT).toInstant(ZoneOffset.UTC);
            return OptionalLong.of(moment.toEpochMilli());
        } catch (DateTimeException noMoment) {
            return OptionalLong.empty();
        }
    }

    private static Matcher named(Path sink, Kind kind, Path file) {
        String prefix = sink.getFileName() + kind.infix;
        String name = String.valueOf(file.getFileName());
        return NAMED.matcher(name.startsWith(prefix) ? name.substring(prefix.length()) : "");
    }

    /** All of one kind that lie beside the sink, newest first. */
    static List<Path> all(Path sink, Kind kind) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(Objects.requireNonNull(sink.getParent()))) {
            for (Path file : folder) {
                if (isNamedAs(sink, kind, file) && Files.isRegularFile(file)) {
                    files.add(file);
                }
            }
        }
        files.sort(
                Comparator.comparingLong((Path file) -> madeAt(sink, kind, file).orElse(0))
                        .thenComparingInt(file -> count(sink, kind, file))
                        .reversed());
        return files;
    }

    /** Which one of a moment it is. */
    private static int count(Path sink, Kind kind, Path file) {
        Matcher named = named(sink, kind, file);
        String count = named.matches() ? named.group(2) : null;
        return count == null ? 1 : Integer.parseInt(count);
    }

    /**
     * Removes what killed processes left half made, and a second name of the sink. Only for the holder of its lease.
     */
    static void sweep(Path sink) throws IOException {
        String name = String.valueOf(sink.getFileName());
        Pattern left = Pattern.compile(
                Pattern.quote(name) + "\\.((backup|replaced)-.*" + PARTIAL + "|restoring)(-journal)?", Pattern.DOTALL);
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(Objects.requireNonNull(sink.getParent()))) {
            for (Path file : folder) {
                boolean secondName =
                        isNamedAs(sink, Kind.REPLACED, file) && Files.exists(sink) && Files.isSameFile(sink, file);
                if (secondName
                        || left.matcher(String.valueOf(file.getFileName())).matches()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
