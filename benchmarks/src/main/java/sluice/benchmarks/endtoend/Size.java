package sluice.benchmarks.endtoend;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads and writes numbers of keys as people say them: 2000, 100k, 1m. */
final class Size implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,9})([km]?)");

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no number of keys; write 2000, 100k or 1m");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "k" -> number * 1_000;
            case "m" -> number * 1_000_000;
            default -> number;
        };
    }

    static String show(long keys) {
        if (keys % 1_000_000 == 0) {
            return keys / 1_000_000 + "m";
        }
        return keys % 1_000 == 0 ? keys / 1_000 + "k" : String.valueOf(keys);
    }
}
