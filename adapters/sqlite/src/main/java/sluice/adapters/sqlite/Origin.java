package sluice.adapters.sqlite;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a reject comes from, if all that is known is its partition; and as what the books count it besides, so that a
 * later try can take that back.
 */
record Origin(int partition, boolean collided, boolean orphaned) {
    private static final Pattern FORM = Pattern.compile("partition (\\d{1,9})(, collided)?(, orphaned)?");

    String text() {
        return "partition " + partition + (collided ? ", collided" : "") + (orphaned ? ", orphaned" : "");
    }

    /** Nothing where the origin is something else. */
    static Optional<Origin> of(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Origin(
                        Integer.parseInt(matcher.group(1)), matcher.group(2) != null, matcher.group(3) != null))
                : Optional.empty();
    }
}
