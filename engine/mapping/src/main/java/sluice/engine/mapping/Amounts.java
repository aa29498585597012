package sluice.engine.mapping;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers with units, as people write them; null where a text is none. */
final class Amounts {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,12})\\s*([kmg]?)(i?b)?");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})\\s*([smhd])");

    private Amounts() {}

    /** 8388608, 8192K, 8MiB, 1g; units count in 1024s. */
    static @Nullable Long bytes(String text) {
        Matcher found = BYTES.matcher(text.toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            return null;
        }
        int shift = 10 * " kmg".indexOf(found.group(2).isEmpty() ? " " : found.group(2));
        long number = Long.parseLong(found.group(1));
        long bytes = number << shift;
        return bytes >> shift == number && bytes > 0 ? bytes : null;
    }

    /** 72h, 3d, 90m, 30s. */
    static @Nullable Duration duration(String text) {
        Matcher found = TIME.matcher(text);
        if (!found.matches()) {
            return null;
        }
        long number = Long.parseLong(found.group(1));
        return switch (found.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
