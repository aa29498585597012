package sluice.engine.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: 33554432, 64K, 32M, 32MiB, 1g. Units count in 1024s. */
final class ByteCount implements ITypeConverter<Long> {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,12})\\s*(?:([kmgt])(?:i?b)?|b)?", Pattern.CASE_INSENSITIVE);

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a number of bytes; use 64MiB, 64M or 67108864");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor(matcher.group(2)));
        } catch (ArithmeticException tooMuch) {
            throw new TypeConversionException("'" + text + "' is more bytes than can be counted");
        }
    }

    private static long factor(@Nullable String unit) {
        return unit == null ? 1 : 1L << (10 * (1 + "kmgt".indexOf(Character.toLowerCase(unit.charAt(0)))));
    }
}
