package sluice.adapters.redis;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.protocol.MigrationException;

/**
 * A slice of one logical database; a partition reads one or several of them in turn. Its text is stored in checkpoints:
 * {@code db0 slice 3/8}, {@code db1}, or {@code db1 plain} where the server's cursors mean nothing to us.
 *
 * @param plain whether cursors are opaque: always a whole database then
 */
record Segment(int db, ScanSlice slice, boolean plain) {
    private static final Pattern FORM = Pattern.compile("db(\\d{1,9})(?: (plain)| slice (\\d{1,7})/(\\d{1,7}))?");
    private static final String SEPARATOR = ", ";

    static Segment whole(int db, boolean plain) {
        return new Segment(db, ScanSlice.WHOLE, plain);
    }

    static String nameOf(List<Segment> segments) {
        return segments.stream().map(Segment::toString).collect(Collectors.joining(SEPARATOR));
    }

    static List<Segment> parseAll(String name) {
        return Stream.of(name.split(SEPARATOR, -1)).map(Segment::parse).toList();
    }

    private static Segment parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw foreign(text);
        }
        int db = Integer.parseInt(form.group(1));
        if (form.group(3) == null) {
            return whole(db, form.group(2) != null);
        }
        int slices = Integer.parseInt(form.group(4));
        int slice = Integer.parseInt(form.group(3));
        boolean exists =
                Integer.bitCount(slices) == 1 && slices <= ScanSlice.SLICES_MAX && slice >= 1 && slice <= slices;
        if (!exists) {
            throw foreign(text);
        }
        return new Segment(db, new ScanSlice(Integer.numberOfTrailingZeros(slices), slice - 1L), false);
    }

    private static MigrationException foreign(String text) {
        return MigrationException.failed(
                "cannot read partition '" + text + "'",
                "its name is not one of ours",
                "the checkpoint was written by another version; start over with --fresh",
                null);
    }

    @Override
    public String toString() {
        String name = "db" + db;
        if (plain) {
            return name + " plain";
        }
        return slice.bits() == 0
                ? name
                : String.format(Locale.ROOT, "%s slice %d/%d", name, slice.index() + 1, slice.slices());
    }
}
